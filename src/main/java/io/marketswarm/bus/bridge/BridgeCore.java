package io.marketswarm.bus.bridge;

import io.marketswarm.bus.MessageBus;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the sessions of one transport share; all of it lives on one event loop. */
record BridgeCore(
    Vertx vertx,
    BridgeLimits limits,
    BridgeTokens tokens,
    BridgePermissions permissions,
    BridgeMetrics metrics,
    Dialect dialect,
    FrameWriter frames,
    Fanout fanout,
    Set<BridgeSession> sessions) {

  static BridgeCore of(
      Vertx vertx,
      BridgeOptions options,
      BridgeTokens tokens,
      MeterRegistry meters,
      Dialect dialect) {
    // What other nodes send can only be read where its codecs are known.
    MessageBus.on(vertx, meters);
    FrameWriter frames = new FrameWriter(dialect);
    return new BridgeCore(
        vertx,
        options.limits(),
        tokens,
        new BridgePermissions(options),
        new BridgeMetrics(meters, dialect.name().toLowerCase(Locale.ROOT)),
        dialect,
        frames,
        new Fanout(vertx.eventBus(), frames),
        new LinkedHashSet<>());
  }

  boolean full() {
    return sessions.size() >= limits.maxConnections();
  }

  void endAll(BridgeError reason) {
    List.copyOf(sessions).forEach(session -> session.end(reason));
  }
}
