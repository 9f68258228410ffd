package io.marketswarm.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;

/** A query that borrows a connection each time it is executed. */
class PooledQuery<T, Q extends Query<T>> implements Query<T> {
  final StandingPool pool;
  final Function<SqlConnection, Q> on;

  PooledQuery(StandingPool pool, Function<SqlConnection, Q> on) {
    this.pool = pool;
    this.on = on;
  }

  @Override
  public Future<T> execute() {
    return borrow(Query::execute);
  }

  @Override
  public <R> Query<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
    return new PooledQuery<>(pool, connection -> on.apply(connection).collecting(collector));
  }

  @Override
  public <U> Query<RowSet<U>> mapping(Function<Row, U> mapper) {
    return new PooledQuery<>(pool, connection -> on.apply(connection).mapping(mapper));
  }

  final Future<T> borrow(Function<Q, Future<T>> execution) {
    return pool.withConnection(connection -> execution.apply(on.apply(connection)));
  }

  /** The same with parameters. */
  static final class Prepared<T> extends PooledQuery<T, PreparedQuery<T>>
      implements PreparedQuery<T> {
    Prepared(StandingPool pool, Function<SqlConnection, PreparedQuery<T>> on) {
      super(pool, on);
    }

    @Override
    public Future<T> execute(Tuple tuple) {
      return borrow(query -> query.execute(tuple));
    }

    @Override
    public Future<T> executeBatch(List<Tuple> batch) {
      return borrow(query -> query.executeBatch(batch));
    }

    @Override
    public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
      return new Prepared<>(pool, connection -> on.apply(connection).collecting(collector));
    }

    @Override
    public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
      return new Prepared<>(pool, connection -> on.apply(connection).mapping(mapper));
    }
  }
}
