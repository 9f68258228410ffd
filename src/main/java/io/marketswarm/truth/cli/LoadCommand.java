package io.marketswarm.truth.cli;

import io.marketswarm.truth.TruthDocument;
import io.marketswarm.truth.TruthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "load",
    description = "Loads a composite and its secrets into the system bus and reads it back.")
final class LoadCommand extends TruthTask {
  private final TruthCommand truth;
  private final Surroundings surroundings;

  @Mixin private LoadOptions options;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "The composite (default: TRUTH_FILE, else truth.json in the folder).")
  private Path file;

  LoadCommand(TruthCommand truth, Surroundings surroundings) {
    this.truth = truth;
    this.surroundings = surroundings;
  }

  @Override
  int run() {
    Path composite =
        file != null
            ? file
            : surroundings
                .variable("TRUTH_FILE")
                .map(Path::of)
                .orElseGet(() -> BuildOptionsMixin.composite(truth.dir()));
    return options.load(this, read(composite), surroundings);
  }

  static TruthDocument read(Path composite) {
    try {
      return TruthDocument.parse(Files.readString(composite));
    } catch (IOException unreadable) {
      throw new TruthException("cannot read " + composite + "; build it first", unreadable);
    }
  }
}
