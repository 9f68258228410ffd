package io.marketswarm.cli;

import io.marketswarm.node.CannotStart;
import io.marketswarm.node.conf.ConfException;
import io.marketswarm.sim.SimCommand;
import io.marketswarm.store.BusName;
import io.marketswarm.store.StoreException;
import io.marketswarm.truth.cli.RegistryCommands;
import io.marketswarm.truth.cli.Surroundings;
import io.marketswarm.truth.cli.TruthCommand;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command line: what can be typed, and how failures are told. */
@Command(
    name = "marketswarm",
    description = "MarketSwarm, a real-time options-trading platform.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it worked",
      "1:it ran, and found something wrong",
      "2:the command line could not be understood",
      "3:the configuration was refused",
      "4:the node could not start (a port, the data directory, a store)",
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Commands {
  /** Not an exit code: the command started something that runs on. */
  public static final int STAYS = -1;

  @Mixin private Help help;

  private Commands() {}

  /** A node that starts need not learn the other commands first, of which there are dozens. */
  public static int execute(String... args) {
    Optional<NodeOptions> plain = PlainRun.of(args);
    if (plain.isPresent()) {
      return run(new RunCommand(plain.get()));
    }
    boolean run = args.length > 0 && args[0].equals(RunCommand.NAME);
    return (run ? finished(withRun()) : commandLine()).execute(args);
  }

  private static int run(RunCommand command) {
    try {
      return command.call();
    } catch (RuntimeException thrown) {
      return tell(thrown, new PrintWriter(System.err, true));
    }
  }

  static CommandLine commandLine() {
    Surroundings surroundings = new Surroundings(System.getenv(), Commands::systemBus);
    return finished(
        withRun()
            .addSubcommand(new ServicesCommand())
            .addSubcommand(new StoresCommand())
            .addSubcommand(new BridgeTokenCommand())
            .addSubcommand(new TokenCommand())
            .addSubcommand(new HistoryCommand())
            .addSubcommand(new HealthCommand())
            .addSubcommand(new DeployCommand())
            .addSubcommand(new VersionCommand())
            .addSubcommand(new ArchiveCommand())
            .addSubcommand(TruthCommand.line(surroundings))
            .addSubcommand(new SimCommand())
            .addSubcommand(
                RegistryCommands.addTo(new CommandLine(new AdminCommand()), surroundings)));
  }

  private static CommandLine withRun() {
    return new CommandLine(new Commands()).addSubcommand(new RunCommand());
  }

  private static CommandLine finished(CommandLine line) {
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((thrown, command, parsed) -> tell(thrown, command.getErr()));
  }

  /** The system bus of the node configured here, whether or not that node runs. */
  private static Optional<String> systemBus() {
    return new NodeOptions().url(BusName.SYSTEM);
  }

  /** Expected failures are lines for a person; only the unexpected comes with its trace. */
  private static int tell(Exception thrown, PrintWriter err) {
    if (thrown instanceof ConfException refused) {
      refused.problems().forEach(err::println);
      return ExitCodes.CONFIGURATION;
    }
    if (thrown instanceof CannotStart blocked) {
      blocked.problems().forEach(err::println);
      return ExitCodes.CANNOT_START;
    }
    if (thrown instanceof StoreException away) {
      err.println(away.getMessage());
      return ExitCodes.CANNOT_START;
    }
    thrown.printStackTrace(err);
    return ExitCodes.FAILED;
  }
}
