package io.marketswarm.web;

import io.marketswarm.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Does what a client asks once, however often it asks: a request that carries an {@code
 * Idempotency-Key} is answered for 24 hours as it was the first time. The key, the effect and the
 * answer are committed together, so this holds across crashes and on every node.
 */
public final class Idempotency {
  public static final String HEADER = "Idempotency-Key";

  /** How many keys {@link #forgetExpired} removes. */
  public static final int FORGOTTEN_AT_ONCE = 1_000;

  private static final int LONGEST_KEY = 100;
  private static final int KEPT_HOURS = 24;
  private static final long PATIENCE_MILLIS = 5_000;
  private static final int MOST_ATTEMPTS = 3;
  private static final int DUPLICATE = 1062;

  private static final String TAKE =
      "INSERT INTO idempotency_keys (user_id, id, request_hash, expires_at)"
          + " VALUES (?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL "
          + KEPT_HOURS
          + " HOUR)";

  private static final String KEEP =
      "UPDATE idempotency_keys SET state = 'done', response_status = ?, response_body = ?"
          + " WHERE user_id = ? AND id = ?";

  private static final String RECALL =
      "SELECT request_hash, response_status, response_body, expires_at <= UTC_TIMESTAMP(3) expired"
          + " FROM idempotency_keys WHERE user_id = ? AND id = ?";

  private static final String FORGET =
      "DELETE FROM idempotency_keys WHERE user_id = ? AND id = ? AND expires_at <="
          + " UTC_TIMESTAMP(3)";

  private static final String FORGET_EXPIRED =
      "DELETE FROM idempotency_keys WHERE expires_at <= UTC_TIMESTAMP(3) LIMIT "
          + FORGOTTEN_AT_ONCE;

  /** What this JVM is doing right now; a twin waits here instead of holding a connection. */
  private static final Map<Key, Running> RUNNING = new ConcurrentHashMap<>();

  private static final ApiError IN_PROGRESS = new ApiError(409, "Request in progress");

  private final Database database;

  public Idempotency(Database database) {
    this.database = database;
  }

  private record Key(Database database, long userId, String id) {}

  private record Running(byte[] hash, Promise<Reply> reply) {}

