package io.marketswarm.gateway;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.Optional;

/**
 * Routes of the edge that belong together, for one instance of it. Whoever reaches one has a
 * session, found by {@link Visitor#of}, and may enter with their tier; what else a route asks for
 * is asked of {@link Access}. Paths are matched to the letter.
 */
public interface RouteGroup {
  /** Adds the routes; bodies are read already. */
  default void mount(Router router) {}

  /** Adds routes that take the body as a stream, and event streams. */
  default void mountStreamed(Router router) {}

  /**
   * Where the answer to reading a plain path lies when it needs no router, whoever asks; only
   * people with a session and the feature of the path get it.
   */
  default Optional<Shelf> shelf(String path) {
    return Optional.empty();
  }

  /** Makes ready what the routes need. What may be away for long is not waited for. */
  default Future<?> open() {
    return Future.succeededFuture();
  }

  /** Gives it back, after the last request. */
  default Future<?> close() {
    return Future.succeededFuture();
  }
}
