package io.marketswarm.service;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.embedded.TestStores;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BroadcastClockTest {
  /** A Saturday, 15:00 in New York. */
  private static final Instant WALL = Instant.parse("2026-11-28T20:00:00Z");

  private static Vertx vertx;
  private static RedisBus market;

  private final AtomicLong wall = new AtomicLong(WALL.toEpochMilli());
  private BroadcastClock clock;

  @BeforeAll
  static void open() throws Exception {
    vertx = Vertx.vertx();
    market = RedisBus.open(vertx, BusName.MARKET, TestStores.shared().url(BusName.MARKET));
    eventually(market::up);
  }

  @AfterAll
  static void close() throws Exception {
    await(market.close());
    await(vertx.close());
  }

  @BeforeEach
  void silence() throws Exception {
    await(
        market.send(
            Request.cmd(Command.DEL)
                .arg(BroadcastClock.CLOCK_KEY)
                .arg(BroadcastClock.CALENDAR_KEY)));
    clock = new BroadcastClock(vertx, market, () -> Instant.ofEpochMilli(wall.get()));
  }

  @AfterEach
  void stop() throws Exception {
    clock.stop();
    silence();
    clock.stop();
  }

  private static JsonObject line(String marketTime, double speed) {
    return new JsonObject()
        .put("mode", "sim")
        .put("now_ms", Instant.parse(marketTime).toEpochMilli())
        .put("speed", speed)
        .put("paused", false)
        .put("session_date", marketTime.substring(0, 10))
        .put("ts", WALL.toEpochMilli() / 1_000.0);
  }

  private static void tell(String key, JsonObject value) throws Exception {
    await(market.send(Request.cmd(Command.SET).arg(key).arg(value.encode())));
  }

  @Test
  void withoutABroadcastTheMarketLivesByTheWallClock() throws Exception {
    await(clock.start());
    assertThat(clock.now()).isEqualTo(WALL);
    assertThat(clock.speed()).isEqualTo(1);
    assertThat(clock.phase()).isEqualTo(Phase.CLOSED);
    assertThat(clock.broadcast().isEmpty()).isTrue();
    wall.addAndGet(1_234);
    assertThat(clock.nowMillis()).isEqualTo(clock.wallMillis());
  }

  @Test
  void aBroadcastLineRunsOnBetweenReadings() throws Exception {
    tell(BroadcastClock.CLOCK_KEY, line("2026-01-27T15:00:00Z", 20));
    await(clock.start());
    wall.addAndGet(30_000);
    assertThat(clock.now()).isEqualTo(Instant.parse("2026-01-27T15:10:00Z"));
    assertThat(clock.today()).isEqualTo(LocalDate.of(2026, 1, 27));
    assertThat(clock.phase()).isEqualTo(Phase.OPEN);
    assertThat(clock.speed()).isEqualTo(20);
  }

  @Test
  void aPausedMarketStandsStill() throws Exception {
    tell(BroadcastClock.CLOCK_KEY, line("2026-01-27T15:00:00Z", 20).put("paused", true));
    await(clock.start());
    wall.addAndGet(30_000);
    assertThat(clock.now()).isEqualTo(Instant.parse("2026-01-27T15:00:00Z"));
    assertThat(clock.speed()).isZero();
  }

  @Test
  void aSessionPlayedOnASaturdayIsATradingDay() throws Exception {
    tell(BroadcastClock.CLOCK_KEY, line("2026-11-28T15:00:00Z", 1));
    await(clock.start());
    assertThat(clock.calendar().isTradingDay(LocalDate.of(2026, 11, 28))).isTrue();
    assertThat(clock.calendar().isTradingDay(LocalDate.of(2026, 11, 29))).isFalse();
    assertThat(clock.phase()).isEqualTo(Phase.OPEN);
  }

  @Test
  void followsChangesAndTheEndOfABroadcast() throws Exception {
    tell(BroadcastClock.CLOCK_KEY, line("2026-01-27T15:00:00Z", 1));
    await(clock.start());
    tell(BroadcastClock.CLOCK_KEY, line("2026-01-27T18:00:00Z", 5));
    eventually(() -> clock.now().equals(Instant.parse("2026-01-27T18:00:00Z")));
    tell(BroadcastClock.CLOCK_KEY, new JsonObject().put("now_ms", "soon"));
    tell(BroadcastClock.CALENDAR_KEY, new JsonObject().put("2026-12-02", "closed"));
    eventually(() -> !clock.calendar().isTradingDay(LocalDate.of(2026, 12, 2)));
    assertThat(clock.now())
        .as("an unreadable line changes nothing")
        .isEqualTo(Instant.parse("2026-01-27T18:00:00Z"));
    assertThat(clock.broadcast()).isEqualTo(line("2026-01-27T18:00:00Z", 5));
    await(market.send(Request.cmd(Command.DEL).arg(BroadcastClock.CLOCK_KEY)));
    eventually(() -> clock.now().equals(WALL));
    assertThat(clock.broadcast().isEmpty()).isTrue();
    assertThat(clock.calendar().isTradingDay(LocalDate.of(2026, 12, 2))).isFalse();
  }

  @Test
  void whoeverFollowsHearsOfEveryTurn() throws Exception {
    await(clock.start());
    assertThat(clock.isSteady(Duration.ofSeconds(5))).as("at night, by the wall").isTrue();
    AtomicInteger turns = new AtomicInteger();
    Runnable turned = turns::incrementAndGet;
    clock.follow(turned);
    await(market.batch(BroadcastClock.tell(line("2026-01-27T15:00:00Z", 1), 60_000)));
    eventually(() -> turns.get() == 1);
    assertThat(clock.now()).isEqualTo(Instant.parse("2026-01-27T15:00:00Z"));
    assertThat(clock.isSteady(Duration.ofSeconds(5)))
        .as("a broadcast may turn at any time")
        .isFalse();
    await(market.batch(BroadcastClock.silence()));
    eventually(() -> turns.get() == 2);
    assertThat(clock.now()).isEqualTo(WALL);
    clock.forget(turned);
    await(market.batch(BroadcastClock.tell(line("2026-01-27T15:00:00Z", 1), 60_000)));
    eventually(() -> !clock.now().equals(WALL));
    assertThat(turns).hasValue(2);
  }

  @Test
  void isNotSteadyWhereAPhaseEnds() {
    wall.set(Instant.parse("2026-01-27T14:29:54.999Z").toEpochMilli());
    assertThat(clock.isSteady(Duration.ofSeconds(5))).isTrue();
    wall.addAndGet(1);
    assertThat(clock.isSteady(Duration.ofSeconds(5))).as("it opens in 5 s").isFalse();
    wall.addAndGet(5_000);
    assertThat(clock.isSteady(Duration.ofSeconds(5))).as("it is open").isTrue();
  }

  @Test
  void daysDecidedElsewhereOverrideTheRules() throws Exception {
    tell(
        BroadcastClock.CALENDAR_KEY,
        new JsonObject().put("2026-12-01", "closed").put("2026-12-02", "early-close"));
    await(clock.start());
    assertThat(clock.calendar().isTradingDay(LocalDate.of(2026, 12, 1))).isFalse();
    assertThat(clock.calendar().isEarlyClose(LocalDate.of(2026, 12, 2))).isTrue();
    assertThat(clock.calendar().isEarlyClose(LocalDate.of(2026, 11, 27))).isTrue();
  }

  @Test
  void aBroadcastFromAMachineWithAWrongClockCountsFromItsReading() throws Exception {
    tell(
        BroadcastClock.CLOCK_KEY,
        line("2026-01-27T15:00:00Z", 1).put("ts", WALL.getEpochSecond() - 3_600.0));
    await(clock.start());
    assertThat(clock.now()).isEqualTo(Instant.parse("2026-01-27T15:00:00Z"));
  }
}
