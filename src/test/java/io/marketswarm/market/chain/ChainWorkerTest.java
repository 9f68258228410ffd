package io.marketswarm.market.chain;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ChainQuestion;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.ChainUpdate.Column;
import io.marketswarm.market.MarketStage;
import io.marketswarm.market.model.Ticker;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.sim.SimServer;
import io.marketswarm.store.Eventually;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker against the simulated exchange over real sockets, and a real Redis. */
class ChainWorkerTest {
  private static final String SPX = "I:SPX";
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final long INTERVAL = 10_000;
  private static final String ANALYTICS = "massive:chain:analytics";

  @TempDir static Path folder;
  private static SimServer exchange;
  private static MarketStage stage;

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<ChainUpdate> updates = new CopyOnWriteArrayList<>();
  private String worker;

  @BeforeAll
  static void open() {
    exchange = SimServer.start(SimServer.MARKET);
    stage = new MarketStage(folder, new HandMarketClock(SimServer.START));
    stage.clock().play("2026-01-27T14:30:00Z", 1);
  }

  @AfterAll
  static void close() {
    stage.close();
    exchange.close();
  }

  @BeforeEach
  void prepare() {
    exchange.clearFaults();
    stage.ask(Command.FLUSHDB);
    Set<String> channels =
        Set.of(
            "massive:chain:geometry_updated",
            "massive:chain:values_updated",
            "massive:ws:subscription_updated");
    get(stage.market().subscribe(channels, (c, m) -> said.add(c + " " + m), () -> {}).ready());
    get(stage.messages().consume(Addresses.MARKET_CHAIN, updates::add).ready());
  }

  @AfterEach
  void stop() {
    if (worker != null) {
      stage.undeploy(worker);
    }
  }

  private void start(String... more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("MASSIVE_API_KEY", "sim");
    variables.put("MASSIVE_REST_BASE", exchange.url());
    variables.put("MASSIVE_CHAIN_SYMBOLS", SPX);
    variables.put("MASSIVE_CHAIN_NUM_EXPIRATIONS", "2");
    variables.put("MASSIVE_WS_ENABLED", "false"); // so that no silent tape hurries anything
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    worker = stage.deploy(new ChainWorker(stage.context("chain", variables), LOOK));
  }

  private static void spot(String symbol, double value) {
    JsonObject spot = new JsonObject().put("symbol", symbol).put("value", value);
    stage.ask(Command.SET, "massive:model:spot:" + symbol, spot.encode());
  }

  private static void spots() {
    spot(SPX, 6900);
    spot("I:VIX", 16);
  }

  private static JsonObject chain() {
    return stage.json("massive:chain:latest");
  }

  private static long sequence() {
    JsonObject chain = chain();
    return chain == null ? 0 : chain.getLong("value_seq");
  }

  /** Waits for the next edition after some time. */
  private static JsonObject next() {
    long before = sequence();
    stage.clock().move(INTERVAL);
    until("an edition", () -> sequence() > before);
    return chain();
  }

  private static List<String> members(String key) {
    List<String> members = new ArrayList<>();
    stage.ask(Command.SMEMBERS, key).forEach(member -> members.add(member.toString()));
    return members;
  }

