package io.marketswarm.truth.cli;

import io.marketswarm.truth.Finding;
import io.marketswarm.truth.TruthException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that says in one line why it could not do what it was asked. */
abstract class TruthTask implements Callable<Integer> {
  static final int OK = ExitCode.OK;
  static final int FAILED = ExitCode.SOFTWARE;

  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help and exits.")
  private boolean help;

  abstract int run();

  @Override
  public final Integer call() {
    try {
      return run();
    } catch (TruthException | UncheckedIOException failed) {
      spec.commandLine().getErr().println("error: " + failed.getMessage());
      return FAILED;
    }
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Prints all findings, one a line, and says whether there is an error among them. */
  int report(List<Finding> findings) {
    findings.forEach(finding -> out().println(finding.line()));
    return findings.stream().anyMatch(Finding::isError) ? FAILED : OK;
  }
}
