package io.marketswarm.cli;

import picocli.CommandLine.ExitCode;

/** What the exit codes of the program mean. */
final class ExitCodes {
  static final int OK = ExitCode.OK;

  /** The command ran and found something wrong. */
  static final int FAILED = ExitCode.SOFTWARE;

  /** The command line could not be understood. */
  static final int USAGE = ExitCode.USAGE;

  /** The configuration was refused. */
  static final int CONFIGURATION = 3;

  /** The node could not start: a port, the data directory, a store. */
  static final int CANNOT_START = 4;

  private ExitCodes() {}
}
