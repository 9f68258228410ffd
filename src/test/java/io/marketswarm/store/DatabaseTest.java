package io.marketswarm.store;

import static io.marketswarm.store.Eventually.failure;
import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private static final int SIZE = 4;

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase server = TestDatabase.shared();
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(vertx, server.url(), SIZE);
    until("it is up", database::up);
    run("DROP TABLE IF EXISTS t");
    run("CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL, doc JSON) ENGINE = InnoDB");
    run("INSERT INTO t (id, n) VALUES (1, 0), (2, 0)");
  }

  @AfterEach
  void close() {
    get(database.close());
    get(vertx.close());
  }

  @Test
  void everySessionIsInUtcAndStrict() {
    List<SqlConnection> all = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      SqlConnection connection = get(database.pool().getConnection());
      all.add(connection);
      Row row =
          get(connection.query("SELECT @@time_zone, @@sql_mode, @@collation_connection").execute())
              .iterator()
              .next();
      assertThat(row.getString(0)).isEqualTo("+00:00");
      assertThat(row.getString(1)).contains("STRICT_TRANS_TABLES", "NO_ZERO_DATE");
      assertThat(row.getString(2)).isEqualTo("utf8mb4_unicode_ci");
    }
    assertThat(database.stats().inUse()).isEqualTo(SIZE);
    all.forEach(SqlConnection::close);
    assertThat(failure(sql("INSERT INTO t (id, n) VALUES (3, 'many')")))
        .isInstanceOf(MySQLException.class);
    run("INSERT INTO t (id, n) VALUES (4, LENGTH('\uD83D\uDC1D'))");
    assertThat(number("SELECT n FROM t WHERE id = 4")).isEqualTo(4);
  }

  @Test
  void preparedQueriesMapCollectAndBatch() {
    var query = database.pool().preparedQuery("SELECT id FROM t WHERE id >= ? ORDER BY id");
    List<Integer> ids = new ArrayList<>();
    get(query.mapping(row -> row.getInteger(0)).execute(Tuple.of(1))).forEach(ids::add);
    assertThat(ids).containsExactly(1, 2);
    assertThat(get(query.collecting(Collectors.counting()).execute(Tuple.of(2))).value())
        .isEqualTo(1L);
    get(
        database
            .pool()
            .preparedQuery("INSERT INTO t (id, n) VALUES (?, ?)")
            .executeBatch(List.of(Tuple.of(5, 1), Tuple.of(6, 1))));
    assertThat(number("SELECT COUNT(*) FROM t")).isEqualTo(4);
    assertThat(database.stats().inUse()).isZero();
  }

  @Test
  void aTransactionCommitsOrRollsBack() {
    String result =
        get(
            database.transaction(
                connection ->
                    connection.query("UPDATE t SET n = 7 WHERE id = 1").execute().map("done")));
    assertThat(result).isEqualTo("done");
    assertThat(number("SELECT n FROM t WHERE id = 1")).isEqualTo(7);
    IllegalStateException bug = new IllegalStateException("a bug of the caller");
    assertThat(
            failure(
                database.transaction(
                    connection ->
                        connection
                            .query("UPDATE t SET n = 8 WHERE id = 1")
                            .execute()
                            .compose(rows -> Future.failedFuture(bug)))))
        .isSameAs(bug);
    assertThat(
            failure(
                database.transaction(
                    connection -> {
                      throw bug;
                    })))
        .isSameAs(bug);
    assertThat(number("SELECT n FROM t WHERE id = 1")).isEqualTo(7);
    assertThat(database.stats().inUse()).isZero();
  }

  @Test
  void aDeadlockIsTriedAgain() {
    Promise<Void> bothHoldOne = Promise.promise();
    AtomicInteger holding = new AtomicInteger();
    AtomicInteger attempts = new AtomicInteger();
    Future<Void> forth = crossing(1, 2, holding, bothHoldOne, attempts);
    Future<Void> back = crossing(2, 1, holding, bothHoldOne, attempts);
    get(Future.all(forth, back));
    assertThat(attempts.get()).isGreaterThanOrEqualTo(3);
    assertThat(number("SELECT n FROM t WHERE id = 1")).isEqualTo(2);
    assertThat(number("SELECT n FROM t WHERE id = 2")).isEqualTo(2);
  }

  @Test
  void aLockThatIsNotFreeInTimeIsTriedAgain() {
    SqlConnection holder = get(database.pool().getConnection());
    get(holder.begin());
    get(holder.query("UPDATE t SET n = 1 WHERE id = 1").execute());
    AtomicInteger attempts = new AtomicInteger();
    Future<Integer> waiting =
        database.transaction(
            connection ->
                connection
                    .query("SET innodb_lock_wait_timeout = 1")
                    .execute()
                    .compose(set -> connection.query("UPDATE t SET n = 2 WHERE id = 1").execute())
                    .map(rows -> attempts.get())
                    .onComplete(end -> attempts.incrementAndGet()));
    until("it has waited in vain once", () -> attempts.get() >= 1);
    get(holder.transaction().commit());
    get(holder.close());
    assertThat(get(waiting)).isGreaterThanOrEqualTo(1);
    assertThat(number("SELECT n FROM t WHERE id = 1")).isEqualTo(2);
  }

  @Test
  void anErrorOfTheServerIsNotTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    Throwable duplicate =
        failure(
            database.transaction(
                connection -> {
                  attempts.incrementAndGet();
                  return connection.query("INSERT INTO t (id, n) VALUES (1, 1)").execute();
                }));
    assertThat(duplicate).isInstanceOf(MySQLException.class);
    assertThat(((MySQLException) duplicate).getErrorCode()).isEqualTo(1062);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void jsonColumnsReadAlike() {
    get(
        database
            .pool()
            .preparedQuery("UPDATE t SET doc = ? WHERE id = ?")
            .executeBatch(
                List.of(
                    Tuple.of(new JsonObject().put("a", new JsonArray().add(1)), 1),
                    Tuple.of(new JsonArray().add("x"), 2))));
    run("INSERT INTO t (id, n) VALUES (3, 0)");
    List<Row> rows = new ArrayList<>();
    get(sql("SELECT doc, n FROM t ORDER BY id")).forEach(rows::add);
    assertThat(JsonColumn.object(rows.get(0), "doc"))
        .isEqualTo(new JsonObject().put("a", new JsonArray().add(1)));
    assertThat(JsonColumn.array(rows.get(1), "doc")).isEqualTo(new JsonArray().add("x"));
    assertThat(JsonColumn.object(rows.get(2), "doc")).isNull();
    assertThat(JsonColumn.array(rows.get(2), "doc")).isNull();
    assertThatThrownBy(() -> JsonColumn.object(rows.get(0), "n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column n holds a Integer");
  }

  @Test
  void statsShowWhoWaits() {
    List<SqlConnection> all = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      all.add(get(database.pool().getConnection()));
    }
    Future<SqlConnection> waiting = database.pool().getConnection();
    Database.Stats full = database.stats();
    assertThat(full.size()).isEqualTo(SIZE);
    assertThat(full.inUse()).isEqualTo(SIZE);
    assertThat(full.waiting()).isEqualTo(1);
    until("somebody waits for a second", () -> database.stats().waitingSeconds() >= 1);
    get(database.ping());
    all.forEach(SqlConnection::close);
    get(get(waiting).close());
    until("all are back", () -> database.stats().inUse() == 0);
    assertThat(database.stats().waiting()).isZero();
    assertThat(database.stats().waitingSeconds()).isZero();
    assertThat(database.stats().waitMillis95()).isPositive();
  }

  @Test
  void tooManyWaitingAreRefusedAtOnce() {
    List<Future<?>> sleeping = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      sleeping.add(sql("SELECT SLEEP(1)"));
    }
    List<Future<?>> queued =
        IntStream.range(0, SIZE * 64 + 50).<Future<?>>mapToObj(i -> sql("SELECT 1")).toList();
    Throwable refused = failure(Future.all(queued));
    assertThat(refused).isInstanceOf(StoreAway.class).hasMessageContaining("too many wait");
    get(Future.join(queued).otherwiseEmpty());
    get(Future.all(sleeping));
  }

  @Test
  void startsWithoutAServer() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Database none = Database.open(vertx, "mysql://u:tops3cret@127.0.0.1:" + port + "/s");
    assertThat(failure(none.pool().query("SELECT 1").execute()))
        .isInstanceOf(StoreAway.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageNotContaining("tops3cret");
    assertThat(none.up()).isFalse();
    get(none.close());
  }

  @Test
  void whoeverAsksBeforeItIsKnownWhereItIsWaits() {
    Promise<String> url = Promise.promise();
    Database later = Database.open(vertx, url.future());
    Future<Integer> asked =
        later.pool().query("SELECT 7").execute().map(rows -> rows.iterator().next().getInteger(0));
    Future<Void> pinged = later.ping();
    assertThat(asked.isComplete()).isFalse();
    assertThat(later.up()).isFalse();
    url.complete(server.url());
    assertThat(get(asked)).isEqualTo(7);
    get(pinged);
    get(later.close());
  }

  @Test
  void whoeverWaitsForADatabaseThatNeverComesIsTold() {
    Promise<String> url = Promise.promise();
    Database never = Database.open(vertx, url.future());
    Database unwanted = Database.open(vertx, Promise.<String>promise().future());
    List<Future<?>> asked =
        List.of(never.pool().query("SELECT 1").execute(), never.ping(), unwanted.ping());
    url.fail("MariaDB ended while starting");
    get(unwanted.close());
    for (Future<?> waiting : asked) {
      assertThat(failure(waiting)).isInstanceOf(StoreAway.class).hasMessageContaining("is away");
    }
    get(never.close());
  }

  @Test
  void aRefusedLoginIsToldWithoutThePassword() {
    Database wrong = Database.open(vertx, server.urlWithPassword("tops3cret"));
    for (Future<?> asked : List.of(wrong.pool().query("SELECT 1").execute(), wrong.ping())) {
      assertThat(failure(asked))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("refuses the login")
          .hasMessageContaining("Access denied")
          .hasMessageNotContaining("tops3cret");
    }
    get(wrong.close());
  }

  @Test
  void comesBackAfterTheServerWasKilled() {
    Future<?> hanging = sql("SELECT SLEEP(30)");
    Future<?> together =
        database
            .pool()
            .withConnection(
                connection ->
                    Future.join(
                        connection.query("SELECT SLEEP(30)").execute(),
                        connection.query("SELECT 1").execute()));
    Future<?> inTransaction =
        database.transaction(
            connection ->
                Future.join(
                    connection.query("SELECT SLEEP(30)").execute(),
                    connection.query("SELECT 1").execute(),
                    connection.query("SELECT 2").execute()));
    until(
        "they run",
        () ->
            number(
                    "SELECT COUNT(*) FROM information_schema.processlist"
                        + " WHERE info LIKE 'SELECT SLEEP%'")
                == 3);
    server.kill();
    assertThat(failure(together)).isInstanceOf(StoreAway.class).hasMessageContaining("was lost");
    assertThat(failure(hanging)).isInstanceOf(StoreAway.class).hasMessageContaining("was lost");
    assertThat(failure(inTransaction)).isInstanceOf(StoreAway.class);
    until("it answers again", () -> get(sql("SELECT 1").map(true).otherwise(false)));
    until("it is up", database::up);
    until("nothing is lent", () -> database.stats().inUse() == 0);
    assertThat(number("SELECT COUNT(*) FROM t")).isEqualTo(2);
  }

  @Test
  void aFrozenServerHangsNothingForEver() {
    List<Boolean> changes = new CopyOnWriteArrayList<>();
    database.onChange(changes::add);
    server.freeze();
    try {
      List<Future<?>> hanging = new ArrayList<>();
      hanging.add(sql("SELECT LENGTH('" + "x".repeat(40 << 20) + "')"));
      for (int i = 0; i < 3 * SIZE; i++) {
        hanging.add(sql("SELECT 1"));
      }
      hanging.add(
          database.transaction(
              connection ->
                  Future.join(
                      connection.query("SELECT 1").execute(),
                      connection.query("SELECT 2").execute())));
      for (Future<?> each : hanging) {
        assertThat(failure(each)).isInstanceOf(StoreAway.class);
      }
      until("it is down", () -> !database.up());
      assertThat(failure(sql("SELECT 1")))
          .isInstanceOf(StoreAway.class)
          .hasMessageContaining("no answer for");
      assertThat(failure(database.ping())).isInstanceOf(StoreAway.class);
    } finally {
      server.thaw();
    }
    until("it is up", database::up);
    assertThat(number("SELECT COUNT(*) FROM t")).isEqualTo(2);
    until(
        "both changes were told",
        () -> changes.contains(false) && changes.lastIndexOf(true) > changes.indexOf(false));
    assertThat(changes).endsWith(false, true);
  }

  private Future<Void> crossing(
      int first,
      int second,
      AtomicInteger holding,
      Promise<Void> bothHoldOne,
      AtomicInteger tries) {
    return database.transaction(
        connection -> {
          tries.incrementAndGet();
          return connection
              .query("UPDATE t SET n = n + 1 WHERE id = " + first)
              .execute()
              .compose(
                  rows -> {
                    if (holding.incrementAndGet() == 2) {
                      bothHoldOne.complete();
                    }
                    return bothHoldOne.future();
                  })
              .compose(
                  both -> connection.query("UPDATE t SET n = n + 1 WHERE id = " + second).execute())
              .mapEmpty();
        });
  }

  private Future<RowSet<Row>> sql(String sql) {
    return database.pool().query(sql).execute();
  }

  private void run(String sql) {
    get(sql(sql));
  }

  private long number(String sql) {
    return get(sql(sql)).iterator().next().getLong(0);
  }
}
