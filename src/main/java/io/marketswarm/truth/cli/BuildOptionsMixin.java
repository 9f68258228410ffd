package io.marketswarm.truth.cli;

import io.marketswarm.truth.Build;
import io.marketswarm.truth.BuildOptions;
import io.marketswarm.truth.Finding;
import io.marketswarm.truth.TruthBuilder;
import io.marketswarm.truth.TruthDocument;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How to build, wherever something is built. */
final class BuildOptionsMixin {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the composite is written (default: truth.json in the folder).")
  private Path out;

  @Option(
      names = "--node",
      paramLabel = "FILE",
      description = "The node definition to take (default: the only one in the folder).")
  private Path node;

  @Option(names = "--strict", description = "Warns of what is published for nobody.")
  private boolean strict;

  @Option(
      names = "--no-bus-check",
      description = "Lets components use buses that the node does not declare.")
  private boolean noBusCheck;

  @Option(
      names = "--allow-inline-secrets",
      description = "Lets component files hold secrets; for development only.")
  private boolean allowInlineSecrets;

  /** Builds, prints all findings and writes the composite if there is no error. */
  int run(TruthTask task, Path dir) {
    return build(task, dir).isPresent() ? TruthTask.OK : TruthTask.FAILED;
  }

  Optional<TruthDocument> build(TruthTask task, Path dir) {
    Build build =
        TruthBuilder.build(
            new BuildOptions(
                dir, Optional.ofNullable(node), !noBusCheck, strict, allowInlineSecrets));
    task.report(build.findings());
    long errors = build.findings().stream().filter(Finding::isError).count();
    if (!build.ok()) {
      task.out().printf("nothing is written: %d error%s%n", errors, errors == 1 ? "" : "s");
      return Optional.empty();
    }
    Path target = out == null ? composite(dir) : out;
    build.writeTo(target);
    TruthDocument document = build.orThrow();
    task.out()
        .printf(
            "%s: version %s, %d components%n",
            target, document.version(), document.components().size());
    return Optional.of(document);
  }

  static Path composite(Path dir) {
    return dir.resolve("truth.json");
  }
}
