package io.marketswarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.bridge.BridgeTokens;
import io.marketswarm.node.NodeSecrets;
import io.marketswarm.web.identity.Session;
import io.marketswarm.web.identity.SessionTokens;
import io.marketswarm.web.identity.Tier;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
  @TempDir Path data;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    CommandLine line = Commands.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "services",
        "stores",
        "bridge-token",
        "token",
        "history",
        "history load",
        "history volume",
        "health",
        "deploy",
        "version",
        "truth",
        "truth load",
        "admin"
      })
  void everyCommandHasHelp(String command) {
    String[] args = (command + " --help").split(" ");
    assertThat(execute(args)).isZero();
    assertThat(out.toString()).startsWith("Usage: marketswarm " + command);
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThat(execute("nonsense")).isEqualTo(ExitCodes.USAGE);
    assertThat(execute("run", "--services", "nope")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("there is no service nope", "journal");
  }

  @Test
  void refusesAWrongConfigurationWithEveryReason() {
    int code = execute("services", "--set", "log.format=yaml", "--set", "servces.x=1");
    assertThat(code).isEqualTo(ExitCodes.CONFIGURATION);
    assertThat(err.toString().lines())
        .anyMatch(line -> line.startsWith("--set: log.format: found \"yaml\""))
        .anyMatch(line -> line.startsWith("--set: servces.x: there is no such setting"));
  }

  @Test
  void listsTheServicesWithTheirLimits() {
    assertThat(execute("services", "--json", "--set", "services.admin.port=1")).isZero();
    JsonArray services = new JsonArray(out.toString());
    JsonObject journal =
        services.stream()
            .map(JsonObject.class::cast)
            .filter(s -> s.getString("name").equals("journal"))
            .findFirst()
            .orElseThrow();
    assertThat(journal.getInteger("port")).isEqualTo(3002);
    assertThat(journal.getJsonArray("verticles").getJsonObject(0).getInteger("max_instances"))
        .isEqualTo(16);
    assertThat(journal.getJsonArray("dependencies")).contains("massive");
  }

  @Test
  void printsTheStoresItWasGiven() {
    int code =
        execute(
            "stores",
            "--data",
            data.toString(),
            "--json",
            "--set",
            "stores.market=redis://:pw@10.0.0.1:6380");
    assertThat(code).isZero();
    assertThat(new JsonObject(out.toString()).getString("market-redis"))
        .isEqualTo("redis://:pw@10.0.0.1:6380");
  }

  @Test
  void saysWhenThereAreNoStoresYet() {
    assertThat(execute("stores", "--data", data.toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("no store has run in " + data);
  }

  @Test
  void printsATokenTheBridgeAccepts() throws Exception {
    int code =
        execute(
            "bridge-token", "--data", data.toString(), "--subject", "desk", "--roles", "market");
    assertThat(code).isZero();
    String secret = NodeSecrets.in(data, Map.of()).get(NodeSecrets.BRIDGE);
    var identity =
        new BridgeTokens(secret)
            .verify(out.toString().strip())
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    assertThat(identity.subject()).isEqualTo("desk");
    assertThat(identity.roles()).isEqualTo(Set.of("market"));
  }

  @Test
  void printsTheCookieOfASession() {
    assertThat(execute("token", "--data", data.toString(), "--user", "ada", "--tier", "navigator"))
        .isZero();
    String cookie = out.toString().strip();
    assertThat(cookie).startsWith("ms_session=ey");
    String secret = NodeSecrets.in(data, Map.of()).get(NodeSecrets.APP_SESSION);
    Session session =
        new SessionTokens(secret, Duration.ofDays(1), InstantSource.system())
            .verify(cookie.substring("ms_session=".length()))
            .orElseThrow();
    assertThat(session.identity().wpId()).isEqualTo("ada");
    assertThat(session.identity().tier()).isEqualTo(Tier.NAVIGATOR);
  }

  @Test
  void printsNoCookieInProductionNorForNobody() {
    assertThat(execute("token", "--data", data.toString(), "--set", "node.env=production"))
        .isEqualTo(ExitCodes.CONFIGURATION);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("production");
    assertThat(execute("token", "--data", data.toString(), "--tier", "king"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(execute("token", "--data", data.toString(), "--user", "<b>"))
        .isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void keepsItsSecretsToItself() throws IOException {
    NodeSecrets first = NodeSecrets.in(data, Map.of());
    NodeSecrets second = NodeSecrets.in(data, Map.of());
    assertThat(second.get(NodeSecrets.APP_SESSION)).isEqualTo(first.get(NodeSecrets.APP_SESSION));
    NodeSecrets given = NodeSecrets.in(data, Map.of(NodeSecrets.APP_SESSION, "from outside"));
    assertThat(given.get(NodeSecrets.APP_SESSION)).isEqualTo("from outside");
    assertThat(Files.readString(data.resolve("secrets.json"))).doesNotContain("from outside");
  }
}
