package io.marketswarm.market.spot;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.MassiveSettings.Hours;
import io.marketswarm.market.model.SpotValue;
import io.marketswarm.market.spot.SpotTape.Entry;
import io.marketswarm.market.spot.SpotTape.Standing;
import io.marketswarm.market.trail.Trail;
import io.marketswarm.service.HandMarketClock;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.RequestImpl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When what is written, and how often one asks for it. */
class SpotTapeTest {
  private static final MassiveSettings SETTINGS =
      MassiveSettings.from(
          Map.of(
              "MASSIVE_SPOT_TRAIL_WINDOW_SEC", "604800", "MASSIVE_SPOT_TRAIL_TTL_SEC", "691200"));

  private final HandMarketClock clock = HandMarketClock.at("2026-01-27T15:30:00.250Z");
  private final SpotTape tape =
      new SpotTape(
          new Trail(null, "I:SPX"),
          SETTINGS.spot(),
          10_000,
          SpotTape.LATEST_EVERY_MILLIS,
          Standing.fresh());

  private Optional<Entry> take(double value) {
    return tape.take(
        SpotValue.index("I:SPX", value, clock.wallMillis(), "REAL-TIME", "open", 6_875.5), clock);
  }

  private static List<String> words(Request command) {
    List<String> words =
        new java.util.ArrayList<>(
            ((RequestImpl) command)
                .getArgs().stream().map(word -> new String(word, StandardCharsets.UTF_8)).toList());
    words.add(0, command.command().toString());
    return words;
  }

  private static List<List<String>> commands(Optional<Entry> entry) {
    return entry.orElseThrow().commands().stream().map(SpotTapeTest::words).toList();
  }

  private static boolean hasRow(Optional<Entry> entry) {
    return commands(entry).stream()
        .anyMatch(c -> c.get(1).equals("massive:model:spot:I:SPX:trail"));
  }

  @Test
  void theGoldenWrite() {
    List<List<String>> commands = commands(take(6_903.12));
    String base =
        "{\"symbol\":\"I:SPX\",\"value\":6903.12,\"ts\":\"2026-01-27T15:30:00+00:00\","
            + "\"source\":\"massive/spot\",\"timeframe\":\"REAL-TIME\"";
    assertThat(commands.get(0).subList(0, 2)).containsExactly("set", "massive:model:spot:I:SPX");
    String latest = commands.get(0).get(2);
    assertThat(latest).startsWith(base);
    assertThat(new JsonObject(latest).getDouble("prevClose")).isEqualTo(6_875.5);
    assertThat(commands)
        .contains(
            List.of("publish", "massive:spot", latest),
            List.of("zadd", "massive:model:spot:I:SPX:trail", "1769527800.25", base + "}"),
            List.of("zremrangebyscore", "massive:model:spot:I:SPX:trail", "0", "1768923000.25"),
            List.of("expire", "massive:model:spot:I:SPX:trail", "691200"),
            List.of("set", "market:snapshot:I:SPX", latest),
            List.of(
                "xadd",
                "market:tick:I:SPX:stream",
                "MAXLEN",
                "~",
                "10000",
                "*",
                "ts",
                "1769527800.250",
                "value",
                "6903.12",
                "payload",
                latest),
            List.of(
                "zadd",
                "massive:bars:1m:I:SPX",
                "1769527800",
                "{\"t\":1769527800,\"o\":6903.12,\"h\":6903.12,\"l\":6903.12,\"c\":6903.12,"
                    + "\"n\":1}"),
            List.of(
                "publish",
                "massive:model:updated",
                "{\"model\":\"spot\",\"symbol\":\"I:SPX\",\"ts\":1769527800.250}"));
  }

  @Test
  void aliasesCanBeLeftOut() {
    SpotTape plain =
        new SpotTape(
            new Trail(null, "I:SPX"),
            MassiveSettings.from(Map.of("MASSIVE_MARKET_ALIAS_KEYS", "false")).spot(),
            10_000,
            SpotTape.LATEST_EVERY_MILLIS,
            Standing.fresh());
    Optional<Entry> entry =
        plain.take(SpotValue.index("I:SPX", 6_900, clock.wallMillis(), "", "", 0), clock);
    assertThat(commands(entry)).noneMatch(command -> command.get(1).startsWith("market:"));
  }

