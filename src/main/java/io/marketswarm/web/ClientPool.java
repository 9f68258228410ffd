package io.marketswarm.web;

import io.vertx.core.http.PoolOptions;
import java.util.concurrent.TimeUnit;

/**
 * How many connections a client of HTTP may have. Those that were not used for long are given up a
 * little late: a client looks for them at moments of its own, usually every second, and a node has
 * two dozen clients, which would never let it sleep.
 */
public final class ClientPool {
  private static final int LOOK_MILLIS = (int) TimeUnit.SECONDS.toMillis(15);

  private ClientPool() {}

  /** For a few calls at once. */
  public static PoolOptions small() {
    return new PoolOptions().setCleanerPeriod(LOOK_MILLIS);
  }

  public static PoolOptions of(int connections) {
    return small().setHttp1MaxSize(connections);
  }
}
