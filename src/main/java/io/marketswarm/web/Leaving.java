package io.marketswarm.web;

import io.vertx.core.net.impl.ShutdownEvent;

/** How one connection ends when its server leaves. Called on the connection's event loop. */
sealed interface Leaving permits Http1Leaving, Http2Leaving {
  void leave(ShutdownEvent order);
}
