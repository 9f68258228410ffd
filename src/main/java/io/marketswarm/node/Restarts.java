package io.marketswarm.node;

import io.marketswarm.store.Backoff;
import io.marketswarm.truth.TruthException;
import io.marketswarm.truth.Variables;
import java.time.Duration;
import java.util.Locale;

/** How long a worker that failed waits until it is started again; see {@link Supervisor}. */
final class Restarts {
  private static final Duration BASE = Duration.ofSeconds(2);
  private static final Duration MAX = Duration.ofSeconds(60);
  private static final double JITTER = 0.2;

  /** Where nobody says otherwise. */
  static final Backoff USUAL = new Backoff(BASE, MAX, JITTER);

  private Restarts() {}

  /** What the variables of a service say: under its own name, or under that of all. */
  static Backoff of(String service, Variables env) {
    Duration base = duration(service, env, "RESTART_BASE_SEC", BASE);
    Duration max = duration(service, env, "RESTART_MAX_SEC", MAX);
    try {
      return new Backoff(base, max, JITTER);
    } catch (IllegalArgumentException senseless) {
      throw new TruthException("the restart delays of " + service + ": " + senseless.getMessage());
    }
  }

  private static Duration duration(String service, Variables env, String name, Duration usual) {
    String own = service.toUpperCase(Locale.ROOT) + "_" + name;
    return env.duration(own, env.duration(name, usual));
  }
}
