package io.marketswarm.market.trail;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MarketStage;
import io.marketswarm.market.keeper.KeeperWorker;
import io.marketswarm.market.model.Candle;
import io.marketswarm.market.model.CandleSeries;
import io.marketswarm.market.model.CloseWindow;
import io.marketswarm.market.model.MinuteBar;
import io.marketswarm.market.model.MinuteBars;
import io.marketswarm.market.model.TrailPoint;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.sim.SimServer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trails kept by the keeper against a simulated exchange, which knows two years of the past. */
class UpkeepTest {
  private static final long ALL = 1L << 40;

  /** Thursday before the simulated exchange was started. */
  private static final LocalDate THURSDAY = LocalDate.of(2026, 1, 8);

  private static final Instant THURSDAY_NOON = Instant.parse("2026-01-08T17:00:00Z");

  @TempDir static Path folder;
  private static SimServer exchange;
  private static MarketStage stage;

  private final Trail spx = new Trail(stage.market(), "I:SPX");
  private String worker;

  @BeforeAll
  static void open() {
    exchange = SimServer.start(SimServer.MARKET);
    stage = new MarketStage(folder, new HandMarketClock(SimServer.START));
  }

  @AfterAll
  static void close() {
    stage.close();
    exchange.close();
  }

  @BeforeEach
  void empty() {
    exchange.clearFaults();
    stage.ask(Command.FLUSHDB);
  }

  @AfterEach
  void stop() {
    if (worker != null) {
      stage.undeploy(worker);
    }
  }

  private void deploy(String provider) {
    Map<String, String> variables = new HashMap<>();
    variables.put("MASSIVE_PROVIDER", provider);
    variables.put("MASSIVE_API_KEY", "sim");
    variables.put("MASSIVE_REST_BASE", exchange.url());
    variables.put("MASSIVE_SPOT_SYMBOLS", "I:SPX,I:VIX");
    variables.put("MASSIVE_STOCK_SYMBOLS", "SPY");
    variables.put("MASSIVE_STOCK_WS_SYMBOLS", "AAPL");
    worker = stage.deploy(new KeeperWorker(stage.context("keeper", variables)));
  }

  private static List<TrailPoint> points(Trail trail) {
    return get(trail.rows(0, ALL, 100_000)).stream().map(Trail.Row::point).toList();
  }

  private static List<Candle> candles(List<TrailPoint> points, int size) {
    CandleSeries series = new CandleSeries(size);
    for (TrailPoint point : points) {
      series.add((long) Math.floor(point.seconds()), point.score(), point.value());
    }
    return series.since(0);
  }

  private static List<Candle> known(String symbol, LocalDate from, LocalDate to, int size) {
    CandleSeries series = new CandleSeries(size);
    String path = "/v2/aggs/ticker/%s/range/1/minute/%s/%s?limit=50000".formatted(symbol, from, to);
    for (JsonObject bar : exchange.pages(path)) {
      long time = bar.getLong("t") / 1_000;
      series.add(time, 0, bar.getDouble("o"));
      series.add(time, 1, bar.getDouble("l"));
      series.add(time, 2, bar.getDouble("h"));
      series.add(time, 3, bar.getDouble("c"));
    }
    return series.since(0);
  }

  private void add(Instant time, double value, String more) {
    double score = time.toEpochMilli() / 1_000.0;
    String member =
        "{\"symbol\":\"I:SPX\",\"value\":%s,\"ts\":\"%s\"%s}".formatted(value, time, more);
    get(
        stage
            .market()
            .send(
                Request.cmd(Command.ZADD)
                    .arg(SpotKeys.trail("I:SPX"))
                    .arg(Trail.score(score))
                    .arg(member)));
  }

  @Test
  void anEmptyTrailIsFilledWithAWeekAndItsCloses() {
    add(THURSDAY_NOON.plusSeconds(30), 5_555, "");
    deploy("live");
    until("the last symbol is filled", () -> !points(new Trail(stage.market(), "AAPL")).isEmpty());
    until(
        "minute bars are complete",
        () -> get(new Trail(stage.market(), "AAPL").bars(0, ALL)).size() == 5 * 391);

    List<TrailPoint> points = points(spx);
    assertThat(points).hasSize(5 * (390 * 4 + 1) - 4 + 1);
    List<Candle> five = candles(points, 300);
    List<Candle> told = known("I:SPX", LocalDate.of(2026, 1, 5), THURSDAY.minusDays(1), 300);
    assertThat(five).containsAll(told);
    assertThat(five).anyMatch(candle -> candle.low() == 5_555);
    until(
        "its minute bars are those of its points",
        () -> get(spx.bars(0, ALL)).equals(MinuteBars.of(points).bars()));

    CloseWindow window = CloseWindow.of(THURSDAY);
    List<Trail.Row> close = get(spx.rows(window.fromSeconds(), window.toSeconds(), 10));
    assertThat(close).hasSize(1);
    JsonObject row = new JsonObject(close.get(0).member());
    assertThat(row.getString("source")).isEqualTo("backfill");
    assertThat(row.getString("timeframe")).isEqualTo("HISTORICAL");
    assertThat(row.getString("ts")).isEqualTo("2026-01-08T21:00:00+00:00");
    JsonObject day =
        exchange
            .get("/v2/aggs/ticker/I:SPX/range/1/day/2026-01-08/2026-01-08")
            .getJsonArray("results")
            .getJsonObject(0);
    assertThat(row.getDouble("value")).isEqualTo(day.getDouble("c"));
    assertThat(stage.ask(Command.TTL, SpotKeys.trail("I:SPX")).toLong()).isPositive();
  }

  @Test
  void aDayOldTrailIsThinnedAndItsCandlesStay() {
    Random chance = new Random(7);
    for (int second = 0; second < 600; second += 2) {
      add(THURSDAY_NOON.plusSeconds(second), 6_900 + chance.nextInt(2_000) / 100.0, "");
    }
    Instant lately = Instant.ofEpochMilli(SimServer.START).minusSeconds(7_200);
    for (int second = 0; second < 100; second++) {
      add(lately.plusSeconds(second), 6_950 + second, "");
    }
    add(THURSDAY_NOON.plusSeconds(3), 1, ",\"value\":\"no number\"");
    List<TrailPoint> before = points(spx);
    deploy("off");
    until("bars are made", () -> get(spx.bars(0, ALL)).size() == 12);
    until("it is thin", () -> points(spx).size() <= 40 + 100);
    List<TrailPoint> after = points(spx);
    for (int size : List.of(60, 300, 600, 900, 3_600)) {
      assertThat(candles(after, size)).isEqualTo(candles(before, size));
    }
    assertThat(get(spx.rows(lately.getEpochSecond(), ALL, 1_000))).hasSize(100);
    List<MinuteBar> bars = get(spx.bars(0, ALL));
    assertThat(bars.stream().map(UpkeepTest::candle).toList()).isEqualTo(candles(before, 60));
  }

  private static Candle candle(MinuteBar bar) {
    return new Candle(bar.time(), bar.open(), bar.high(), bar.low(), bar.close());
  }

  @Test
  void aProviderThatFailsNowAndThenDoesNotStopIt() {
    exchange.steer(
        "/sim/fault",
        new JsonObject().put("kind", "http_500").put("rate", 0.4).put("duration_sec", 600));
    deploy("live");
    until("all trails are filled", () -> stage.ask(Command.KEYS, "*:trail").size() == 4);
  }
}
