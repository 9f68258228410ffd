package io.marketswarm.bench;

import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.ServiceReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;

/** The receiving end: acknowledges one-way messages by the lot and replies to requests. */
final class BusConsumers extends VerticleBase {
  private static final int REPLY_BYTES = 16;

  private long plain;
  private long typed;

  @Override
  public Future<?> start() {
    MessageBus bus = MessageBus.on(vertx, new SimpleMeterRegistry());
    ServiceReply done = new ServiceReply(true, "done", 1, 1, true);
    Buffer reply = Buffer.buffer(new byte[REPLY_BYTES]);
    return Future.all(
        vertx
            .eventBus()
            .consumer(
                BusBenchmark.PLAIN, m -> acknowledge(BusBenchmark.PLAIN_ACKS, ++plain, m.body()))
            .completion(),
        bus.consume(
                BusBenchmark.TYPED,
                update -> acknowledge(BusBenchmark.TYPED_ACKS, ++typed, update.payload()))
            .ready(),
        vertx.eventBus().consumer(BusBenchmark.PLAIN_ASK, m -> m.reply(reply)).completion(),
        bus.serve(BusBenchmark.TYPED_ASK, ServiceReply.WIRE, update -> Future.succeededFuture(done))
            .ready());
  }

  private void acknowledge(String acks, long count, Object body) {
    if (body == null) {
      throw new IllegalStateException("message " + count + " has no body");
    }
    if (count % Lane.ACK_EVERY == 0) {
      vertx.eventBus().send(acks, null);
    }
  }
}
