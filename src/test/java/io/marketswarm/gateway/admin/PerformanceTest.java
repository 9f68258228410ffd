package io.marketswarm.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.admin.Activity.Hour;
import io.marketswarm.gateway.admin.Performance.OfStrategy;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How figures about people are worked out. */
class PerformanceTest {

  @Test
  void sumsUpWhatTradesHaveDone() {
    Performance performance =
        new Performance(
            List.of(
                new OfStrategy("butterfly", 3, 3, 0, 12_500, 5_000, 1, 1),
                new OfStrategy("", 2, 1, 1, 7_001, 0, 1, 0)));
    assertThat(performance.summary())
        .isEqualTo(
            new JsonObject(
                """
                {"totalTrades":5,"closedTrades":4,"openTrades":1,"totalPnl":14501,"winRate":50.0,
                 "profitFactor":3.9,"avgWin":9751,"avgLoss":5000,"winners":2,"losers":1,
                 "breakeven":1}\
                """));
    assertThat(performance.byStrategy())
        .isEqualTo(
            new JsonObject(
                """
                {"butterfly":{"count":3,"pnl":7500,"wins":1},
                 "unknown":{"count":1,"pnl":7001,"wins":1}}\
                """));
  }

  @Test
  void profitWithoutLossHasNoFactor() {
    JsonObject won = new Performance(List.of(new OfStrategy("a", 1, 1, 0, 5, 0, 1, 0))).summary();
    assertThat(won.containsKey("profitFactor")).isTrue();
    assertThat(won.getValue("profitFactor")).isNull();
    assertThat(new Performance(List.of()).summary().getInteger("profitFactor")).isZero();
  }

  @Test
  void sightingsAreCountedByTheHoursOfNewYork() {
    List<Instant> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      seen.add(Instant.parse("2026-03-02T14:00:00Z").plusSeconds(i * 900));
    }
    for (int i = 0; i < 3; i++) {
      seen.add(Instant.parse("2026-03-02T15:00:00Z").plusSeconds(i * 900));
    }
    seen.add(Instant.parse("2026-03-06T20:30:00Z"));
    JsonObject activity = Activity.ofUser(seen, 30);
    JsonArray map = activity.getJsonArray("heatmapData");
    assertThat(map).hasSize(168);
    assertThat(map.getJsonArray(33)).isEqualTo(new JsonArray("[9,1,4]"));
    assertThat(map.getJsonArray(34)).isEqualTo(new JsonArray("[10,1,3]"));
    assertThat(map.getJsonArray(135)).isEqualTo(new JsonArray("[15,5,1]"));
    assertThat(activity.getJsonObject("totalActiveTime"))
        .isEqualTo(new JsonObject("{\"hours\":2,\"minutes\":0,\"formatted\":\"2h 0m\"}"));
  }

  @Test
  void theBusiestHoursByTheirAverage() {
    List<Hour> hours =
        List.of(
            new Hour(Instant.parse("2026-03-02T14:00:00Z"), 4),
            new Hour(Instant.parse("2026-03-02T15:00:00Z"), 9),
            new Hour(Instant.parse("2026-03-03T14:00:00Z"), 6),
            new Hour(Instant.parse("2026-03-03T19:00:00Z"), 5));
    JsonObject activity = Activity.ofAll(hours, 7);
    assertThat(activity.getJsonArray("busiestHours"))
        .isEqualTo(
            new JsonArray(
                """
                [{"hour":10,"avgUsers":9.0},{"hour":9,"avgUsers":5.0},
                 {"hour":14,"avgUsers":5.0}]\
                """));
    assertThat(activity.getJsonArray("data").getJsonObject(0))
        .isEqualTo(
            new JsonObject(
                """
                {"hour_start":"2026-03-02T09:00:00","db_hour":9,"db_dow":2,"user_count":4}\
                """));
    assertThat(activity.getString("timezone")).isEqualTo("America/New_York");
  }

  @Test
  void wholeDaysOfNewYorkAreCountedTodayNotAmongThem() {
    Instant now = Instant.parse("2026-03-10T03:00:00Z");
    assertThat(Activity.today(now)).isEqualTo("2026-03-09T04:00:00Z");
    assertThat(Activity.from(now, 2)).isEqualTo("2026-03-07T05:00:00Z");
  }
}
