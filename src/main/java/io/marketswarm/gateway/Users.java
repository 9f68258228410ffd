package io.marketswarm.gateway;

import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.ShortMemory;
import io.marketswarm.web.identity.UserIds;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The people who have been here, in the database. For one event loop. */
public final class Users {
  /** {@code LAST_INSERT_ID(id)} makes the id of an existing row the one that is reported. */
  private static final String SIGN_IN =
      """
      INSERT INTO users
        (issuer, wp_user_id, email, display_name, roles_json, is_admin, subscription_tier,
         last_login_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP())
      ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), email = VALUES(email),
        display_name = VALUES(display_name), roles_json = VALUES(roles_json),
        is_admin = VALUES(is_admin), subscription_tier = VALUES(subscription_tier),
        last_login_at = VALUES(last_login_at)
      """;

  /** For somebody who signed in while the database was away; a login it is not. */
  private static final String ADD =
      """
      INSERT INTO users
        (issuer, wp_user_id, email, display_name, roles_json, is_admin, subscription_tier)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)
      """;

  private static final String IS_ADMIN =
      "SELECT is_admin FROM users WHERE issuer = ? AND wp_user_id = ?";

  private static final Duration ADMIN_BELIEVED = Duration.ofSeconds(60);
  private static final int MOST_REMEMBERED = 10_000;
  private static final int UNAUTHORIZED = 401;

  private record Key(String issuer, String wpId) {
    static Key of(Identity who) {
      return new Key(who.issuer(), who.wpId());
    }
  }

  private final Database database;
  private final UserIds ids;
  private final ShortMemory<Key, Boolean> admins;

  Users(Database database, UserIds ids, InstantSource clock) {
    this.database = database;
    this.ids = ids;
    this.admins = new ShortMemory<>(ADMIN_BELIEVED, MOST_REMEMBERED, clock);
  }

  /**
   * Keeps what the identity site says of somebody who signs in.
   *
   * @param isAdmin what the site says beside the roles
   */
  Future<Integer> signedIn(Identity who, boolean isAdmin) {
    admins.forget(Key.of(who));
    return write(SIGN_IN, who, isAdmin || who.isAdministrator());
  }

  /** The {@code users.id}, of a row that is made if there is none yet. */
  Future<Integer> idOf(Identity who) {
    return ids.find(who.issuer(), who.wpId())
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(() -> write(ADD, who, who.isAdministrator())));
  }

  /** Whether the database makes them an administrator; believed for a minute. */
  Future<Boolean> isAdmin(Identity who) {
    Key key = Key.of(who);
    Optional<Boolean> known = admins.recall(key);
    if (known.isPresent()) {
      return Future.succeededFuture(known.get());
    }
    return database
        .pool()
        .preparedQuery(IS_ADMIN)
        .execute(Tuple.of(key.issuer(), key.wpId()))
        .map(Users::isAdmin)
        .onSuccess(admin -> admins.note(key, admin));
  }

  private Future<Integer> write(String sql, Identity who, boolean isAdmin) {
    if (who.email().isEmpty()) {
      return Future.failedFuture(
          ApiError.whole(UNAUTHORIZED, new JsonObject().put("error", "Invalid session")));
    }
    return database
        .pool()
        .preparedQuery(sql)
        .execute(
            Tuple.of(
                who.issuer(),
                who.wpId(),
                who.email(),
                who.name(),
                new JsonArray(who.roles()).encode(),
                isAdmin,
                who.subscriptionTier()))
        .map(rows -> rows.property(MySQLClient.LAST_INSERTED_ID).intValue());
  }

  private static boolean isAdmin(RowSet<Row> rows) {
    return rows.size() > 0 && rows.iterator().next().getBoolean("is_admin");
  }
}
