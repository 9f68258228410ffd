package io.marketswarm.truth.cli;

import io.marketswarm.truth.TruthBuilder;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "check-node", description = "Holds one file against the schema of nodes.")
final class CheckNodeCommand extends TruthTask {
  private final TruthCommand truth;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "The node definition.")
  private Path file;

  CheckNodeCommand(TruthCommand truth) {
    this.truth = truth;
  }

  @Override
  int run() {
    return report(TruthBuilder.checkNode(truth.dir(), file));
  }
}
