package io.marketswarm.gateway.admin;

import io.marketswarm.market.model.NewYork;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When people are here, by the hours of New York. */
final class Activity {
  /** How much time one sighting stands for. */
  static final int SNAPSHOT_MINUTES = 15;

  private static final ZoneId ZONE = NewYork.ZONE;
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
  private static final int HOURS = 24;
  private static final int DAYS = 7;
  private static final int MINUTES_PER_HOUR = 60;
  private static final int BUSIEST = 3;

  private Activity() {}

  /** How many people were here in an hour. */
  record Hour(Instant start, int users) {}

  /** The moment from which that many whole days, today not among them, are counted. */
  static Instant from(Instant now, int days) {
    return NewYork.date(now).minusDays(days).atStartOfDay(ZONE).toInstant();
  }

  /** When today began. */
  static Instant today(Instant now) {
    return NewYork.date(now).atStartOfDay(ZONE).toInstant();
  }

  /** When one person was here, by day of the week and hour. */
  static JsonObject ofUser(List<Instant> sightings, int days) {
    int[] counts = new int[DAYS * HOURS];
    for (Instant sighting : sightings) {
      ZonedDateTime local = sighting.atZone(ZONE);
      counts[day(local) * HOURS + local.getHour()]++;
    }
    JsonArray map = new JsonArray();
    for (int i = 0; i < counts.length; i++) {
      map.add(new JsonArray().add(i % HOURS).add(i / HOURS).add(counts[i]));
    }
    int minutes = sightings.size() * SNAPSHOT_MINUTES;
    int hours = minutes / MINUTES_PER_HOUR;
    int rest = minutes % MINUTES_PER_HOUR;
    return new JsonObject()
        .put("heatmapData", map)
        .put(
            "totalActiveTime",
            new JsonObject()
                .put("hours", hours)
                .put("minutes", rest)
                .put("formatted", hours + "h " + rest + "m"))
        .put("days", days);
  }

  /** When everybody was here, hour by hour, and which hours are the busiest. */
  static JsonObject ofAll(List<Hour> hours, int days) {
    JsonArray data = new JsonArray();
    int[] sums = new int[HOURS];
    int[] rows = new int[HOURS];
    for (Hour hour : hours) {
      ZonedDateTime local = hour.start().atZone(ZONE);
      sums[local.getHour()] += hour.users();
      rows[local.getHour()]++;
      data.add(
          new JsonObject()
              .put("hour_start", local.format(LOCAL))
              .put("db_hour", local.getHour())
              .put("db_dow", day(local) + 1)
              .put("user_count", hour.users()));
    }
    return new JsonObject()
        .put("data", data)
        .put("busiestHours", busiest(sums, rows))
        .put("days", days)
        .put("timezone", ZONE.getId());
  }

  private static JsonArray busiest(int[] sums, int[] rows) {
    double[] averages = new double[HOURS];
    List<Integer> order = new ArrayList<>();
    for (int hour = 0; hour < HOURS; hour++) {
      averages[hour] = rows[hour] == 0 ? 0 : Math.round(100.0 * sums[hour] / rows[hour]) / 100.0;
      order.add(hour);
    }
    order.sort(Comparator.comparingDouble((Integer hour) -> -averages[hour]));
    JsonArray busiest = new JsonArray();
    for (int hour : order.subList(0, BUSIEST)) {
      busiest.add(new JsonObject().put("hour", hour).put("avgUsers", averages[hour]));
    }
    return busiest;
  }

  /** Sunday is 0. */
  private static int day(ZonedDateTime local) {
    return local.getDayOfWeek().getValue() % DAYS;
  }

  static LocalDateTime utc(Instant moment) {
    return LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
  }

  static Instant moment(LocalDateTime utc) {
    return utc.toInstant(ZoneOffset.UTC);
  }
}
