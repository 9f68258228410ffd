package io.marketswarm.store;

import io.marketswarm.log.Log;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The database: a pool of connections that outlives the server. Every session is in UTC and strict
 * mode. While connections are in use a probe on a connection of its own asks every second whether
 * the server answers, and every five seconds otherwise; when it falls silent, all its connections
 * are dropped, which fails the statements hanging on them.
 */
public final class Database {
  private static final int DEFAULT_MAX_SIZE = 16;
  private static final int WAITING_PER_CONNECTION = 64;
  private static final int ACQUIRE_SECONDS = 5;
  private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
  private static final Pulse.Rhythm RHYTHM =
      new Pulse.Rhythm(Duration.ofSeconds(1), 3, Duration.ofSeconds(5));
  private static final long PING_MILLIS = 2_000;

  /** An embedded server is made, and not only started, when a node starts for the first time. */
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(10);

  /** Whoever waits longer for a lock is better off trying again. */
  private static final int LOCK_WAIT_SECONDS = 3;

  private static final String SESSION =
      "SET time_zone = '+00:00', innodb_lock_wait_timeout = "
          + LOCK_WAIT_SECONDS
          + ", sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_DATE,"
          + "NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";

  private static final Log LOG = Log.of("store");

  private final VertxInternal vertx;
  private final ContextInternal context;
  private final int maxSize;
  private final StandingPool pool;
  private final Transactions transactions;
  private final Reachability reachability;
  private final DatabaseSockets sockets = new DatabaseSockets();
  private volatile DatabaseUrl url;
  private volatile Pool probe;
  private Pool behind;
  private volatile Pulse pulse;
  private boolean closed;

  /** Opens a database that may still be down: it keeps trying by itself. */
  public static Database open(Vertx vertx, String url) {
    return open(vertx, url, DEFAULT_MAX_SIZE);
  }

  /** As {@link #open(Vertx, String)}, with at most {@code maxSize} connections. */
  public static Database open(Vertx vertx, String url, int maxSize) {
    DatabaseUrl.parse(url); // what is wrong with it is told at once
    return open(vertx, Future.succeededFuture(url), maxSize);
  }

  /** As {@link #open(Vertx, String)}, as soon as it is known where the database is. */
  public static Database open(Vertx vertx, Future<String> url) {
    return open(vertx, url, DEFAULT_MAX_SIZE);
  }

  private static Database open(Vertx vertx, Future<String> url, int maxSize) {
    Database database = new Database(vertx, maxSize);
    url.onComplete(
        known -> database.context.runOnContext(now -> database.connect(known)),
        cause -> database.pool.giveUp(cause.getMessage()));
    return database;
  }

  private Database(Vertx vertx, int maxSize) {
    this.vertx = (VertxInternal) vertx;
    this.context = this.vertx.createEventLoopContext();
    this.reachability = new Reachability(this);
    this.maxSize = maxSize;
    this.pool = new StandingPool(this.vertx, this, maxSize, FIRST_PATIENCE, this::attend);
    this.transactions = new Transactions(this.vertx, pool);
  }

  /** The pool; it may be kept for as long as the database is open. */
  public Pool pool() {
    return pool;
  }

