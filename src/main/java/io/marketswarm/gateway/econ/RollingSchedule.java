package io.marketswarm.gateway.econ;

import io.marketswarm.market.model.MarketCalendar;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is released in the days to come, by New York dates. */
record RollingSchedule(
    LocalDate start, LocalDate end, int indicators, Map<LocalDate, List<Event>> days) {
  private static final int SCHEMA_VERSION = 1;

  /** An indicator as far as its releases go. */
  record Release(
      String key, String name, int rating, String tier, String time, String cadence, String rule) {
    private static final String USUAL_TIME = "08:30";
    private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d";

    private Event event(JsonObject ruled) {
      String said = ruled.getValue("time_et") instanceof String text ? text : time;
      boolean sound = said != null && said.matches(TIME);
      return new Event(key, name, sound ? said : USUAL_TIME, rating, tier);
    }
  }

  /**
   * One release.
   *
   * @param time hour and minute in New York
   */
  record Event(String key, String name, String time, int rating, String tier) {
    private JsonObject json() {
      return new JsonObject()
          .put("indicator_key", key)
          .put("name", name)
          .put("time_et", time)
          .put("rating", rating)
          .put("tier", tier);
    }
  }

  static RollingSchedule of(
      List<Release> releases, LocalDate start, int windowDays, MarketCalendar calendar) {
    LocalDate end = start.plusDays(windowDays);
    Map<LocalDate, List<Event>> days = new TreeMap<>();
    for (Release release : releases) {
      JsonObject ruled = ReleaseRule.parse(release.rule());
      for (LocalDate date : ReleaseRule.of(ruled, release.cadence()).within(start, end, calendar)) {
        days.computeIfAbsent(date, none -> new ArrayList<>()).add(release.event(ruled));
      }
    }
    Comparator<Event> order =
        Comparator.comparing(Event::time)
            .thenComparing(Event::rating, Comparator.reverseOrder())
            .thenComparing(Event::key);
    days.values().forEach(events -> events.sort(order));
    return new RollingSchedule(start, end, releases.size(), days);
  }

  int events() {
    return days.values().stream().mapToInt(List::size).sum();
  }

  JsonObject json(Instant generatedAt) {
    JsonObject byDay = new JsonObject();
    days.forEach(
        (date, events) -> {
          JsonArray list = new JsonArray();
          events.forEach(event -> list.add(event.json()));
          byDay.put(date.toString(), new JsonObject().put("events", list));
        });
    return new JsonObject()
        .put("schema_version", SCHEMA_VERSION)
        .put("window_start", start.toString())
        .put("window_end", end.toString())
        .put("generated_at", generatedAt.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("indicator_count", indicators)
        .put("days", byDay);
  }
}
