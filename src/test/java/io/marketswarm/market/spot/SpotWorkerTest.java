package io.marketswarm.market.spot;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.market.MarketStage;
import io.marketswarm.market.model.MinuteBar;
import io.marketswarm.market.model.MinuteBars;
import io.marketswarm.market.model.TrailPoint;
import io.marketswarm.market.trail.Trail;
import io.marketswarm.market.wire.SpotJson;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.sim.SimServer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
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

class SpotWorkerTest {
  private static final List<String> SYMBOLS =
      List.of("I:SPX", "I:NDX", "I:VIX", "I:RUT", "I:XSP", "SPY", "QQQ");
  private static final double SPEED = 20;
  private static final long ROUND_MILLIS = 50;

  @TempDir static Path folder;
  private static SimServer exchange;
  private static MarketStage stage;
  private static String worker;

  private final List<String> spots = new CopyOnWriteArrayList<>();
  private final List<MarketTick> ticks = new CopyOnWriteArrayList<>();
  private final List<ModelUpdate> updates = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void open() {
    exchange = SimServer.start(SimServer.MARKET);
    stage = new MarketStage(folder, new HandMarketClock(SimServer.START));
    stage.clock().play("2026-01-27T14:30:00Z", SPEED);
  }

  @AfterAll
  static void close() {
    stage.close();
    exchange.close();
  }

  @BeforeEach
  void start() {
    exchange.clearFaults();
    stage.ask(Command.FLUSHDB);
    get(stage.market().subscribe(Set.of("massive:spot"), (c, m) -> spots.add(m), () -> {}).ready());
    get(stage.messages().consume(Addresses.MARKET_TICK, ticks::add).ready());
    get(stage.messages().consume(Addresses.MARKET_MODEL, updates::add).ready());
    worker = stage.deploy(new SpotWorker(stage.context("spot", variables())));
  }

  @AfterEach
  void stop() {
    stage.undeploy(worker);
  }

