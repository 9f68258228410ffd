package io.marketswarm.journal.jobs;

import io.marketswarm.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.function.Supplier;

/** Lets one of all nodes do a piece of work at a time; the others leave it. */
public final class SingleFlight {
  private static final String TAKE = "SELECT GET_LOCK(?, 0) taken";
  private static final String GIVE_BACK = "SELECT RELEASE_LOCK(?)";
  private static final String PREFIX = "marketswarm.journal.";

  private SingleFlight() {}

  /** The result of the work; empty when it is being done elsewhere. */
  public static <T> Future<Optional<T>> run(
      Database database, String name, Supplier<Future<T>> work) {
    Tuple lock = Tuple.of(PREFIX + name);
    // The lock is the connection's: when that breaks, the server frees it.
    return database
        .pool()
        .withConnection(
            connection ->
                connection
                    .preparedQuery(TAKE)
                    .execute(lock)
                    .compose(
                        rows -> {
                          Long taken = rows.iterator().next().getLong(0);
                          if (taken == null || taken == 0) {
                            return Future.succeededFuture(Optional.empty());
                          }
                          return work.get()
                              .map(Optional::of)
                              .eventually(() -> connection.preparedQuery(GIVE_BACK).execute(lock));
                        }));
  }
}
