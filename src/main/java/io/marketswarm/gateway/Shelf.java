package io.marketswarm.gateway;

import io.marketswarm.web.AtHand;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Where the answer to one path lies, at times. */
@FunctionalInterface
public interface Shelf {
  /** The answer to a request, if it is at hand. */
  Optional<AtHand> look(HttpServerRequest request);
}
