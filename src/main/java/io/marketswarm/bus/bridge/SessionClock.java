package io.marketswarm.bus.bridge;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** The two times that run out for a client: of its token, and of our patience with its silence. */
final class SessionClock {
  /** How long a client may take to bring its token. */
  private static final Duration INTRODUCTION = Duration.ofSeconds(10);

  /** Timers are not made for the distant future, tokens may be. */
  private static final Duration LONGEST_TIMER = Duration.ofDays(1);

  private final Vertx vertx;
  private final Duration patience;
  private final Consumer<BridgeError> end;
  private long heardNanos = System.nanoTime();
  private long tokenTimer;
  private long idleTimer;

  SessionClock(Vertx vertx, int idleSeconds, Consumer<BridgeError> end) {
    this.vertx = vertx;
    this.patience = Duration.ofSeconds(idleSeconds);
    this.end = end;
    this.tokenTimer = after(INTRODUCTION, () -> end.accept(BridgeError.NOT_AUTHENTICATED));
    this.idleTimer = after(patience, this::checkIdle);
  }

  void heard() {
    heardNanos = System.nanoTime();
  }

  void expireAt(Instant expiry) {
    vertx.cancelTimer(tokenTimer);
    Duration left = Duration.between(Instant.now(), expiry);
    if (left.isNegative() || left.isZero()) {
      end.accept(BridgeError.TOKEN_EXPIRED);
    } else {
      Duration wait = left.compareTo(LONGEST_TIMER) < 0 ? left : LONGEST_TIMER;
      tokenTimer = after(wait, () -> expireAt(expiry));
    }
  }

  void stop() {
    vertx.cancelTimer(tokenTimer);
    vertx.cancelTimer(idleTimer);
  }

  private void checkIdle() {
    Duration left = patience.minusNanos(System.nanoTime() - heardNanos);
    if (left.isNegative() || left.isZero()) {
      end.accept(BridgeError.IDLE);
    } else {
      idleTimer = after(left, this::checkIdle);
    }
  }

  private long after(Duration delay, Runnable action) {
    return vertx.setTimer(delay.toMillis() + 1, fired -> action.run());
  }
}