  @Test
  void theFirstEditionTellsEverythingEverywhere() {
    spots();
    start();
    until("an edition", () -> sequence() == 1 && updates.size() == 1);
    JsonObject chain = chain();
    JsonObject contracts = chain.getJsonObject("contracts");
    assertThat(chain.getInteger("version")).isEqualTo(1);
    assertThat(chain.getLong("ts")).isEqualTo(stage.clock().wallMillis() / 1_000);
    assertThat(stage.text("massive:chain:ts")).isEqualTo(chain.getLong("ts").toString());
    assertThat(contracts.size()).as("63 strikes, 2 sides, 2 expirations").isEqualTo(252);
    JsonObject atTheMoney = contracts.getJsonObject("O:SPXW260127C06900000");
    assertThat(atTheMoney.getJsonObject("details").getString("ticker"))
        .isEqualTo("O:SPXW260127C06900000");
    assertThat(atTheMoney.containsKey("fair_market_value")).isTrue();

    assertThat(said)
        .containsExactly(
            "massive:chain:geometry_updated {\"version\":1}",
            "massive:ws:subscription_updated {\"count\":126}");
    JsonObject delta = stage.json("massive:chain:delta:latest");
    assertThat(delta.getJsonArray("entered")).hasSize(252);
    assertThat(delta.getJsonArray("exited")).isEmpty();
    Response events = stage.ask(Command.XRANGE, "events:market", "-", "+");
    assertThat(events.toString())
        .contains("geometry_changed", "\"version\":1,\"entered\":252,\"exited\":0");

    List<String> channels = members("massive:ws:subscription_list");
    assertThat(channels).hasSize(126).allMatch(name -> name.startsWith("T.O:SPXW260127"));
    JsonObject streamed = stage.json("massive:ws:contracts");
    assertThat(streamed.getInteger("count")).isEqualTo(126);
    assertThat(streamed.getJsonArray("tickers")).contains("O:SPXW260127P06900000");

    ChainUpdate update = updates.get(0);
    assertThat(update.tickers()).isSorted().hasSize(252);
    assertThat(update.version()).isEqualTo(1);
    assertThat(update.valueSequence()).isEqualTo(1);
    assertThat(update.spot()).isPositive();
    int row =
        java.util.Arrays.binarySearch(update.tickers(), Ticker.parse("O:SPXW260127C06900000"));
    JsonObject quote = atTheMoney.getJsonObject("last_quote");
    assertThat(update.column(Column.BID)[row]).isEqualTo(quote.getDouble("bid"));
    assertThat(update.column(Column.OPEN_INTEREST)[row])
        .isEqualTo(atTheMoney.getDouble("open_interest"));
    assertThat(update.quoteMillis()[row]).isEqualTo(quote.getLong("last_updated") / 1_000_000);
    assertThat(ask()).isEqualTo(update);

    until("it is counted", () -> stage.count(ANALYTICS, "publish_success") == 1);
    assertThat(stage.count(ANALYTICS, "runs")).isEqualTo(1);
    assertThat(stage.count(ANALYTICS, "total_contracts")).isEqualTo(252);
    assertThat(stage.ask(Command.ZRANGE, ANALYTICS + ":contract_count", 0, -1).get(0).toString())
        .isEqualTo("252");
    assertThat(stage.count(ANALYTICS + ":symbol_coverage", "SPX")).isEqualTo(1);
    assertThat(stage.count(ANALYTICS + ":fetch_health", "ok")).isEqualTo(1);
    String epoch = stage.ask(Command.HGET, "epoch:active", "SPX").toString();
    assertThat(stage.count("epoch:meta:" + epoch, "contract_count")).isEqualTo(252);
    assertThat(stage.text("epoch:" + epoch + ":had_ws_updates")).isEqualTo("0");
    assertThat(stage.vitals().conditions()).containsEntry("chain", Condition.OK);
  }

  private static ChainUpdate ask() {
    return get(
        stage
            .messages()
            .request(Addresses.MARKET_CHAIN_LATEST, new ChainQuestion(SPX), ChainUpdate.class));
  }

  @Test
  void valuesAreToldOfEveryTimeContractsOnlyWhenTheyChange() {
    spots();
    start();
    until("an edition", () -> sequence() == 1);
    exchange.pass(1_000);
    JsonObject second = next();
    assertThat(second.getInteger("version")).isEqualTo(1);
    assertThat(second.getLong("value_seq")).isEqualTo(2);
    until("it was said", () -> said.size() == 3);
    assertThat(said.get(2))
        .isEqualTo("massive:chain:values_updated {\"version\":1,\"value_seq\":2}");
    spot(SPX, 6915);
    JsonObject third = next();
    assertThat(third.getInteger("version")).isEqualTo(2);
    until("it was said", () -> said.size() == 5);
    assertThat(said.get(3)).isEqualTo("massive:chain:geometry_updated {\"version\":2}");
    JsonObject delta = stage.json("massive:chain:delta:latest");
    assertThat(delta.getJsonArray("entered")).contains("O:SPXW260127C07070000");
    assertThat(delta.getJsonArray("exited")).contains("O:SPXW260127C06745000");
  }

  @Test
  void waitsForTheUnderlyingsValue() {
    start();
    until("it has looked", () -> stage.vitals().conditions().containsKey("chain"));
    assertThat(
            Eventually.failure(
                stage
                    .messages()
                    .request(
                        Addresses.MARKET_CHAIN_LATEST, new ChainQuestion(SPX), ChainUpdate.class)))
        .hasMessageContaining("no chain of I:SPX");
    spots();
    until("an edition", () -> sequence() == 1);
  }

  @Test
  void aSuccessorGoesOnWhereItsPredecessorStopped() {
    spots();
    start();
    until("an edition", () -> sequence() == 1);
    ChainUpdate last = ask();
    stage.undeploy(worker);
    updates.clear();
    exchange.steer(
        "/sim/fault",
        new JsonObject().put("kind", "http_500").put("rate", 1).put("duration_sec", 60));
    start();
    until("it is told again", () -> updates.size() == 1);
    assertThat(updates.get(0).tickers()).isEqualTo(last.tickers());
    assertThat(updates.get(0).column(Column.MID)).isEqualTo(last.column(Column.MID));
    assertThat(updates.get(0).version()).isEqualTo(1);
    until(
        "the fault was met",
        () -> stage.metrics().counter("marketswarm.market.chain.failures").count() > 0);
    exchange.clearFaults();
    stage.clock().move(INTERVAL);
    JsonObject next = next();
    assertThat(next.getInteger("version")).isEqualTo(1);
    assertThat(next.getLong("value_seq")).isEqualTo(2);
  }

