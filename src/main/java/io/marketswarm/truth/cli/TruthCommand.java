package io.marketswarm.truth.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code truth}: without a command of its own it builds. */
@Command(
    name = "truth",
    description = {
      "Builds, checks, loads and shows the Truth document all services are configured from.",
      "Without a command it builds."
    })
public final class TruthCommand extends TruthTask {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "truth",
      scope = ScopeType.INHERIT,
      description = "The folder of the node definition and its components (default: truth).")
  private Path dir;

  @Mixin private BuildOptionsMixin build;

  private TruthCommand() {}

  /** The command with all its own commands, ready to run or to be added to another. */
  public static CommandLine line(Surroundings surroundings) {
    TruthCommand truth = new TruthCommand();
    return new CommandLine(truth)
        .addSubcommand(new BuildCommand(truth))
        .addSubcommand(new CheckNodeCommand(truth))
        .addSubcommand(new CheckComponentCommand(truth))
        .addSubcommand(new LoadCommand(truth, surroundings))
        .addSubcommand(new UpdateCommand(truth, surroundings))
        .addSubcommand(new RollbackCommand(surroundings))
        .addSubcommand(new ShowCommand(surroundings))
        .addSubcommand(new StatusCommand(surroundings))
        .addSubcommand(new ClearCommand(surroundings));
  }

  Path dir() {
    return dir;
  }

  @Override
  int run() {
    return build.run(this, dir);
  }
}