  @Test
  void aValueThatStandsIsWrittenEveryFiveSecondsAndKeptAliveEveryMinute() {
    assertThat(hasRow(take(6_900))).isTrue();
    int latest = 0;
    int rows = 0;
    for (int second = 1; second <= 300; second++) {
      clock.move(1_000);
      Optional<Entry> entry = take(6_900);
      latest += entry.isPresent() ? 1 : 0;
      rows += entry.isPresent() && hasRow(entry) ? 1 : 0;
    }
    assertThat(latest).isEqualTo(60);
    assertThat(rows).isEqualTo(5);
    clock.move(100);
    assertThat(hasRow(take(6_900.01))).isTrue();
    clock.move(-3_600_000);
    assertThat(hasRow(take(6_900.01))).as("a clock set back holds nothing up").isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // standing, changed: from 09:25 to 18:00 of a trading day what stands gets rows as well
    "2026-01-27T14:24:59Z, false, true",
    "2026-01-27T14:25:00Z, true, true",
    "2026-01-27T22:59:00Z, true, true",
    "2026-01-27T23:00:00Z, false, true",
    // summer time
    "2026-07-15T13:25:00Z, true, true",
    "2026-07-15T22:00:00Z, false, true",
    // a half day is a trading day until the evening
    "2026-11-27T20:59:00Z, true, true",
    // a holiday, a Sunday
    "2026-11-26T16:00:00Z, false, false",
    "2026-01-25T16:00:00Z, false, false",
  })
  void rowsFollowTheMarketsDay(String time, boolean standing, boolean changed) {
    clock.set("2026-01-20T15:00:00Z");
    take(6_900);
    clock.set(time);
    assertThat(hasRow(take(6_900))).isEqualTo(standing);
    clock.move(10);
    assertThat(hasRow(take(6_901))).isEqualTo(changed);
  }

  @Test
  void aSessionPlayedOnASundayHasRows() {
    clock.set("2026-01-25T16:00:00Z");
    clock.play("2026-01-27T15:00:00Z", 20);
    assertThat(hasRow(take(6_900))).isTrue();
  }

  @Test
  void sequencesGrowWithTimeSoThatTheNextOwnersAreHigher() {
    long first = take(1).orElseThrow().update().sequence();
    long second = take(2).orElseThrow().update().sequence();
    clock.move(1_000);
    long third = take(3).orElseThrow().update().sequence();
    assertThat(first).isEqualTo(1_769_527_800_250L);
    assertThat(second).isGreaterThan(first);
    assertThat(third).isGreaterThan(second);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, 2026-01-27T15:00:00Z, 10, 10",
    "AUTO, 2026-01-27T12:00:00Z, 10, 10",
    "AUTO, 2026-01-28T03:00:00Z, 10, 1",
    "AUTO, 2026-01-25T15:00:00Z, 60, 2",
    "ALWAYS, 2026-01-25T15:00:00Z, 10, 10",
    "CALENDAR_STRICT, 2026-01-25T15:00:00Z, 90, 1",
    "CALENDAR_STRICT, 2026-01-27T15:00:00Z, 10, 10",
  })
  void theProviderIsAskedByTheHoursOfTheMarket(
      Hours hours, String time, int seconds, int questions) {
    clock.set(time);
    PollRhythm rhythm = new PollRhythm(hours, Duration.ofSeconds(1), clock);
    int asked = 0;
    for (int second = 0; second < seconds; second++) {
      asked += rhythm.due() ? 1 : 0;
      clock.move(1_000);
    }
    assertThat(asked).isEqualTo(questions);
  }

  @Test
  void aClockThatJumpsBackDoesNotStopTheQuestions() {
    PollRhythm rhythm = new PollRhythm(Hours.AUTO, Duration.ofSeconds(1), clock);
    assertThat(rhythm.due()).isTrue();
    clock.move(-3_600_000);
    assertThat(rhythm.due()).isTrue();
    assertThat(rhythm.due()).isFalse();
    clock.move(2 * 3_600_000);
    assertThat(rhythm.due()).isTrue();
    rhythm.rest(Duration.ofSeconds(60));
    clock.move(30_000);
    assertThat(rhythm.due()).isFalse();
    clock.move(31_000);
    assertThat(rhythm.due()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, 2026-01-27T14:24:59Z, false",
    "AUTO, 2026-01-27T14:25:00Z, true",
    "AUTO, 2026-01-27T20:59:59Z, true",
    "AUTO, 2026-01-27T21:19:59Z, true",
    "AUTO, 2026-01-27T21:20:00Z, false",
    "AUTO, 2026-11-27T18:20:00Z, false",
    "AUTO, 2026-11-26T16:00:00Z, false",
    "AUTO, 2026-03-09T13:25:00Z, true",
    "ALWAYS, 2026-11-26T16:00:00Z, true",
  })
  void streamsAreConnectedAroundTheSession(Hours hours, String time, boolean connected) {
    clock.set(time);
    assertThat(new StreamHours(hours, clock).now()).isEqualTo(connected);
  }
}
