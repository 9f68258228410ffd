package io.marketswarm.truth.cli;

import io.marketswarm.truth.TruthBuilder;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "check-component",
    description = "Holds one component against the schema of components.")
final class CheckComponentCommand extends TruthTask {
  private final TruthCommand truth;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Which which;

  /** Either a component of the folder or any file. */
  static final class Which {
    @Option(
        names = {"-n", "--name"},
        paramLabel = "NAME",
        required = true,
        description = "A component of the folder.")
    private String name;

    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        required = true,
        description = "Any file.")
    private Path file;
  }

  CheckComponentCommand(TruthCommand truth) {
    this.truth = truth;
  }

  @Override
  int run() {
    return report(
        which.name == null
            ? TruthBuilder.checkComponent(truth.dir(), which.file)
            : TruthBuilder.checkComponent(truth.dir(), which.name));
  }
}
