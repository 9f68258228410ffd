package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.store.Backoff;
import io.marketswarm.store.Migrations;
import io.marketswarm.store.SchemaMark;
import io.marketswarm.store.StoreAway;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Brings the database's schema up to date as soon as the database is there. */
final class SchemaBoot {
  private static final Backoff RETRY =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), 0.2);

  /** A busy server may miss the first connection; one that is away is not waited for. */
  private static final int TRIES_AT_START = 3;

  private static final Log LOG = Log.of("store");

  private final Vertx vertx;
  private final Future<String> url;
  private final SchemaMark mark;
  private volatile boolean stopped;
  private final Promise<Void> settled = Promise.promise();
  private volatile boolean current;
  private volatile Future<?> attempt = Future.succeededFuture();

  /**
   * @param url where the database is, once that is known
   */
  SchemaBoot(Vertx vertx, Future<String> url, SchemaMark mark) {
    this.vertx = vertx;
    this.url = url;
    this.mark = mark;
  }

  /** Whether the schema is the one this program knows. */
  boolean current() {
    return current;
  }

  void start() {
    migrate(1);
  }

  /** Completes when the schema is current, or cannot be made so for now. */
  Future<Void> settled() {
    return settled.future();
  }

  private void migrate(int number) {
    if (stopped) {
      return;
    }
    attempt =
        url.compose(known -> upToDate(known))
            .onSuccess(report -> current = true)
            .onFailure(cause -> failed(number, cause))
            .onComplete(
                done -> {
                  boolean again = done.failed() && done.cause() instanceof StoreAway;
                  if (!again || stopped || number >= TRIES_AT_START) {
                    settled.tryComplete();
                  }
                });
  }

  private Future<Void> upToDate(String known) {
    return mark.confirmed()
        .compose(
            version ->
                version.isPresent()
                    ? Future.succeededFuture()
                    : Migrations.apply(vertx, known).compose(report -> mark.keep()));
  }

  private void failed(int number, Throwable cause) {
    if (stopped) {
      return;
    }
    if (!(cause instanceof StoreAway)) {
      LOG.error("the database cannot be used: " + cause.getMessage());
      return;
    }
    if (number == 1) {
      LOG.warn("migrations wait for the database: " + cause.getMessage());
    }
    vertx.setTimer(RETRY.delayMillis(number), t -> migrate(number + 1));
  }

  /** Completes when no migration is under way any more. */
  Future<Void> stop() {
    stopped = true;
    settled.tryComplete();
    return attempt.otherwiseEmpty().mapEmpty();
  }
}
