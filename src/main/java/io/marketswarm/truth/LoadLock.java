package io.marketswarm.truth;

import static io.vertx.redis.client.Request.cmd;

import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Lets loaders take turns, so that several nodes that start together load once and no document is
 * lost to the history. A loader that dies keeps the others waiting for a few seconds only.
 */
final class LoadLock {
  private static final long LIFE_MILLIS = 10_000;
  private static final long RETRY_MILLIS = 50;

  /** Longer than a dead holder's lock lives. */
  private static final long PATIENCE_MILLIS = 15_000;

  /** Deletes the lock, unless it has run out and is another's. */
  private static final String RELEASE =
      "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

  private final Vertx vertx;
  private final RedisBus system;

  LoadLock(Vertx vertx, RedisBus system) {
    this.vertx = vertx;
    this.system = system;
  }

  <T> Future<T> hold(Supplier<Future<T>> work) {
    String token = UUID.randomUUID().toString();
    return take(token, PATIENCE_MILLIS)
        .compose(taken -> work.get())
        .eventually(() -> release(token).otherwiseEmpty());
  }

  private Future<Void> take(String token, long patienceMillis) {
    return system
        .send(
            cmd(Command.SET)
                .arg(TruthKeys.LOCK)
                .arg(token)
                .arg("NX")
                .arg("PX")
                .arg(String.valueOf(LIFE_MILLIS)))
        .compose(
            answer -> {
              if (answer != null) {
                return Future.succeededFuture();
              }
              if (patienceMillis <= 0) {
                return Future.failedFuture(new TruthException("another loader does not finish"));
              }
              return vertx
                  .timer(RETRY_MILLIS)
                  .compose(later -> take(token, patienceMillis - RETRY_MILLIS));
            });
  }

  private Future<Void> release(String token) {
    return system
        .send(cmd(Command.EVAL).arg(RELEASE).arg("1").arg(TruthKeys.LOCK).arg(token))
        .mapEmpty();
  }
}
