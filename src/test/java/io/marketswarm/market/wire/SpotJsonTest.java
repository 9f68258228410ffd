package io.marketswarm.market.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.model.MinuteBar;
import io.marketswarm.market.model.SpotValue;
import io.marketswarm.market.model.SpotValue.Prices;
import io.marketswarm.market.model.TrailPoint;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpotJsonTest {
  private static final long NOON = 1_769_527_800_250L;

  private static String latest(SpotValue value) {
    return new String(SpotJson.LATEST.bytes(value), StandardCharsets.UTF_8);
  }

  private static String trail(SpotValue value) {
    return new String(SpotJson.TRAIL.bytes(value), StandardCharsets.UTF_8);
  }

  @Test
  void anIndex() {
    SpotValue value = SpotValue.index("I:SPX", 6903.12, NOON, "REAL-TIME", "open", 6875.5);
    assertThat(trail(value))
        .isEqualTo(
            "{\"symbol\":\"I:SPX\",\"value\":6903.12,\"ts\":\"2026-01-27T15:30:00+00:00\","
                + "\"source\":\"massive/spot\",\"timeframe\":\"REAL-TIME\"}");
    JsonObject whole = new JsonObject(latest(value));
    assertThat(latest(value)).startsWith(trail(value).substring(0, trail(value).length() - 1));
    assertThat(whole.getLong("ts_ms")).isEqualTo(NOON);
    assertThat(whole.getString("market_status")).isEqualTo("open");
    assertThat(whole.getDouble("prevClose")).isEqualTo(6875.5);
    assertThat(whole.getDouble("change")).isEqualTo(6903.12 - 6875.5);
    assertThat(whole.getDouble("changePercent")).isEqualTo((6903.12 - 6875.5) / 6875.5 * 100);
  }

  @Test
  void anIndexOfWhichLittleIsKnown() {
    SpotValue value = SpotValue.index("I:VIX", 16, NOON, "", "", Double.NaN);
    assertThat(latest(value))
        .isEqualTo(
            "{\"symbol\":\"I:VIX\",\"value\":16,\"ts\":\"2026-01-27T15:30:00+00:00\","
                + "\"source\":\"massive/spot\",\"timeframe\":\"REAL-TIME\",\"ts_ms\":1769527800250}");
  }

  @Test
  void aFund() {
    SpotValue value =
        SpotValue.etf(
            "SPY", new Prices(689.5, 691.25, 688, 690.31, 1_234_567), NOON - 250, Double.NaN);
    assertThat(latest(value))
        .isEqualTo(
            "{\"symbol\":\"SPY\",\"value\":690.31,\"open\":689.5,\"high\":691.25,\"low\":688,"
                + "\"close\":690.31,\"volume\":1234567,\"ts_epoch_ms\":1769527800000,"
                + "\"ts\":\"2026-01-27T15:30:00+00:00\",\"source\":\"massive/spot\","
                + "\"instrument_type\":\"ETF\",\"timeframe\":\"REAL-TIME\"}");
  }

  @Test
  void aStocksSecond() {
    SpotValue value =
        SpotValue.stock(
            "AAPL", new Prices(25.39, 25.41, 25.38, 25.40, 200), 1_769_527_800_000L, Double.NaN);
    assertThat(trail(value))
        .isEqualTo(
            "{\"symbol\":\"AAPL\",\"value\":25.4,\"open\":25.39,\"high\":25.41,\"low\":25.38,"
                + "\"close\":25.4,\"volume\":200,\"ts\":\"2026-01-27T15:30:00+00:00\","
                + "\"source\":\"massive/ws\",\"instrument_type\":\"stock\","
                + "\"timeframe\":\"REAL-TIME\"}");
  }

  @Test
  void aFuturesSecond() {
    SpotValue value =
        SpotValue.future("ES", new Prices(6950, 6950.5, 6949.75, 6950.25, 12), NOON, 4_170_150);
    JsonObject json = new JsonObject(trail(value));
    assertThat(json.getString("instrument_type")).isEqualTo("future");
    assertThat(json.getLong("dollar_volume")).isEqualTo(4_170_150);
  }

  @Test
  void aValueOfThePast() {
    SpotValue value = SpotValue.history("I:SPX", new TrailPoint(1_769_527_800, 1_769_527_800, 7));
    assertThat(latest(value)).startsWith(trail(value).substring(0, 40));
    assertThat(trail(value))
        .isEqualTo(
            "{\"symbol\":\"I:SPX\",\"value\":7,\"ts\":\"2026-01-27T15:30:00+00:00\","
                + "\"source\":\"backfill\",\"timeframe\":\"HISTORICAL\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"value\":6903.12,\"ts\":\"2026-01-27T15:30:00+00:00\"} | 1769527800",
        "{\"value\":6903.12,\"ts\":\"2026-01-27T15:30:00Z\"} | 1769527800",
        "{\"value\":6903.12,\"ts\":\"2026-01-27T10:30:00.5-05:00\",\"x\":{\"a\":[1]}} |"
            + " 1769527800.5",
        "{\"ts\":\"yesterday\",\"value\":6903.12} | 42.25",
        "{\"value\":6903.12,\"ts\":17} | 42.25",
        "{\"value\":6903.12} | 42.25",
      })
  void aRowTellsItsOwnTimeOrElseThatOfItsScore(String member, double seconds) {
    assertThat(TrailReader.read(member, 42.25)).contains(new TrailPoint(seconds, 42.25, 6903.12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{\"value\":\"6900\"}", "{\"value\":null}", "{\"ts\":1}", "{\"val"})
  void aRowWithoutANumberIsNoPoint(String member) {
    assertThat(TrailReader.read(member, 1)).isEmpty();
  }

  @Test
  void barsComeBackAsTheyWere() {
    MinuteBar bar = new MinuteBar(1_769_527_800, 6900, 6903.5, 6898.25, 6899, 17);
    String json = new String(BarJson.BAR.bytes(bar), StandardCharsets.UTF_8);
    assertThat(json)
        .isEqualTo("{\"t\":1769527800,\"o\":6900,\"h\":6903.5,\"l\":6898.25,\"c\":6899,\"n\":17}");
    assertThat(BarJson.read(json)).contains(bar);
    assertThat(BarJson.read("{\"t\":1}")).isEmpty();
    assertThat(BarJson.read("no bar")).isEmpty();
  }
}