  /** The key was taken before. */
  private static final class Taken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Taken() {
      super("taken", null, false, false);
    }
  }

  /**
   * Runs {@code effect} in a transaction, unless this user's key has been answered before. Without
   * a key it just runs. What fails is not kept: the key may be used again.
   */
  public Future<Reply> once(
      RoutingContext request, long userId, Function<SqlConnection, Future<Reply>> effect) {
    Buffer body = request.body().buffer();
    return once(request, userId, body == null ? Buffer.buffer() : body, effect);
  }

  /** As {@link #once(RoutingContext, long, Function)}, for a body that was read elsewhere. */
  public Future<Reply> once(
      RoutingContext request,
      long userId,
      Buffer body,
      Function<SqlConnection, Future<Reply>> effect) {
    String given = request.request().getHeader(HEADER);
    if (given == null) {
      return database.transaction(effect);
    }
    if (given.isBlank() || given.length() > LONGEST_KEY) {
      return Future.failedFuture(
          ApiError.badRequest(HEADER + " must have 1 to " + LONGEST_KEY + " characters"));
    }
    Key key = new Key(database, userId, given);
    Running mine = new Running(hash(request, body), Promise.promise());
    Running before = RUNNING.putIfAbsent(key, mine);
    Future<Reply> reply =
        before == null
            ? run(key, mine, effect)
            : same(mine.hash, before.hash) ? await(request.vertx(), before) : misused();
    return reply.onFailure(
        cause -> {
          if (cause == IN_PROGRESS) {
            request.response().putHeader("Retry-After", "1");
          }
        });
  }

  /** Removes a portion of what is older than a day; returns how much that was. */
  public Future<Integer> forgetExpired() {
    return database.pool().query(FORGET_EXPIRED).execute().map(RowSet::rowCount);
  }

  private Future<Reply> run(Key key, Running mine, Function<SqlConnection, Future<Reply>> effect) {
    return attempt(key, mine.hash, effect, 1)
        .andThen(
            (reply, cause) -> {
              RUNNING.remove(key);
              if (cause == null) {
                mine.reply.complete(reply);
              } else {
                mine.reply.fail(cause);
              }
            });
  }

  /** The twin's answer, on the context of the caller. */
  private static Future<Reply> await(Vertx vertx, Running twin) {
    Promise<Reply> done = ((VertxInternal) vertx).promise();
    twin.reply
        .future()
        .onComplete(
            (reply, cause) -> {
              if (cause == null) {
                done.tryComplete(replay(reply));
              } else {
                done.tryFail(cause);
              }
            });
    return done.future()
        .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .recover(
            cause ->
                cause instanceof TimeoutException
                    ? Future.failedFuture(IN_PROGRESS)
                    : Future.failedFuture(cause));
  }

  private Future<Reply> attempt(
      Key key, byte[] hash, Function<SqlConnection, Future<Reply>> effect, int number) {
    return database
        .transaction(
            connection ->
                take(connection, key, hash)
                    .compose(taken -> effect.apply(connection))
                    .compose(reply -> keep(connection, key, reply)))
        .recover(
            cause ->
                cause instanceof Taken
                    ? recall(key, hash, effect, number)
                    : Future.failedFuture(cause));
  }

  private static Future<Void> take(SqlConnection connection, Key key, byte[] hash) {
    return connection
        .preparedQuery(TAKE)
        .execute(Tuple.of(key.userId, key.id, Buffer.buffer(hash)))
        .<Void>mapEmpty()
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof MySQLException error && error.getErrorCode() == DUPLICATE
                        ? new Taken()
                        : cause));
  }

  private static Future<Reply> keep(SqlConnection connection, Key key, Reply reply) {
    return connection
        .preparedQuery(KEEP)
        .execute(Tuple.of(reply.status(), reply.body().toString(), key.userId, key.id))
        .map(reply);
  }

  private Future<Reply> recall(
      Key key, byte[] hash, Function<SqlConnection, Future<Reply>> effect, int number) {
    return database
        .pool()
        .preparedQuery(RECALL)
        .execute(Tuple.of(key.userId, key.id))
        .compose(
            rows -> {
              RowIterator<Row> found = rows.iterator();
              if (!found.hasNext()) {
                return again(key, hash, effect, number); // its first use was undone meanwhile
              }
              Row row = found.next();
              if (row.getInteger("expired") == 1) {
                return database
                    .pool()
                    .preparedQuery(FORGET)
                    .execute(Tuple.of(key.userId, key.id))
                    .compose(gone -> again(key, hash, effect, number));
              }
              return same(hash, row.getBuffer("request_hash").getBytes())
                  ? Future.succeededFuture(
                      new Reply(
                          row.getInteger("response_status"),
                          Buffer.buffer(row.getString("response_body")),
                          true))
                  : misused();
            });
  }

  private Future<Reply> again(
      Key key, byte[] hash, Function<SqlConnection, Future<Reply>> effect, int number) {
    return number < MOST_ATTEMPTS
        ? attempt(key, hash, effect, number + 1)
        : Future.failedFuture(IN_PROGRESS);
  }

  private static Reply replay(Reply reply) {
    return new Reply(reply.status(), reply.body(), true);
  }

  private static boolean same(byte[] one, byte[] other) {
    return Arrays.equals(one, other);
  }

  private static Future<Reply> misused() {
    return Future.failedFuture(
        new ApiError(422, HEADER + " was used for a different request before"));
  }

  private static byte[] hash(RoutingContext request, Buffer body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(request.request().method().name().getBytes(StandardCharsets.US_ASCII));
      digest.update((byte) ' ');
      digest.update(request.request().uri().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
      digest.update(body.getBytes());
      return digest.digest();
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
