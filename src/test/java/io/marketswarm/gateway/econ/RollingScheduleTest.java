package io.marketswarm.gateway.econ;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.econ.RollingSchedule.Event;
import io.marketswarm.gateway.econ.RollingSchedule.Release;
import io.marketswarm.market.model.MarketCalendar;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When indicators are released, and how they came out. */
class RollingScheduleTest {
  private static final LocalDate HOLY_WEEK = LocalDate.of(2026, 3, 30);
  private static final int WEEK = 7;

  private static Release release(String key, String time, String cadence, String rule) {
    return new Release(key, key.toUpperCase(), 7, "high", time, cadence, rule);
  }

  private static RollingSchedule schedule(LocalDate start, Release... releases) {
    return RollingSchedule.of(List.of(releases), start, WEEK, MarketCalendar.us());
  }

  private static List<String> dates(LocalDate start, String cadence, String rule) {
    return schedule(start, release("a", null, cadence, rule)).days().keySet().stream()
        .map(LocalDate::toString)
        .toList();
  }

  @Test
  void theFirstFridayGivesWayToAHoliday() {
    assertThat(dates(HOLY_WEEK, "first_friday", null)).containsExactly("2026-04-02");
    assertThat(dates(LocalDate.of(2026, 7, 1), "first_friday", null)).containsExactly("2026-07-02");
    assertThat(dates(LocalDate.of(2026, 11, 2), "first_friday", null))
        .containsExactly("2026-11-06");
    assertThat(dates(LocalDate.of(2026, 11, 9), "first_friday", null)).isEmpty();
  }

  @Test
  void weeklyReleasesRestOnHolidays() {
    assertThat(dates(HOLY_WEEK, "weekly", "{\"weekday\":3}")).containsExactly("2026-04-01");
    assertThat(dates(HOLY_WEEK, "weekly", "{\"weekday\":5}")).isEmpty();
    assertThat(dates(HOLY_WEEK, "weekly", "{\"weekday\":0}")).containsExactly("2026-04-05");
    assertThat(dates(HOLY_WEEK, "weekly", "{}")).isEmpty();
  }

  @Test
  void theNthWeekdayIsLookedForInEveryMonthOfTheWindow() {
    assertThat(dates(HOLY_WEEK, "nth_weekday", "{\"weekday\":4,\"n\":1}"))
        .containsExactly("2026-04-02");
    assertThat(dates(HOLY_WEEK, "nth_weekday", "{\"weekday\":2,\"n\":5}"))
        .containsExactly("2026-03-31");
    assertThat(dates(LocalDate.of(2026, 4, 24), "nth_weekday", "{\"weekday\":2,\"n\":5}"))
        .as("April 2026 has four Tuesdays")
        .isEmpty();
  }

  @Test
  void fixedDatesCountFromTheFirstDayToBeforeTheLast() {
    String rule = "{\"dates\":[\"2026-03-29\",\"2026-03-30\",\"2026-04-05\",\"2026-04-06\",\"?\"]}";
    assertThat(dates(HOLY_WEEK, "fixed_dates", rule)).containsExactly("2026-03-30", "2026-04-05");
  }

  @Test
  void theRuleSaysMoreThanTheCadenceAndBrokenOnesSayNothing() {
    assertThat(dates(HOLY_WEEK, "manual", "{\"type\":\"weekly\",\"weekday\":3}"))
        .containsExactly("2026-04-01");
    assertThat(dates(HOLY_WEEK, "manual", null)).isEmpty();
    assertThat(dates(HOLY_WEEK, null, "{broken")).isEmpty();
  }

  @Test
  void eventsOfADayGoByTheirTime() {
    RollingSchedule schedule =
        schedule(
            HOLY_WEEK,
            release("late", "08:30", "weekly", "{\"weekday\":3,\"time_et\":\"10:30\"}"),
            release("usual", null, "weekly", "{\"weekday\":3}"),
            release("early", "07:00", "weekly", "{\"weekday\":3}"),
            release("odd", "25:99", "weekly", "{\"weekday\":3}"));
    List<Event> events = schedule.days().get(LocalDate.of(2026, 4, 1));
    assertThat(events).extracting(Event::key).containsExactly("early", "odd", "usual", "late");
    assertThat(events).extracting(Event::time).containsExactly("07:00", "08:30", "08:30", "10:30");
    assertThat(schedule.json(Instant.parse("2026-03-30T08:00:00.5Z")))
        .isEqualTo(
            new JsonObject()
                .put("schema_version", 1)
                .put("window_start", "2026-03-30")
                .put("window_end", "2026-04-06")
                .put("generated_at", "2026-03-30T08:00:00Z")
                .put("indicator_count", 4)
                .put(
                    "days",
                    new JsonObject()
                        .put("2026-04-01", new JsonObject().put("events", json(events)))));
  }

  private static List<Object> json(List<Event> events) {
    List<Object> list = new ArrayList<>();
    for (Event event : events) {
      list.add(
          new JsonObject()
              .put("indicator_key", event.key())
              .put("name", event.name())
              .put("time_et", event.time())
              .put("rating", 7)
              .put("tier", "high"));
    }
    return list;
  }

  @ParameterizedTest
  @CsvSource({
    "3.2%, 3.1%, beat",
    "-0.1, 0.2, missed",
    "n/a, 1, met",
    "200, 200.0, met",
    "1.2M, 900K, beat",
    "'1,234', 1.234K, met",
    "2 B, 3B, missed"
  })
  void resultsAreComparedAsAmounts(String actual, String expected, String status) {
    assertThat(new ReleaseResult(actual, expected).status()).isEqualTo(status);
  }
}
