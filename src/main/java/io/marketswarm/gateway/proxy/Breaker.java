package io.marketswarm.gateway.proxy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Spares callers the wait for a service that is gone. After some failures in a row nobody is let
 * through for a while; then one may try, and by how that goes everybody may again, or nobody for
 * another while. For one event loop.
 */
final class Breaker {
  private static final int FAILURES = 5;
  private static final Duration OPEN = Duration.ofSeconds(5);

  private final InstantSource clock;
  private int failures;
  private Instant shutUntil = Instant.EPOCH;
  private boolean trying;

  Breaker(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether the next call may go through; whoever is told so reports how it went. */
  boolean admits() {
    if (failures < FAILURES) {
      return true;
    }
    if (trying || clock.instant().isBefore(shutUntil)) {
      return false;
    }
    trying = true;
    return true;
  }

  void succeeded() {
    failures = 0;
    trying = false;
  }

  void failed() {
    trying = false;
    failures++;
    if (failures >= FAILURES) {
      shutUntil = clock.instant().plus(OPEN);
    }
  }

  /** The call went neither way: its caller left. */
  void abandoned() {
    trying = false;
  }
}
