package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.store.Backoff;
import io.marketswarm.store.Migrations;
import io.marketswarm.store.StoreAway;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Brings the database's schema up to date as soon as the database is there. */
final class SchemaBoot {
  private static final Backoff RETRY =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), 0.2);
  private static final Log LOG = Log.of("store");

  private final Vertx vertx;
  private final String url;
  private volatile boolean stopped;
  private volatile State state = State.WAITING;

  /** How far the schema is. */
  enum State {
    WAITING,
    CURRENT,
    REFUSED
  }

  SchemaBoot(Vertx vertx, String url) {
    this.vertx = vertx;
    this.url = url;
  }

  State state() {
    return state;
  }

  void start() {
    migrate(1);
  }

  private void migrate(int attempt) {
    Migrations.apply(vertx, url)
        .onSuccess(report -> state = State.CURRENT)
        .onFailure(cause -> failed(attempt, cause));
  }

  private void failed(int attempt, Throwable cause) {
    if (stopped) {
      return;
    }
    if (!(cause instanceof StoreAway)) {
      state = State.REFUSED;
      LOG.error("the database cannot be used: " + cause.getMessage());
      return;
    }
    if (attempt == 1) {
      LOG.warn("migrations wait for the database: " + cause.getMessage());
    }
    vertx.setTimer(RETRY.delayMillis(attempt), t -> migrate(attempt + 1));
  }

  void stop() {
    stopped = true;
  }
}
