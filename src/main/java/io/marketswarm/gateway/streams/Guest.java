package io.marketswarm.gateway.streams;

import io.marketswarm.gateway.Access;
import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.Standing;
import io.marketswarm.gateway.Visitor;
import io.marketswarm.stream.SseEvent;
import io.marketswarm.stream.SseStream;
import io.marketswarm.web.gates.Gates;
import io.vertx.core.json.JsonObject;

/** Somebody who listens: asked to leave when the session or the tier does not allow it any more. */
final class Guest implements Standing.Holder {
  private final Edge edge;
  private final Visitor visitor;
  private final boolean hearsAlerts;
  private SseStream stream;

  Guest(Edge edge, Visitor visitor, boolean hearsAlerts) {
    this.edge = edge;
    this.visitor = visitor;
    this.hearsAlerts = hearsAlerts;
  }

  /** Whether alerts that are meant for everybody are wanted. */
  boolean hearsAlerts() {
    return hearsAlerts;
  }

  /** Whether it was this instance of the edge that let them in. */
  boolean of(Edge other) {
    return edge == other;
  }

  void sit(SseStream opened, String channel) {
    stream = opened;
    String counter = channel.replace('-', '_');
    Standing.Watch watch = edge.standing().watch(visitor, this);
    edge.clients().opened(counter);
    opened
        .ended()
        .onComplete(
            over -> {
              watch.release();
              edge.clients().closed(counter);
            });
  }

  @Override
  public void gatesChanged(Gates gates) {
    stream.send(
        SseEvent.of(
            "tier_gates_updated",
            new JsonObject()
                .put("user_tier", visitor.tier().id())
                .put("mode", gates.mode())
                .put("updated_at", gates.updatedAt())
                .toBuffer()));
  }

  @Override
  public void ended(Standing.End why) {
    if (why == Standing.End.BLOCKED) {
      stream.close(SseEvent.of("tier_blocked", Access.blocked(visitor).getMessage()));
    } else {
      stream.close(SseEvent.of("session_expired", "{}"));
    }
  }
}