  private static Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    variables.put("MASSIVE_API_KEY", "sim");
    variables.put("MASSIVE_REST_BASE", exchange.url());
    variables.put("MASSIVE_SPOT_INTERVAL_SEC", "0.05");
    return variables;
  }

  /** Lets time pass, on the exchange and here, and waits until the worker has written of it. */
  private static void pass(long millis) {
    exchange.pass(millis);
    passHere(millis);
  }

  /** The round under way may have begun earlier; the one after it has not. */
  private static void passHere(long millis) {
    round(millis - ROUND_MILLIS);
    round(ROUND_MILLIS);
  }

  private static void round(long millis) {
    double before = stage.count("massive:spot:analytics", "ticks");
    stage.clock().move(millis);
    until("a round", () -> stage.count("massive:spot:analytics", "ticks") > before);
  }

  private static JsonObject latest(String symbol) {
    return stage.json("massive:model:spot:" + symbol);
  }

  private static List<Trail.Row> rows(String symbol) {
    return get(new Trail(stage.market(), symbol).rows(0, 1e12, 10_000));
  }

  @Test
  void writesEveryUnderlyingInItsShape() {
    until("all are there", () -> SYMBOLS.stream().allMatch(s -> latest(s) != null));
    JsonObject spx = latest("I:SPX");
    assertThat(spx.getString("symbol")).isEqualTo("I:SPX");
    assertThat(spx.getDouble("value")).isBetween(6_000.0, 8_000.0);
    assertThat(spx.getString("ts")).isEqualTo(SpotJson.iso(stage.clock().wallMillis()));
    assertThat(spx.getString("source")).isEqualTo("massive/spot");
    assertThat(spx.getString("timeframe")).isEqualTo("REAL-TIME");
    assertThat(spx.getDouble("change"))
        .isEqualTo(spx.getDouble("value") - spx.getDouble("prevClose"));
    JsonObject spy = latest("SPY");
    assertThat(spy.getString("instrument_type")).isEqualTo("ETF");
    assertThat(spy.fieldNames())
        .contains("open", "high", "low", "close", "volume", "ts_epoch_ms", "prevClose");
    assertThat(stage.text("market:snapshot:I:SPX"))
        .isEqualTo(stage.text("massive:model:spot:I:SPX"));
    assertThat(stage.ask(Command.XLEN, "market:tick:I:SPX:stream").toLong()).isPositive();
    assertThat(stage.ask(Command.KEYS, "massive:model:spot:*").size())
        .as("latest and trail of each, nothing else")
        .isEqualTo(2 * SYMBOLS.size());
    until("word of it came", () -> !spots.isEmpty() && !ticks.isEmpty() && !updates.isEmpty());
    ModelUpdate update =
        updates.stream()
            .filter(u -> u.topic().equals("massive:model:spot:I:SPX"))
            .findFirst()
            .get();
    assertThat(spots).contains(update.payload().toString());
  }

  @Test
  void theTrailHoldsTheValueWithoutChangesAndItsMinuteBar() {
    until("SPX is there", () -> latest("I:SPX") != null);
    pass(1_000);
    pass(500);
    List<Trail.Row> rows = rows("I:SPX");
    assertThat(rows).hasSizeGreaterThanOrEqualTo(2);
    assertThat(new JsonObject(rows.get(0).member()).fieldNames())
        .containsExactly("symbol", "value", "ts", "source", "timeframe");
    double lastScore = rows.get(rows.size() - 1).point().score();
    double now = stage.clock().wallMillis() / 1_000.0;
    assertThat(lastScore).isBetween(now - 2 * ROUND_MILLIS / 1_000.0, now);
    assertThat(stage.ask(Command.TTL, "massive:model:spot:I:SPX:trail").toLong())
        .isBetween(691_190L, 691_200L);
    assertThat(stage.ask(Command.TTL, "massive:model:spot:I:SPX").toLong()).isEqualTo(-1);
  }

  @Test
  void minuteBarsAreThoseOfTheTrailAlsoAfterANewOwner() {
    until("SPX is there", () -> latest("I:SPX") != null);
    for (int i = 0; i < 4; i++) {
      pass(17_000);
    }
    stage.undeploy(worker);
    worker = stage.deploy(new SpotWorker(stage.context("spot", variables())));
    pass(11_000);
    pass(40_000);
    for (String symbol : SYMBOLS) {
      List<TrailPoint> points = rows(symbol).stream().map(Trail.Row::point).toList();
      List<MinuteBar> stored = get(new Trail(stage.market(), symbol).bars(0, 1L << 40));
      assertThat(stored).as(symbol).isEqualTo(MinuteBars.of(points).bars());
    }
    assertThat(get(new Trail(stage.market(), "I:SPX").bars(0, 1L << 40)))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void whatStandsIsRefreshedEveryFiveSecondsAndKeptAliveEveryMinute() {
    until("SPX is there", () -> latest("I:SPX") != null);
    pass(1_000);
    exchange.steer("/sim/clock", new JsonObject().put("action", "pause"));
    try {
      passHere(5_000);
      int rows = rows("I:SPX").size();
      String written = latest("I:SPX").getString("ts");
      passHere(4_000);
      assertThat(latest("I:SPX").getString("ts")).isEqualTo(written);
      passHere(1_100);
      assertThat(latest("I:SPX").getString("ts")).isNotEqualTo(written);
      assertThat(rows("I:SPX")).hasSize(rows);
      passHere(60_000);
      assertThat(rows("I:SPX")).hasSize(rows + 1);
    } finally {
      exchange.steer("/sim/clock", new JsonObject().put("action", "resume"));
    }
  }

  @Test
  void tellsWhenTheProviderGoesAndComesBack() {
    until("SPX is there", () -> latest("I:SPX") != null);
    exchange.steer(
        "/sim/fault",
        new JsonObject().put("kind", "http_500").put("rate", 1).put("duration_sec", 600));
    until(
        "it is down",
        () -> {
          stage.clock().move(50);
          return types().contains("provider_down");
        });
    assertThat(stage.count("massive:spot:analytics", "errors")).isGreaterThanOrEqualTo(5);
    stage.clock().move(16_000);
    assertThat(stage.vitals().conditions()).containsEntry("spot", Condition.DEGRADED);
    exchange.clearFaults();
    until(
        "it is up",
        () -> {
          stage.clock().move(50);
          return types().contains("provider_up");
        });
    assertThat(stage.vitals().conditions()).containsEntry("spot", Condition.OK);
    assertThat(types().stream().filter("provider_down"::equals)).hasSize(1);
  }

  private static List<String> types() {
    Response events = stage.ask(Command.XRANGE, "events:market", "-", "+");
    return events.stream().map(event -> event.get(1).get(3).toString()).toList();
  }

  @Test
  void slowAnswersAreLeftOutAndCounted() {
    stage.undeploy(worker);
    Map<String, String> impatient = variables();
    impatient.put("MASSIVE_SPOT_INDEX_TIMEOUT_SEC", "0.1");
    impatient.put("MASSIVE_SPOT_STOCK_TIMEOUT_SEC", "0.1");
    exchange.steer(
        "/sim/fault",
        new JsonObject()
            .put("kind", "latency")
            .put("ms", 400)
            .put("rate", 1)
            .put("duration_sec", 600));
    worker = stage.deploy(new SpotWorker(stage.context("spot", impatient)));
    until(
        "timeouts are counted",
        () -> {
          stage.clock().move(50);
          return stage.count("massive:spot:analytics", "timeouts_index") > 1
              && stage.count("massive:spot:analytics", "timeouts_stock") > 1;
        });
    exchange.clearFaults();
    until(
        "it goes on",
        () -> {
          stage.clock().move(50);
          return latest("I:SPX") != null && latest("QQQ") != null;
        });
  }

  @Test
  void goesOnWhenRedisComesBack() {
    until("SPX is there", () -> latest("I:SPX") != null);
    stage.redis().kill();
    until("Redis is missed", () -> !stage.market().up());
    stage.clock().move(3_000);
    stage.redis().start();
    until("Redis is back", () -> stage.market().up() && stage.system().up());
    until(
        "all are written again",
        () -> {
          stage.clock().move(50);
          return SYMBOLS.stream().allMatch(s -> latest(s) != null);
        });
    List<TrailPoint> points = rows("I:SPX").stream().map(Trail.Row::point).toList();
    assertThat(get(new Trail(stage.market(), "I:SPX").bars(0, 1L << 40)))
        .isEqualTo(MinuteBars.of(points).bars());
  }
}
