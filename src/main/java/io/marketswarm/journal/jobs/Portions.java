package io.marketswarm.journal.jobs;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** Work that is done a portion at a time, so that no transaction and no list grows large. */
public final class Portions {
  private Portions() {}

  /**
   * Does portions until one is not full; returns how much was done.
   *
   * @param full how much a whole portion is
   */
  public static Future<Integer> all(int full, Supplier<Future<Integer>> portion) {
    return portion
        .get()
        .compose(
            done ->
                done < full
                    ? Future.succeededFuture(done)
                    : all(full, portion).map(more -> done + more));
  }
}
