package io.marketswarm.market.chain;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Does tasks a few at a time. */
final class Lanes {
  private Lanes() {}

  /** What came of each task, in order of completion; fails as soon as one does. */
  static <T, R> Future<List<R>> run(int lanes, List<T> tasks, Function<T, Future<R>> work) {
    Iterator<T> waiting = tasks.iterator();
    List<R> done = new ArrayList<>(tasks.size());
    return Future.all(
            IntStream.range(0, Math.max(1, Math.min(lanes, tasks.size())))
                .mapToObj(lane -> drain(waiting, work, done))
                .toList())
        .map(v -> done);
  }

  private static <T, R> Future<Void> drain(
      Iterator<T> waiting, Function<T, Future<R>> work, List<R> done) {
    if (!waiting.hasNext()) {
      return Future.succeededFuture();
    }
    return work.apply(waiting.next())
        .compose(
            result -> {
              done.add(result);
              return drain(waiting, work, done);
            });
  }
}
