package io.marketswarm.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;

/**
 * A request that remembers which declared route took it: {@code /api/trades/:id}, not the path that
 * was asked for, which is different each time and may be private.
 */
final class Routed extends HttpServerRequestWrapper {
  static final String NOWHERE = "none";

  private String label = NOWHERE;

  Routed(HttpServerRequest request) {
    super((HttpServerRequestInternal) request);
  }

  String label() {
    return label;
  }

  @Override
  public HttpServerRequest routed(String route) {
    if (route != null) {
      label = within(label, route);
    }
    return super.routed(route);
  }

  /** Routes of a router mounted at {@code /api/*}, here {@code /api/}, leave that prefix out. */
  private static String within(String outer, String route) {
    if (!outer.endsWith("/") || route.startsWith(outer)) {
      return route;
    }
    return outer.substring(0, outer.length() - 1) + route;
  }
}
