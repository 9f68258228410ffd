package io.marketswarm.web.identity;

import io.marketswarm.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Which user of ours a person of an identity site is. For one event loop. */
public final class UserIds {
  private static final String FIND = "SELECT id FROM users WHERE issuer = ? AND wp_user_id = ?";
  private static final Duration BELIEVED = Duration.ofSeconds(30);
  private static final int MOST_REMEMBERED = 20_000;

  private record Key(String issuer, String wpId) {}

  private final Database database;
  private final ShortMemory<Key, Integer> known;

  public UserIds(Database database, InstantSource clock) {
    this.database = database;
    this.known = new ShortMemory<>(BELIEVED, MOST_REMEMBERED, clock);
  }

  /** The {@code users.id}; empty when they have never been here. */
  public Future<Optional<Integer>> find(String issuer, String wpId) {
    Key key = new Key(issuer, wpId);
    Optional<Integer> remembered = known.recall(key);
    if (remembered.isPresent()) {
      return Future.succeededFuture(remembered);
    }
    return database
        .pool()
        .preparedQuery(FIND)
        .execute(Tuple.of(issuer, wpId))
        .map(UserIds::idOf)
        .onSuccess(id -> id.ifPresent(found -> known.note(key, found)));
  }

  private static Optional<Integer> idOf(RowSet<Row> rows) {
    return rows.size() == 0
        ? Optional.empty()
        : Optional.of(rows.iterator().next().getInteger("id"));
  }
}
