package io.marketswarm.web;

import io.vertx.core.http.HttpServerRequest;

/**
 * An answer that can be given without asking anybody, and so without the way through all routes.
 */
public interface AtHand {
  /** The declared route that would give the same. */
  String route();

  void answer(HttpServerRequest request);
}