  @Test
  void yesterdaysContractsAreNotToldAgain() {
    spots();
    start();
    until("an edition", () -> sequence() == 1);
    stage.undeploy(worker);
    worker = null;
    updates.clear();
    stage.clock().play("2026-01-28T14:30:00Z", 1);
    try {
      exchange.steer(
          "/sim/fault",
          new JsonObject().put("kind", "http_500").put("rate", 1).put("duration_sec", 60));
      start();
      until("it is told again", () -> updates.size() == 1);
      assertThat(updates.get(0).tickers()).hasSize(126);
    } finally {
      stage.clock().play("2026-01-27T14:30:00Z", 1);
    }
  }

  @Test
  void anotherOwnerCannotBeOverwritten() {
    spots();
    start();
    until("an edition", () -> sequence() == 1);
    stage.own("massive.chain");
    stage.ask(Command.SET, "massive:chain:latest", "{}");
    stage.clock().move(INTERVAL);
    stage.clock().move(INTERVAL);
    exchange.pass(1_000);
    assertThat(stage.text("massive:chain:latest")).isEqualTo("{}");
  }

  @Test
  void whatTheProviderLeavesOutIsMissingAndWhatIsOldIsSeen() {
    spots();
    exchange.steer(
        "/sim/fault",
        new JsonObject().put("kind", "missing_greeks").put("rate", 1).put("duration_sec", 600));
    start();
    until("an edition", () -> sequence() == 1 && updates.size() == 1);
    assertThat(updates.get(0).column(Column.GAMMA)).containsOnly(Double.NaN);
    assertThat(updates.get(0).column(Column.BID)).doesNotContain(Double.NaN);
    stage.clock().move(20_000);
    next();
    until("stale quotes are seen", () -> stage.count(ANALYTICS, "sla_violations") > 0);
  }

  @Test
  void getsThroughWhatTheExchangeDoesToIt() {
    spots();
    for (String kind : List.of("http_500", "http_429", "latency")) {
      exchange.steer(
          "/sim/fault",
          new JsonObject()
              .put("kind", kind)
              .put("rate", kind.equals("http_429") ? 0.1 : 0.3) // each costs a second of silence
              .put("ms", 100)
              .put("duration_sec", 600));
    }
    start();
    until(
        "two editions",
        () -> {
          stage.clock().move(INTERVAL);
          return sequence() >= 2;
        });
    assertThat(chain().getJsonObject("contracts").size()).isBetween(126, 260);
    assertThat(chain().getInteger("version")).isLessThanOrEqualTo(2);
  }

  @Test
  void snapshotsOfEachExpiryOnRequest() {
    spots();
    start("MASSIVE_CHAIN_SNAPSHOTS", "true");
    until("a pointer", () -> stage.text("massive:chain:latest:SPX:2026-01-27") != null);
    String key = stage.text("massive:chain:latest:SPX:2026-01-27");
    assertThat(key)
        .isEqualTo("massive:chain:snapshot:SPX:2026-01-27:" + stage.clock().wallMillis());
    JsonObject snapshot = stage.json(key);
    assertThat(snapshot.getInteger("atm")).isEqualTo(6900);
    assertThat(snapshot.getInteger("range_points")).isEqualTo(156);
    assertThat(snapshot.getString("underlying")).isEqualTo("SPX");
    JsonArray contracts = snapshot.getJsonArray("contracts");
    assertThat(contracts).hasSize(126);
    assertThat(stage.ask(Command.PTTL, key).toLong()).isBetween(1L, 60_000L);
  }

  @Test
  void aSilentTapeHurriesTheNextEditionAndForcesAnEpoch() {
    spots();
    start(
        "MASSIVE_WS_ENABLED",
        "true",
        "MASSIVE_CHAIN_INTERVAL_SEC",
        "3600",
        "MASSIVE_EPOCH_DORMANT_THRESHOLD_SEC",
        "0.001");
    until("an edition", () -> sequence() == 1);
    String first = stage.ask(Command.HGET, "epoch:active", "SPX").toString();
    until(
        "hurried editions and a forced epoch",
        () -> {
          stage.clock().move(1_000);
          String active = stage.ask(Command.HGET, "epoch:active", "SPX").toString();
          return stage.count("epoch:meta:" + active, "forced_dirty") == 1;
        });
    assertThat(sequence()).isGreaterThanOrEqualTo(4);
    assertThat(stage.count("epoch:meta:" + first, "dormant_count")).isGreaterThanOrEqualTo(3);
    stage.ask(Command.HSET, "massive:ws:analytics", "last_tick_ts", "1769527800.5");
    until(
        "it stirs",
        () -> {
          String active = stage.ask(Command.HGET, "epoch:active", "SPX").toString();
          return "1".equals(stage.text("epoch:" + active + ":had_ws_updates"));
        });
  }

  @Test
  void doesNothingWithoutAProvider() {
    spots();
    start("MASSIVE_PROVIDER", "off");
    assertThat(stage.vitals().conditions()).doesNotContainKey("chain");
  }
}
