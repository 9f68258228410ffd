package io.marketswarm.truth.cli;

import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static io.vertx.redis.client.Request.cmd;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.RedisProcess;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RegistryCommandsTest {
  @TempDir static Path servers;
  private static RedisProcess redis;
  private static Vertx vertx;
  private static RedisBus bus;

  @TempDir Path temp;
  private final Map<String, String> environment = new HashMap<>();
  private Path envFile;
  private String printed;

  @CommandLine.Command(name = "admin")
  static final class Admin {}

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start(servers);
    vertx = Vertx.vertx();
    bus = RedisBus.open(vertx, BusName.SYSTEM, redis.url());
    until("the bus is up", bus::up);
  }

  @AfterAll
  static void stopRedis() {
    get(bus.close());
    get(vertx.close());
    redis.close();
  }

  @BeforeEach
  void prepareHost() throws IOException {
    get(bus.send(cmd(Command.FLUSHALL)));
    Path composite = temp.resolve("truth.json");
    Path secrets = temp.resolve("secrets.json");
    assertThat(
            TruthCommand.line(new Surroundings(Map.of(), Optional::empty))
                .setOut(new PrintWriter(new StringWriter()))
                .execute("--out", composite.toString()))
        .isZero();
    Files.writeString(secrets, "{\"secrets\":{\"massive\":{\"api_key\":\"hush\"}}}");
    envFile =
        Files.writeString(
            temp.resolve(".env.admin"),
            """
            # this host
            BOOTSTRAP_REDIS_URL="%s"
            TRUTH_FILE = %s
            TRUTH_SECRETS_FILE=%s
            MARKET_REDIS_URL=redis://ignored
            """
                .formatted(redis.url(), composite, secrets));
  }

  private int run(String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    CommandLine admin =
        RegistryCommands.addTo(
                new CommandLine(new Admin()), new Surroundings(environment, Optional::empty))
            .setOut(writer)
            .setErr(writer);
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--env-file";
    all[arguments.length + 1] = envFile.toString();
    int code = admin.execute(all);
    printed = text.toString();
    return code;
  }

  @Test
  void loadsTruthAsTheHostIsSetUp() {
    assertThat(run("load-truth")).as(printed).isZero();
    assertThat(printed).contains("loaded version 3.1").doesNotContain("hush");

    assertThat(run("keys")).isZero();
    assertThat(new JsonObject(printed))
        .isEqualTo(
            new JsonObject()
                .put("truth", 1)
                .put("truth:doc", 1)
                .put("truth:version", 1)
                .put("truth:ts", 1)
                .put("svc:list", 12)
                .put("svc:cfg:*", 12)
                .put("svc:hb:*", 0));
  }

  @Test
  void aVariableOfTheProcessWins() {
    environment.put("TRUTH_FILE", temp.resolve("missing.json").toString());

    assertThat(run("load-truth")).isEqualTo(1);
    assertThat(printed).contains("missing.json");
  }

  @Test
  void withoutTruthFileThereIsNothingToLoad() throws IOException {
    Files.writeString(envFile, "BOOTSTRAP_REDIS_URL=" + redis.url());

    assertThat(run("load-truth")).isEqualTo(1);
    assertThat(printed).contains("TRUTH_FILE is not set");
  }

  @Test
  void listsComponents() {
    assertThat(run("components")).isEqualTo(1);
    assertThat(printed).contains("not loaded");
    run("load-truth");

    assertThat(run("components", "--json")).isZero();
    assertThat(new JsonArray(printed)).hasSize(12).contains("massive");
    assertThat(run("components")).isZero();
    assertThat(printed).hasLineCount(12);
  }

  @Test
  void registersServicesForComponentsThatExist() {
    run("load-truth");

    assertThat(run("register", "--service-id", "x", "--component", "ghost")).isEqualTo(1);
    assertThat(run("register", "--service-id", "massive-2")).isEqualTo(2);
    assertThat(run("register", "--service-id", "massive-2", "--component", "massive")).isZero();
    assertThat(run("services")).isZero();
    assertThat(printed).hasLineCount(13).contains("massive-2        component massive");
  }

  @Test
  void showsOneServiceWithTheNamesOfItsSecretsOnly() {
    run("load-truth");

    assertThat(run("show", "--service-id", "massive")).isZero();
    assertThat(printed).doesNotContain("hush");
    assertThat(new JsonObject(printed).getJsonArray("secret_names")).containsExactly("api_key");
  }

  @Test
  void setsAHostUpOnce() throws IOException {
    Files.delete(envFile);

    assertThat(run("setup")).isZero();
    assertThat(envFile).content().contains("BOOTSTRAP_REDIS_URL=", "TRUTH_REDIS_KEY=truth:doc");
    assertThat(run("setup")).isZero();
    assertThat(printed).contains("there already");
  }
}
