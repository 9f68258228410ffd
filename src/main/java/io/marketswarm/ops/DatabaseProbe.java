package io.marketswarm.ops;

import io.marketswarm.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.concurrent.TimeUnit;

/** How the health of the database is felt. */
public interface DatabaseProbe {
  /** Stands for a number that could not be asked for. */
  int UNKNOWN = -1;

  /** Completes when the server answers a query. */
  Future<Void> ping();

  /** How many clients the server has, or {@link #UNKNOWN}. */
  Future<Integer> threadsConnected();

  /** The pool of this node. */
  Database.Stats pool();

  static DatabaseProbe of(Database database) {
    return new OfPool(database);
  }

  /** Asks the server of a pool; never queues behind those who wait for a connection. */
  record OfPool(Database database) implements DatabaseProbe {
    private static final long PATIENCE_SECONDS = 2;

    @Override
    public Future<Void> ping() {
      return database.ping();
    }

    @Override
    public Future<Integer> threadsConnected() {
      if (!database.up() || database.stats().waiting() > 0) {
        return Future.succeededFuture(UNKNOWN);
      }
      return database
          .pool()
          .query("SHOW GLOBAL STATUS LIKE 'Threads_connected'")
          .execute()
          .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .map(OfPool::number)
          .otherwise(UNKNOWN);
    }

    private static int number(RowSet<Row> rows) {
      for (Row row : rows) {
        return Integer.parseInt(row.getString(1));
      }
      return UNKNOWN;
    }

    @Override
    public Database.Stats pool() {
      return database.stats();
    }
  }
}
