package io.marketswarm.cli;

import io.marketswarm.node.Build;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Prints the version of the product and of its Java.")
final class VersionCommand implements Runnable {
  @Mixin private Help help;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .printf(
            "MarketSwarm %s, Java %s (%s)%n",
            Build.version(), Runtime.version(), System.getProperty("java.vendor"));
  }
}
