package io.marketswarm.gateway.admin;

import io.marketswarm.gateway.admin.Activity.Hour;
import io.marketswarm.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Who was seen when, in the database. */
final class ActivityLog {
  private static final Duration KEPT = Duration.ofDays(90);

  private static final String SIGHTINGS =
      "SELECT snapshot_time FROM user_activity_snapshots"
          + " WHERE user_id = ? AND snapshot_time >= ? ORDER BY snapshot_time";

  private static final String HOURS =
      "SELECT hour_start, user_count FROM hourly_activity_aggregates"
          + " WHERE hour_start >= ? AND hour_start < ? ORDER BY hour_start";

  private static final String SEE =
      "INSERT INTO user_activity_snapshots (snapshot_time, user_id)"
          + " SELECT ?, id FROM users WHERE id IN (%s)";

  private static final String COUNT =
      "INSERT INTO hourly_activity_aggregates (hour_start, user_count) VALUES (?, ?)"
          + " ON DUPLICATE KEY UPDATE user_count = GREATEST(user_count, VALUES(user_count))";

  private static final String FORGET_SIGHTINGS =
      "DELETE FROM user_activity_snapshots WHERE snapshot_time < ?";

  private static final String FORGET_HOURS =
      "DELETE FROM hourly_activity_aggregates WHERE hour_start < ?";

  private final Database database;

  ActivityLog(Database database) {
    this.database = database;
  }

  Future<List<Instant>> sightings(int userId, Instant from) {
    return database
        .pool()
        .preparedQuery(SIGHTINGS)
        .execute(Tuple.of(userId, Activity.utc(from)))
        .map(
            rows -> {
              List<Instant> seen = new ArrayList<>();
              rows.forEach(row -> seen.add(Activity.moment(row.getLocalDateTime("snapshot_time"))));
              return seen;
            })
        .recover(cause -> People.unlessTableIsMissing(cause, List.of()));
  }

  Future<List<Hour>> hours(Instant from, Instant to) {
    return database
        .pool()
        .preparedQuery(HOURS)
        .execute(Tuple.of(Activity.utc(from), Activity.utc(to)))
        .map(
            rows -> {
              List<Hour> hours = new ArrayList<>();
              rows.forEach(
                  row ->
                      hours.add(
                          new Hour(
                              Activity.moment(row.getLocalDateTime("hour_start")),
                              row.getInteger("user_count"))));
              return hours;
            })
        .recover(cause -> People.unlessTableIsMissing(cause, List.of()));
  }

  /** Writes down who is here; nobody leaves no trace. */
  Future<Void> see(Collection<Integer> users, Instant now) {
    if (users.isEmpty()) {
      return Future.succeededFuture();
    }
    Instant moment = now.truncatedTo(ChronoUnit.SECONDS);
    Tuple seen = Tuple.of(Activity.utc(moment));
    users.forEach(seen::addInteger);
    String ids = users.stream().map(id -> "?").collect(Collectors.joining(", "));
    Tuple hour = Tuple.of(Activity.utc(now.truncatedTo(ChronoUnit.HOURS)), users.size());
    return database
        .transaction(
            connection ->
                connection
                    .preparedQuery(SEE.formatted(ids))
                    .execute(seen)
                    .compose(done -> connection.preparedQuery(COUNT).execute(hour)))
        .mapEmpty();
  }

  Future<Void> forgetOld(Instant now) {
    Tuple before = Tuple.of(Activity.utc(now.minus(KEPT)));
    return Future.all(
            database.pool().preparedQuery(FORGET_SIGHTINGS).execute(before),
            database.pool().preparedQuery(FORGET_HOURS).execute(before))
        .mapEmpty();
  }
}
