package io.marketswarm.truth.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "build",
    description = "Makes one document of the node definition and its components.")
final class BuildCommand extends TruthTask {
  private final TruthCommand truth;

  @Mixin private BuildOptionsMixin build;

  BuildCommand(TruthCommand truth) {
    this.truth = truth;
  }

  @Override
  int run() {
    return build.run(this, truth.dir());
  }
}
