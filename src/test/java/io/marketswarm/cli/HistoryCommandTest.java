package io.marketswarm.cli;

import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.sim.SimServer;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.embedded.TestStores;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HistoryCommandTest {
  @TempDir Path data;

  private static final String URL = TestStores.shared().url(BusName.ECHO);

  private static Vertx vertx;
  private static RedisBus market;
  private static SimServer exchange;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    market = RedisBus.open(vertx, BusName.MARKET, URL);
    until("Redis is up", market::up);
    LocalDate today = MarketCalendar.dateOf(Instant.now());
    exchange = SimServer.start(SimServer.MARKET.withDate(today));
    JsonObject endpoint =
        new JsonObject()
            .put("rest", exchange.url())
            .put("ws", exchange.url().replace("http:", "ws:"))
            .put("key", "sim");
    ask(Command.SET, "massive:sim:endpoint", endpoint.encode());
  }

  @AfterAll
  static void close() {
    ask(Command.FLUSHDB);
    exchange.close();
    get(market.close());
    get(vertx.close());
  }

  private static Response ask(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return get(market.send(request));
  }

  private int execute(String... args) {
    CommandLine line = Commands.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  private String[] command(String... words) {
    String[] stores = {
      "--data", data.toString(), "--set", "stores.system=" + URL, "--set", "stores.market=" + URL
    };
    String[] all = new String[words.length + stores.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(stores, 0, all, words.length, stores.length);
    return all;
  }

  @Test
  void loadsAGroupIntoItsTrails() {
    assertThat(execute(command("history", "load", "--group", "spx_complex", "--days", "7")))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("I:SPX: ", "I:VIX: ", "SPY: ", " minutes loaded");
    for (String symbol : new String[] {"I:SPX", "I:VIX", "SPY"}) {
      long rows = ask(Command.ZCARD, "massive:model:spot:" + symbol + ":trail").toLong();
      assertThat(rows).as(symbol).isGreaterThan(3 * 200 * 4L);
      assertThat(ask(Command.ZCARD, "massive:bars:1m:" + symbol).toLong()).isGreaterThan(600);
    }
    assertThat(ask(Command.EXISTS, "massive:model:spot:I:NDX:trail").toInteger()).isZero();
  }

  @Test
  void buildsTheVolumeProfileAnew() {
    assertThat(execute(command("history", "volume", "--years", "1"))).as(err.toString()).isZero();
    JsonObject profile = new JsonObject(ask(Command.GET, "massive:volume_profile").toString());
    assertThat(profile.getString("synthetic_symbol")).isEqualTo("SPX");
    assertThat(profile.getInteger("bin_count")).isPositive();
    assertThat(out.toString()).contains("stored");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(execute("history", "load", "--days", "0")).isEqualTo(ExitCodes.USAGE);
    assertThat(execute("history", "load", "--group", "dow")).isEqualTo(ExitCodes.USAGE);
    assertThat(execute("history")).isEqualTo(ExitCodes.USAGE);
    assertThat(execute("history", "load", "--data", data.toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("--days must be from 1 to 730, not 0", "spx_complex");
  }

  @Test
  void anEnvFileTellsTheFewVariablesOfTheTool() throws IOException {
    Path file = data.resolve(".env");
    Files.writeString(
        file,
        """
        # the key of the provider
        POLYGON_API_KEY="abc=def"
        export GROUP=ndx_complex
        MASSIVE_REST_BASE=http://elsewhere
        MODE = 'historical'
        """);
    assertThat(EnvFile.read(file, Set.of("POLYGON_API_KEY", "MODE", "GROUP")))
        .isEqualTo(
            Map.of("POLYGON_API_KEY", "abc=def", "GROUP", "ndx_complex", "MODE", "historical"));
    assertThat(EnvFile.read(data.resolve("none"), Set.of("MODE"))).isEmpty();
  }
}
