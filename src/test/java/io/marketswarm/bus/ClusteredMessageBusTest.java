package io.marketswarm.bus;

import static io.marketswarm.bus.Waiting.await;
import static io.marketswarm.bus.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.ServiceCommand.Start;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClusteredMessageBusTest {
  private static final MeterRegistry METERS = new SimpleMeterRegistry();

  private static Vertx left;
  private static Vertx right;

  @BeforeAll
  static void join() throws Exception {
    List<Integer> ports = List.of(freePort(), freePort());
    String name = "bus-test-" + ports.get(0);
    left = await(Cluster.join(name, ports.get(0), ports));
    right = await(Cluster.join(name, ports.get(1), ports));
  }

  @AfterAll
  static void leave() throws Exception {
    await(left.close());
    await(right.close());
  }

  @Test
  void aModelArrivesOnTheOtherNodeAsItWasSent() throws Exception {
    ModelUpdate sent =
        new ModelUpdate(
            "massive:gex:model:I:SPX:calls",
            42,
            1_769_527_800_000L,
            ModelUpdate.Kind.DIFF,
            Buffer.buffer("{\"strikes\":[6900,6905]}"));
    BlockingQueue<ModelUpdate> received = new LinkedBlockingQueue<>();
    await(MessageBus.on(right, METERS).consume(Addresses.MARKET_MODEL, received::add).ready());
    MessageBus.on(left, METERS).publish(Addresses.MARKET_MODEL, sent);
    assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(sent).isNotSameAs(sent);
  }

  @Test
  void aNodeObeysTheOrdersOfAnother() throws Exception {
    await(
        MessageBus.on(right, METERS)
            .serve(
                Addresses.SERVICE_CONTROL.of("right"),
                ServiceReply.WIRE,
                command ->
                    Future.succeededFuture(new ServiceReply(true, command.toString(), 7, 1, true)))
            .ready());
    ServiceReply reply =
        await(
            MessageBus.on(left, METERS)
                .request(
                    Addresses.SERVICE_CONTROL.of("right"),
                    new Start("massive", Map.of("LOG_LEVEL", "DEBUG")),
                    ServiceReply.class));
    assertThat(reply)
        .isEqualTo(new ServiceReply(true, "Start[massive, env=[LOG_LEVEL]]", 7, 1, true));
  }

  @Test
  void aForeignFrameIsCountedAndTheConsumerGoesOn() throws Exception {
    MeterRegistry meters = new SimpleMeterRegistry();
    BlockingQueue<TruthUpdated> received = new LinkedBlockingQueue<>();
    await(MessageBus.on(right, meters).consume(Addresses.TRUTH_UPDATED, received::add).ready());
    MessageBus.on(left, METERS);
    left.eventBus()
        .unregisterCodec("truth")
        .registerCodec(new Impostor())
        .publish(
            Addresses.TRUTH_UPDATED.name(),
            Buffer.buffer(new byte[] {1, 127, 0}),
            new DeliveryOptions().setCodecName("truth"));
    until("counted", () -> meters.counter("marketswarm.bus.strays").count() == 1);
    left.eventBus().unregisterCodec("truth");
    TruthUpdated genuine = new TruthUpdated("10", 5);
    MessageBus.on(left, METERS).publish(Addresses.TRUTH_UPDATED, genuine);
    assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(genuine);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Writes any bytes under the name of a genuine type. */
  private static final class Impostor implements MessageCodec<Buffer, Buffer> {
    @Override
    public void encodeToWire(Buffer target, Buffer body) {
      target.appendBuffer(body);
    }

    @Override
    public Buffer decodeFromWire(int position, Buffer source) {
      return source.getBuffer(position, source.length());
    }

    @Override
    public Buffer transform(Buffer body) {
      return body;
    }

    @Override
    public String name() {
      return "truth";
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
