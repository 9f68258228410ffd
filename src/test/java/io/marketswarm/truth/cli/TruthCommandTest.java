package io.marketswarm.truth.cli;

import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static io.vertx.redis.client.Request.cmd;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.RedisProcess;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TruthCommandTest {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @TempDir static Path servers;
  private static RedisProcess redis;
  private static Vertx vertx;
  private static RedisBus bus;

  @TempDir Path temp;
  private final Map<String, String> environment = new HashMap<>();
  private Optional<String> installation = Optional.empty();
  private String printed;

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
  void empty() {
    get(bus.send(cmd(Command.FLUSHALL)));
  }

  private int run(String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    CommandLine line =
        TruthCommand.line(new Surroundings(environment, () -> installation))
            .setOut(writer)
            .setErr(writer);
    int code = line.execute(arguments);
    printed = text.toString();
    return code;
  }

  private String out() {
    return temp.resolve("truth.json").toString();
  }

  private String value(String key) {
    var response = get(bus.send(cmd(Command.GET).arg(key)));
    return response == null ? null : response.toString();
  }

  private Path secrets(String text) throws IOException {
    return Files.writeString(temp.resolve("secrets.json"), text);
  }

  @Test
  void withoutACommandItBuilds() throws IOException {
    assertThat(run("--out", out())).as(printed).isEqualTo(OK);

    assertThat(printed).contains("12 components");
    assertThat(new JsonObject(Files.readString(Path.of(out()))).fieldNames())
        .startsWith("version", "description", "node", "buses", "domain", "components");
  }

  @Test
  void buildPrintsOneLineForEachFindingAndWritesNothing() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("other"));
    Files.createDirectories(folder.resolve("schema"));
    for (String schema : new String[] {"node.json", "component.json"}) {
      Files.copy(Path.of("truth/schema", schema), folder.resolve("schema").resolve(schema));
    }
    Files.writeString(
        folder.resolve("n.json"),
        "{\"version\":\"1\",\"buses\":{\"system-redis\":{\"url\":\"redis://h\",\"role\":\"system\"}},"
            + "\"components\":[\"x\",\"y\"]}");

    assertThat(run("build", "--dir", folder.toString(), "--out", out())).isEqualTo(FAILED);

    assertThat(printed.lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("error: ").endsWith("x.json: missing file"),
            line -> assertThat(line).startsWith("error: ").endsWith("y.json: missing file"),
            line -> assertThat(line).isEqualTo("nothing is written: 2 errors"));
    assertThat(Path.of(out())).doesNotExist();
    assertThat(run("--dir", folder.toString())).isEqualTo(FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check-component",
        "check-component --name a --file b",
        "check-node",
        "clear",
        "clear --confirm yes",
        "build --what",
        "unheard-of"
      })
  void aCommandLineThatMakesNoSenseEndsWithTwo(String line) {
    assertThat(run(line.split(" "))).isEqualTo(USAGE);
  }

  @Test
  void checksComponentsByNameAndByFile() throws IOException {
    assertThat(run("check-component", "-n", "massive")).isEqualTo(OK);
    assertThat(run("check-component", "--name", "ghost")).isEqualTo(FAILED);
    assertThat(printed).contains("missing file");
    Path file = Files.writeString(temp.resolve("c.json"), "{\"id\":\"c\"}");
    assertThat(run("check-component", "-f", file.toString())).isEqualTo(FAILED);
    assertThat(printed.lines()).hasSize(2);
  }

  @Test
  void checksANode() throws IOException {
    assertThat(run("check-node", "-f", "truth/marketswarm.json")).isEqualTo(OK);
    Path file = Files.writeString(temp.resolve("n.json"), "{\"version\":1,\"domain\":{}}");
    assertThat(run("check-node", "--file", file.toString())).isEqualTo(FAILED);
    assertThat(printed)
        .contains("n.json version: 1 is not a string")
        .contains("n.json: unknown key 'domain'");
  }

  @Test
  void loadsWhatWasBuiltWithItsSecretsAndShowsNoneOfThem() throws IOException {
    Path secrets = secrets("{\"secrets\":{\"massive\":{\"api_key\":\"hush-hush\"}}}");
    assertThat(run("build", "--out", out())).isEqualTo(OK);

    int code =
        run("load", "--truth", out(), "--secrets", secrets.toString(), "--redis", redis.url());

    assertThat(code).as(printed).isEqualTo(OK);
    assertThat(printed).contains("loaded version 3.1").doesNotContain(redis.password());
    assertThat(value("truth")).isNotNull().doesNotContain("hush-hush");
    assertThat(value("truth:doc")).contains("hush-hush");
    assertThat(run("show", "--redis", redis.url())).isEqualTo(OK);
    assertThat(printed).contains("api_key").doesNotContain("hush-hush");
    assertThat(new JsonObject(printed).getJsonObject("secret_names").getJsonArray("massive"))
        .containsExactly("api_key");
    assertThat(run("show", "--redis", redis.url(), "--service-id", "massive")).isEqualTo(OK);
    assertThat(new JsonObject(printed).getJsonObject("config").getString("id"))
        .isEqualTo("massive");
    assertThat(run("show", "--redis", redis.url(), "--service-id", "ghost")).isEqualTo(FAILED);
  }

  @Test
  void theSystemBusIsFoundInThreeMoreWays() throws IOException {
    run("build", "--out", out());
    environment.put("TRUTH_FILE", out());

    environment.put("BOOTSTRAP_REDIS_URL", redis.url());
    assertThat(run("load")).as(printed).isEqualTo(OK);
    environment.put("TRUTH_REDIS_URL", redis.url());
    environment.put("BOOTSTRAP_REDIS_URL", "redis://127.0.0.1:1");
    assertThat(run("load")).isEqualTo(OK);
    environment.clear();
    installation = Optional.of(redis.url());
    assertThat(run("load", "--truth", out())).isEqualTo(OK);
    Path stores =
        Files.writeString(
            temp.resolve("stores.json"),
            new JsonObject()
                .put("system-redis", new JsonObject().put("url", redis.url()))
                .encode());
    installation = Optional.of("redis://127.0.0.1:1");
    assertThat(run("load", "--truth", out(), "--stores", stores.toString())).isEqualTo(OK);
  }

  @Test
  void aDamagedStoresFileIsNotQuoted() throws IOException {
    Path stores = Files.writeString(temp.resolve("stores.json"), "{\"url\": hush}");

    assertThat(run("status", "--stores", stores.toString())).isEqualTo(FAILED);
    assertThat(printed).contains("stores.json").doesNotContain("hush");
  }

  @Test
  void whatCannotBeLoadedIsSaidInOneLine() throws IOException {
    assertThat(run("load", "--truth", temp.resolve("none.json").toString())).isEqualTo(FAILED);
    assertThat(printed).startsWith("error: cannot read").hasLineCount(1);
    run("build", "--out", out());
    assertThat(run("load", "--truth", out(), "--redis", "redis://:hush@127.0.0.1:1"))
        .isEqualTo(FAILED);
    assertThat(printed)
        .isEqualToIgnoringNewLines("error: system-redis at redis://127.0.0.1:1 does not answer");
    assertThat(run("load", "--truth", out(), "--redis", "hush")).isEqualTo(FAILED);
    assertThat(printed).startsWith("error: system-redis: ").hasLineCount(1).doesNotContain("hush");
    Path broken = secrets("{\"secrets\": {\"massive\": {\"api_key\": hush}}}");
    assertThat(
            run("load", "--truth", out(), "--secrets", broken.toString(), "--redis", redis.url()))
        .isEqualTo(FAILED);
    assertThat(printed).contains("line 1").doesNotContain("hush");
    assertThat(value("truth")).isNull();
  }

  @Test
  void updateBuildsAndLoadsAndEmptiesNothing() {
    get(bus.send(cmd(Command.SET).arg("massive:model:spot:I:SPX").arg("6900")));

    assertThat(run("update", "-y", "--out", out(), "--redis", redis.url())).isEqualTo(OK);

    assertThat(value("massive:model:spot:I:SPX")).isEqualTo("6900");
    assertThat(value("truth:version")).isEqualTo("3.1");
  }

  @Test
  void updateAsksFirst() {
    assertThat(answered("n\n", "update", "--out", out(), "--redis", redis.url())).isEqualTo(FAILED);
    assertThat(printed).contains("[y/N]", "built, not loaded").doesNotContain(redis.password());
    assertThat(answered("", "update", "--out", out(), "--redis", redis.url())).isEqualTo(FAILED);
    assertThat(value("truth")).isNull();
    assertThat(answered("yes\n", "update", "--out", out(), "--redis", redis.url())).isEqualTo(OK);
    assertThat(value("truth")).isNotNull();
  }

  private int answered(String answer, String... arguments) {
    InputStream keyboard = System.in;
    System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    try {
      return run(arguments);
    } finally {
      System.setIn(keyboard);
    }
  }

  @Test
  void statusTellsWhatIsMissing() {
    environment.put("MARKET_REDIS_URL", redis.url());
    environment.put("INTEL_REDIS_URL", redis.url());
    environment.put("ECHO_REDIS_URL", redis.url());

    assertThat(run("status", "--redis", redis.url())).isEqualTo(FAILED);
    assertThat(printed).contains("not loaded").doesNotContain(redis.password());
    run("update", "-y", "--out", out(), "--redis", redis.url());
    assertThat(run("status", "--redis", redis.url())).as(printed).isEqualTo(OK);
    assertThat(printed)
        .contains("system-redis   up", "echo-redis     up", "version 3.1, 12 components");
    environment.put("ECHO_REDIS_URL", "redis://127.0.0.1:1");
    assertThat(run("status", "--redis", redis.url())).isEqualTo(FAILED);
    assertThat(printed).contains("echo-redis     down");
  }

  @Test
  void rollbackGoesBackAndLists() {
    run("update", "-y", "--out", out(), "--redis", redis.url());
    assertThat(run("rollback", "--redis", redis.url())).isEqualTo(FAILED);
    get(
        bus.send(
            cmd(Command.SET)
                .arg("truth")
                .arg(value("truth").replace("\"version\":\"3.1\"", "\"version\":\"9\""))));
    run("update", "-y", "--out", out(), "--redis", redis.url());

    assertThat(run("rollback", "--list", "--redis", redis.url())).isEqualTo(OK);
    assertThat(printed).hasLineCount(1);
    assertThat(run("rollback", "--redis", redis.url())).isEqualTo(OK);
    assertThat(printed).contains("loaded version 9 again");
  }

  @Test
  void clearEmptiesOnlyWhatIsKnownToBelongHere() {
    get(bus.send(cmd(Command.SET).arg("k").arg("v")));

    assertThat(run("clear", "--confirm", "CLEAR", "--redis", redis.url())).isEqualTo(OK);

    assertThat(printed)
        .contains("system-redis emptied", "market-redis does not answer, left alone");
    assertThat(value("k")).isNull();
  }

  @Test
  void clearIsRefusedInProductionUnlessForced() throws IOException {
    run("build", "--out", out());
    Path composite = Path.of(out());
    Files.writeString(
        composite,
        Files.readString(composite).replace("\"env\": \"dev\"", "\"env\": \"production\""));
    run("load", "--truth", out(), "--redis", redis.url());
    for (BusName name : BusName.values()) {
      environment.put(name.urlVariable(), redis.url());
    }

    assertThat(run("clear", "--confirm", "CLEAR", "--redis", redis.url())).isEqualTo(FAILED);
    assertThat(printed).contains("production");
    assertThat(value("truth")).isNotNull();
    assertThat(run("clear", "--confirm", "CLEAR", "--force", "--redis", redis.url())).isEqualTo(OK);
    assertThat(value("truth")).isNull();
  }

  @Test
  void everyCommandExplainsItself() {
    assertThat(run("--help")).isEqualTo(OK);
    assertThat(printed).contains("build", "check-node", "clear", "--dir");
    assertThat(run("clear", "--help")).isEqualTo(OK);
    assertThat(printed).contains("--confirm");
  }
}
