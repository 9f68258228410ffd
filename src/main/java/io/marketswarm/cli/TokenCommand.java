package io.marketswarm.cli;

import io.marketswarm.gateway.DevPeople;
import io.marketswarm.node.NodeSecrets;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.truth.Secrets;
import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.SessionCredential;
import io.marketswarm.web.identity.SessionTokens;
import io.marketswarm.web.identity.Tier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "token",
    description = {
      "Prints the cookie of a session at this node.",
      "For trying things out in development, e.g. curl -H \"Cookie: $(marketswarm token)\". A node"
          + " in production issues none."
    })
final class TokenCommand implements Callable<Integer> {
  @Mixin private Help help;
  @Mixin private NodeOptions node;
  @Spec private CommandSpec spec;

  @Option(
      names = "--user",
      defaultValue = "ada",
      paramLabel = "NAME",
      description = "Whose session it is (default: ${DEFAULT-VALUE}).")
  private String user;

  @Option(
      names = "--tier",
      defaultValue = "navigator",
      paramLabel = "TIER",
      description = "Their tier, one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Tier tier;

  @Option(
      names = "--hours",
      defaultValue = "24",
      paramLabel = "N",
      description = "How long it lasts (default: ${DEFAULT-VALUE}).")
  private int hours;

  @Override
  public Integer call() {
    NodeConfig config = node.config();
    if (config.env() == NodeConfig.Env.PRODUCTION) {
      spec.commandLine().getErr().println("this is a node in production: sign in instead");
      return ExitCodes.CONFIGURATION;
    }
    if (hours < 1) {
      throw new ParameterException(spec.commandLine(), "--hours must be at least 1");
    }
    SessionTokens tokens =
        new SessionTokens(secret(config), Duration.ofHours(hours), InstantSource.system());
    spec.commandLine().getOut().println(SessionCredential.COOKIE + "=" + tokens.issue(person()));
    return ExitCodes.OK;
  }

  /** The one the node signs with: of the environment, of its file of secrets, or its own. */
  private static String secret(NodeConfig config) {
    String own = NodeSecrets.in(config.data(), System.getenv()).get(NodeSecrets.APP_SESSION);
    boolean fromOutside = !System.getenv().getOrDefault(NodeSecrets.APP_SESSION, "").isBlank();
    return fromOutside
        ? own
        : config
            .truth()
            .secrets()
            .map(file -> Secrets.read(file).shared().get(NodeSecrets.APP_SESSION))
            .orElse(own);
  }

  private Identity person() {
    try {
      return DevPeople.person(user, tier);
    } catch (IllegalArgumentException noName) {
      throw new ParameterException(spec.commandLine(), "--user: " + noName.getMessage());
    }
  }
}