  /**
   * Runs {@code work} in a transaction that is committed when its future succeeds and rolled back
   * when it fails. After a deadlock or a lock that was not free in time all of it runs again, up to
   * {@value Transactions#MOST_ATTEMPTS} times, so it must not do anything that cannot be repeated;
   * then it fails with {@link DatabaseBusy}.
   */
  public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    return transactions.run(work);
  }

  /** Completes when the server answers a query within two seconds. */
  public Future<Void> ping() {
    return pool.whenOpen(this::pingNow);
  }

  /** Whether the last probe was answered. */
  public boolean up() {
    return reachability.isUp();
  }

  /** Hears of every change of {@link #up}, on the context of the database. */
  public void onChange(Consumer<Boolean> watcher) {
    reachability.onChange(watcher);
  }

  public Stats stats() {
    return pool.stats();
  }

  public Future<Void> close() {
    Promise<Void> done = vertx.promise();
    context.runOnContext(
        now -> {
          closed = true;
          pool.giveUp("closed");
          if (!up()) {
            sockets.cut();
          }
          disconnect().onComplete(done);
        });
    return done.future();
  }

  /** Host, port and database, for messages. */
  @Override
  public String toString() {
    DatabaseUrl known = url;
    return known == null ? "database" : "database (" + known + ")";
  }

  private void connect(String place) {
    url = DatabaseUrl.parse(place);
    connect();
  }

  private void connect() {
    if (closed) {
      return;
    }
    Pool asked = build(1);
    probe = asked;
    behind = build(maxSize);
    pool.use(behind);
    Pulse started = new Pulse(context, RHYTHM, this::awaited, () -> probe(asked), this::silent);
    pulse = started;
    started.start();
    started.attend();
    probe(asked);
  }

  /** Whether somebody uses the server, or waits for it to come. */
  private boolean awaited() {
    return pool.used() || !up();
  }

  /** A connection is lent out; from any thread. */
  private void attend() {
    Pulse current = pulse;
    if (current != null && current.resting()) {
      context.runOnContext(now -> current.attend());
    }
  }

  private Future<Void> disconnect() {
    if (pulse == null) {
      return Future.succeededFuture();
    }
    pulse.stop();
    pulse = null;
    return Future.join(probe.close(), behind.close()).mapEmpty();
  }

  private Pool build(int size) {
    return MySQLBuilder.pool(
        builder ->
            builder
                .with(
                    new PoolOptions()
                        .setMaxSize(size)
                        .setMaxWaitQueueSize(size * WAITING_PER_CONNECTION)
                        .setConnectionTimeout(ACQUIRE_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .with(
                    new NetClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setTcpKeepAlive(true))
                .withConnectHandler(this::prepareSession)
                .connectingTo(url.options())
                .using(vertx));
  }

  /** A session that cannot be prepared is ended: the pool must not lend it out. */
  private void prepareSession(SqlConnection connection) {
    sockets.add(connection);
    connection.exceptionHandler(broken -> {}); // the pool tells who waits for the connection
    connection
        .query(SESSION)
        .execute()
        .onSuccess(done -> connection.close())
        .onFailure(
            cause -> {
              LOG.error(this + " does not accept our session settings: " + cause.getMessage());
              connection.query("KILL CONNECTION_ID()").execute();
            });
  }

  private Future<Void> probe(Pool asked) {
    return asked
        .query("SELECT 1")
        .execute()
        .onComplete(
            answer -> answered(asked),
            cause -> {
              if (asked == probe && !closed) {
                boolean refused = cause instanceof MySQLException;
                reachability.down(StandingPool.serversWords(cause), refused);
              }
            })
        .otherwiseEmpty()
        .mapEmpty();
  }

  private Future<Void> pingNow() {
    Pool asked = probe;
    if (asked == null) {
      return Future.failedFuture(new DatabaseAway(this + " is away"));
    }
    return asked
        .query("SELECT 1")
        .execute()
        .timeout(PING_MILLIS, TimeUnit.MILLISECONDS)
        .<Void>mapEmpty()
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof TimeoutException
                        ? new DatabaseAway(this + " gave no answer for " + PING_MILLIS + " ms")
                        : pool.explain(cause)));
  }

  private void answered(Pool asked) {
    if (asked != probe || closed) {
      return;
    }
    pool.admit();
    reachability.up();
  }

  private void silent() {
    long millis = RHYTHM.tick().toMillis() * RHYTHM.patience();
    String reason = "no answer for " + millis + " ms";
    sockets.cut();
    disconnect();
    connect();
    pool.refuse(reason);
    reachability.down(reason, false);
  }

  /**
   * The state of the pool.
   *
   * @param size connections open
   * @param inUse connections lent out
   * @param waiting borrowers without a connection
   * @param waitingSeconds how long there has been one without a break
   * @param waitMillis95 the 95th percentile of the latest waits, in milliseconds
   */
  public record Stats(int size, int inUse, int waiting, long waitingSeconds, double waitMillis95) {}
}
