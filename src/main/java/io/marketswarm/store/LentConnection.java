package io.marketswarm.store;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.spi.DatabaseMetadata;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection of the pool that reports when it is given back, and knows when it is lost: when
 * several statements are under way on a connection that breaks, the client fails only the first of
 * them and lets the others hang.
 */
final class LentConnection implements SqlConnection {
  private final VertxInternal vertx;
  private final SqlConnection connection;
  private final Runnable returned;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Promise<Void> lost = Promise.promise();

  LentConnection(VertxInternal vertx, SqlConnection connection, Runnable returned) {
    this.vertx = vertx;
    this.connection = connection;
    this.returned = returned;
    connection.closeHandler(gone -> lost.tryComplete());
    connection.exceptionHandler(broken -> {}); // the statement under way tells it
  }

  /** What becomes of {@code work} on this connection, failed when the connection is lost. */
  <T> Future<T> untilLost(Future<T> work) {
    Promise<T> outcome = vertx.promise();
    work.onComplete(outcome::tryComplete, outcome::tryFail);
    lost.future().onComplete(gone -> outcome.tryFail(ClosedConnectionException.INSTANCE));
    return outcome.future();
  }

  @Override
  public Future<Void> close() {
    if (closed.compareAndSet(false, true)) {
      returned.run();
    }
    return connection.close();
  }

  @Override
  public Query<RowSet<Row>> query(String sql) {
    return connection.query(sql);
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
    return connection.preparedQuery(sql);
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
    return connection.preparedQuery(sql, options);
  }

  @Override
  public Future<PreparedStatement> prepare(String sql) {
    return connection.prepare(sql);
  }

  @Override
  public Future<PreparedStatement> prepare(String sql, PrepareOptions options) {
    return connection.prepare(sql, options);
  }

  @Override
  public SqlConnection exceptionHandler(Handler<Throwable> handler) {
    connection.exceptionHandler(handler);
    return this;
  }

  @Override
  public SqlConnection closeHandler(Handler<Void> handler) {
    lost.future().onComplete(gone -> handler.handle(null));
    return this;
  }

  @Override
  public Future<Transaction> begin() {
    return connection.begin();
  }

  @Override
  public Transaction transaction() {
    return connection.transaction();
  }

  @Override
  public boolean isSSL() {
    return connection.isSSL();
  }

  @Override
  public DatabaseMetadata databaseMetadata() {
    return connection.databaseMetadata();
  }
}
