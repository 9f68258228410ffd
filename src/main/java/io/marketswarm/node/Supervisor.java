package io.marketswarm.node;

import io.marketswarm.store.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Decides whether and when a worker that failed is started again:
 *
 * <ul>
 *   <li>when the provider began anew, at once, unless that has just been tried;
 *   <li>when somebody did not answer, after a wait that doubles while it does not run well;
 *   <li>after a mistake of ours just so, but the fifth within five minutes stops it for good;
 *   <li>with a configuration that cannot work, never.
 * </ul>
 *
 * What was stopped for good waits for an operator, who starts the service again.
 */
final class Supervisor {
  /** Whoever ran for so long has left the last failure behind. */
  static final Duration HEALTHY_RUN = Duration.ofSeconds(60);

  private static final int MOST_MISTAKES = 5;
  private static final Duration MISTAKES_COUNT_FOR = Duration.ofMinutes(5);

  /** What becomes of the worker. */
  sealed interface Verdict {
    record Restart(long delayMillis) implements Verdict {}

    /**
     * @param why to be read after the name of the worker
     */
    record Stop(String why) implements Verdict {}
  }

  private final Backoff backoff;
  private final LongSupplier nanos;
  private final Deque<Long> mistakes = new ArrayDeque<>();
  private int failuresInARow;

  Supervisor(Backoff backoff) {
    this(backoff, System::nanoTime);
  }

  /**
   * @param nanos a monotonic clock
   */
  Supervisor(Backoff backoff, LongSupplier nanos) {
    this.backoff = backoff;
    this.nanos = nanos;
  }

  /** Now, for {@link #failed} later. */
  long nanos() {
    return nanos.getAsLong();
  }

  /** A worker could not be started. */
  Verdict notStarted(Throwable cause) {
    return judge(cause, false);
  }

  /**
   * A worker failed while it ran.
   *
   * @param startedNanos when it had started
   */
  Verdict failed(Throwable cause, long startedNanos) {
    return judge(cause, nanos() - startedNanos > HEALTHY_RUN.toNanos());
  }

  private synchronized Verdict judge(Throwable cause, boolean wasHealthy) {
    failuresInARow = wasHealthy ? 1 : failuresInARow + 1;
    return switch (Failure.of(cause)) {
      case PROVIDER -> new Verdict.Restart(failuresInARow == 1 ? 0 : delay());
      case NETWORK -> new Verdict.Restart(delay());
      case LOGIC -> afterMistake();
      case CONFIGURATION -> new Verdict.Stop("cannot run with its configuration");
    };
  }

  private Verdict afterMistake() {
    long now = nanos();
    mistakes.addLast(now);
    while (now - mistakes.getFirst() > MISTAKES_COUNT_FOR.toNanos()) {
      mistakes.removeFirst();
    }
    return mistakes.size() < MOST_MISTAKES
        ? new Verdict.Restart(delay())
        : new Verdict.Stop(
            "failed %d times in %d minutes"
                .formatted(mistakes.size(), MISTAKES_COUNT_FOR.toMinutes()));
  }

  private long delay() {
    return backoff.delayMillis(failuresInARow);
  }
}
