package io.marketswarm.truth.cli;

import io.marketswarm.truth.SecretNames;
import io.marketswarm.truth.TruthDocument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "update", description = "Builds, then loads what was built. Never empties a bus.")
final class UpdateCommand extends TruthTask {
  private final TruthCommand truth;
  private final Surroundings surroundings;

  @Mixin private BuildOptionsMixin build;
  @Mixin private LoadOptions load;

  @Option(
      names = {"-y", "--yes"},
      description = "Loads without asking.")
  private boolean yes;

  UpdateCommand(TruthCommand truth, Surroundings surroundings) {
    this.truth = truth;
    this.surroundings = surroundings;
  }

  @Override
  int run() {
    Optional<TruthDocument> document = build.build(this, truth.dir());
    if (document.isEmpty()) {
      return FAILED;
    }
    if (!yes && !agreed(document.get())) {
      out().println("built, not loaded");
      return FAILED;
    }
    return load.load(this, document.get(), surroundings);
  }

  private boolean agreed(TruthDocument document) {
    out()
        .printf(
            "Load version %s into %s? [y/N] ",
            document.version(), SecretNames.masked("", load.target(surroundings)));
    out().flush();
    try {
      String answer =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
      return answer != null && answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("y");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
