package io.marketswarm.gateway;

import io.marketswarm.store.Database;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** What people are shown as, and their own settings, in the database. */
final class Profiles {
  private static final String FIND =
      """
      SELECT id, issuer, wp_user_id, email, display_name, roles_json, is_admin, subscription_tier,
        timezone, created_at, last_login_at
      FROM users WHERE issuer = ? AND wp_user_id = ?
      """;
  private static final String SET_TIMEZONE =
      "UPDATE users SET timezone = ? WHERE issuer = ? AND wp_user_id = ?";
  private static final String LEADERBOARD =
      """
      SELECT id, screen_name, show_screen_name, display_name
      FROM users WHERE issuer = ? AND wp_user_id = ?
      """;
  private static final String SET_SCREEN_NAME =
      "UPDATE users SET screen_name = ? WHERE issuer = ? AND wp_user_id = ?";
  private static final String SET_SHOW_SCREEN_NAME =
      "UPDATE users SET show_screen_name = ? WHERE issuer = ? AND wp_user_id = ?";
  private static final String NAME_TAKEN =
      """
      SELECT 1 FROM users
      WHERE LOWER(screen_name) = ? AND NOT (issuer = ? AND wp_user_id = ?) LIMIT 1
      """;

  private static final DateTimeFormatter UTC_MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Database database;

  Profiles(Database database) {
    this.database = database;
  }

  /** The profile of somebody who has signed in here before. */
  Future<Optional<JsonObject>> find(Identity who) {
    return one(FIND, who).map(found -> found.map(row -> profile(row, who)));
  }

  /** Sets, or with null resets, a time zone; tells whether there was somebody to set it for. */
  Future<Boolean> setTimezone(Identity who, String zone) {
    return update(SET_TIMEZONE, Tuple.of(zone, who.issuer(), who.wpId()), who);
  }

  Future<Optional<JsonObject>> leaderboardSettings(Identity who) {
    return one(LEADERBOARD, who).map(found -> found.map(Profiles::leaderboard));
  }

  Future<Boolean> isScreenNameTaken(Identity who, String name) {
    return database
        .pool()
        .preparedQuery(NAME_TAKEN)
        .execute(Tuple.of(name.toLowerCase(Locale.ROOT), who.issuer(), who.wpId()))
        .map(rows -> rows.size() > 0);
  }

  Future<Boolean> setScreenName(Identity who, String name) {
    return update(SET_SCREEN_NAME, Tuple.of(name, who.issuer(), who.wpId()), who);
  }

  Future<Boolean> setShowScreenName(Identity who, boolean show) {
    return update(SET_SHOW_SCREEN_NAME, Tuple.of(show, who.issuer(), who.wpId()), who);
  }

  private Future<Optional<Row>> one(String sql, Identity who) {
    return database
        .pool()
        .preparedQuery(sql)
        .execute(Tuple.of(who.issuer(), who.wpId()))
        .map(Profiles::first);
  }

  /** The server counts only rows that changed, so a row that stays as it was is looked for. */
  private Future<Boolean> update(String sql, Tuple values, Identity who) {
    return database
        .pool()
        .preparedQuery(sql)
        .execute(values)
        .compose(
            rows ->
                rows.rowCount() > 0
                    ? Future.succeededFuture(true)
                    : one(LEADERBOARD, who).map(Optional::isPresent));
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }

  private static JsonObject profile(Row row, Identity who) {
    return new JsonObject()
        .put("id", row.getInteger("id"))
        .put("issuer", row.getString("issuer"))
        .put("wp_user_id", row.getString("wp_user_id"))
        .put("email", row.getString("email"))
        .put("display_name", row.getString("display_name"))
        .put("roles", roles(row.getString("roles_json")))
        .put("is_admin", row.getBoolean("is_admin") || who.isAdministrator())
        .put("subscription_tier", row.getString("subscription_tier"))
        .put("timezone", row.getString("timezone"))
        .put("created_at", utc(row.getLocalDateTime("created_at")))
        .put("last_login_at", utc(row.getLocalDateTime("last_login_at")));
  }

  private static JsonObject leaderboard(Row row) {
    String screenName = row.getString("screen_name");
    String displayName = row.getString("display_name");
    boolean show = Boolean.TRUE.equals(row.getBoolean("show_screen_name"));
    String shown = show && !isBlank(screenName) ? screenName : displayName;
    return new JsonObject()
        .put("userId", row.getInteger("id"))
        .put("screenName", screenName)
        .put("showScreenName", show)
        .put("displayName", isBlank(shown) ? "Anonymous" : shown);
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private static JsonArray roles(String json) {
    try {
      return new JsonArray(json);
    } catch (DecodeException | ClassCastException written) {
      return new JsonArray();
    }
  }

  private static String utc(LocalDateTime at) {
    return at == null ? null : UTC_MILLIS.format(at.toInstant(ZoneOffset.UTC));
  }
}
