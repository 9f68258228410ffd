package io.marketswarm.cli;

import picocli.CommandLine.Option;

/** {@code --help}, everywhere. */
final class Help {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help and exits.")
  private boolean asked;
}
