package io.marketswarm.cli;

import io.marketswarm.bus.bridge.BridgeTokens;
import io.marketswarm.node.NodeSecrets;
import io.marketswarm.node.conf.NodeConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "bridge-token",
    description = {
      "Prints a token for an integrator.",
      "With it the integrator connects to the event-bus bridge of this node. Whoever has it may do what the permissions in the configuration allow its roles."
    })
final class BridgeTokenCommand implements Callable<Integer> {
  @Mixin private Help help;
  @Mixin private NodeOptions node;
  @Spec private CommandSpec spec;

  @Option(
      names = "--subject",
      required = true,
      paramLabel = "NAME",
      description = "Whom the token is for.")
  private String subject;

  @Option(
      names = "--roles",
      split = ",",
      paramLabel = "ROLE",
      description = "Roles the configuration knows, e.g. market.")
  private List<String> roles = List.of();

  @Option(
      names = "--hours",
      defaultValue = "24",
      paramLabel = "N",
      description = "How long it lasts (default: ${DEFAULT-VALUE}).")
  private int hours;

  @Override
  public Integer call() {
    NodeConfig config = node.config();
    String secret = NodeSecrets.in(config.data(), System.getenv()).get(NodeSecrets.BRIDGE);
    spec.commandLine()
        .getOut()
        .println(BridgeTokens.issue(secret, subject, roles, Duration.ofHours(hours)));
    return ExitCodes.OK;
  }
}
