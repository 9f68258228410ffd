package io.marketswarm.bus;

import static io.marketswarm.bus.Waiting.await;
import static io.marketswarm.bus.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.bus.ServiceCommand.Scale;
import io.marketswarm.bus.ServiceCommand.Stop;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageBusTest {
  private static final MarketTick TICK = new MarketTick("I:SPX", 6903.12, 1_769_527_800_000L);

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private Vertx vertx;
  private MessageBus bus;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    bus = MessageBus.on(vertx, meters);
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  @Test
  void everyConsumerInTheJvmGetsTheVerySameObject() throws Exception {
    BlockingQueue<MarketTick> first = new LinkedBlockingQueue<>();
    BlockingQueue<MarketTick> second = new LinkedBlockingQueue<>();
    await(bus.consume(Addresses.MARKET_TICK, first::add).ready());
    await(bus.consume(Addresses.MARKET_TICK, second::add).ready());
    bus.publish(Addresses.MARKET_TICK, TICK);
    assertThat(first.poll(10, TimeUnit.SECONDS)).isSameAs(TICK);
    assertThat(second.poll(10, TimeUnit.SECONDS)).isSameAs(TICK);
  }

  @Test
  void aSentMessageReachesOneConsumerInTurn() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    await(bus.consume(Addresses.MARKET_TICK, tick -> received.add("a")).ready());
    await(bus.consume(Addresses.MARKET_TICK, tick -> received.add("b")).ready());
    for (int i = 0; i < 4; i++) {
      bus.send(Addresses.MARKET_TICK, TICK);
    }
    until("all arrived", () -> received.size() == 4);
    assertThat(received).containsExactlyInAnyOrder("a", "a", "b", "b");
  }

  @Test
  void aClosedSubscriptionHearsNothing() throws Exception {
    List<MarketTick> received = new CopyOnWriteArrayList<>();
    Subscription subscription = bus.consume(Addresses.MARKET_TICK, received::add);
    await(subscription.ready());
    await(subscription.close());
    BlockingQueue<MarketTick> other = new LinkedBlockingQueue<>();
    await(bus.consume(Addresses.MARKET_TICK, other::add).ready());
    bus.publish(Addresses.MARKET_TICK, TICK);
    assertThat(other.poll(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(received).isEmpty();
  }

  @Test
  void aNodeAnswersItsOrders() throws Exception {
    await(
        bus.serve(
                Addresses.SERVICE_CONTROL.of("node-1"),
                ServiceReply.WIRE,
                command ->
                    Future.succeededFuture(
                        new ServiceReply(true, command.serviceId() + " stopped", 1, 0, false)))
            .ready());
    ServiceReply reply =
        await(
            bus.request(
                Addresses.SERVICE_CONTROL.of("node-1"), new Stop("massive"), ServiceReply.class));
    assertThat(reply.message()).isEqualTo("massive stopped");
  }

  @Test
  void aFailedAnswerFailsTheRequest() throws Exception {
    await(
        bus.serve(
                Addresses.SERVICE_CONTROL,
                ServiceReply.WIRE,
                command -> Future.failedFuture("no such service"))
            .ready());
    assertThatThrownBy(
            () ->
                await(
                    bus.request(Addresses.SERVICE_CONTROL, new Scale("x", 2), ServiceReply.class)))
        .isInstanceOf(ReplyException.class)
        .hasMessage("no such service");
  }

  @Test
  void aThrowingServiceFailsTheRequest() throws Exception {
    await(
        bus.<ServiceCommand, ServiceReply>serve(
                Addresses.SERVICE_CONTROL,
                ServiceReply.WIRE,
                command -> {
                  throw new IllegalStateException("broken");
                })
            .ready());
    assertThatThrownBy(
            () -> await(bus.request(Addresses.SERVICE_CONTROL, new Stop("x"), ServiceReply.class)))
        .hasMessage("broken");
  }

  @Test
  void aRequestToNobodyFailsAtOnceAndOneWithoutAnswerInTime() throws Exception {
    assertThatThrownBy(
            () -> await(bus.request(Addresses.SERVICE_CONTROL, new Stop("x"), ServiceReply.class)))
        .isInstanceOfSatisfying(
            ReplyException.class,
            e -> assertThat(e.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
    await(bus.consume(Addresses.SERVICE_CONTROL, command -> {}).ready());
    assertThatThrownBy(
            () ->
                await(
                    bus.request(
                        Addresses.SERVICE_CONTROL,
                        new Stop("x"),
                        ServiceReply.class,
                        Duration.ofMillis(50))))
        .isInstanceOfSatisfying(
            ReplyException.class, e -> assertThat(e.failureType()).isEqualTo(ReplyFailure.TIMEOUT));
  }

  @Test
  void anAnswerOfAnotherTypeFailsTheRequest() throws Exception {
    vertx
        .eventBus()
        .consumer(Addresses.SERVICE_CONTROL.name(), message -> message.reply("a string"));
    assertThatThrownBy(
            () -> await(bus.request(Addresses.SERVICE_CONTROL, new Stop("x"), ServiceReply.class)))
        .isInstanceOf(ClassCastException.class);
  }

  @Test
  void strayBodiesAreCountedAndTheConsumerGoesOn() throws Exception {
    BlockingQueue<MarketTick> received = new LinkedBlockingQueue<>();
    await(bus.consume(Addresses.MARKET_TICK, received::add).ready());
    vertx.eventBus().publish(Addresses.MARKET_TICK.name(), "a string");
    vertx.eventBus().publish(Addresses.MARKET_TICK.name(), null);
    bus.publish(Addresses.MARKET_TICK, TICK);
    assertThat(received.poll(10, TimeUnit.SECONDS)).isSameAs(TICK);
    assertThat(received).isEmpty();
    assertThat(meters.counter("marketswarm.bus.strays").count()).isEqualTo(2);
  }

  @Test
  void aStrayRequestIsToldSo() throws Exception {
    await(bus.consume(Addresses.MARKET_TICK, tick -> {}).ready());
    assertThatThrownBy(
            () -> await(vertx.eventBus().request(Addresses.MARKET_TICK.name(), "a string")))
        .isInstanceOf(ReplyException.class)
        .hasMessage("market.tick carries MarketTick, not java.lang.String");
  }

  @Test
  void aThrowingConsumerIsCountedAndGoesOn() throws Exception {
    BlockingQueue<MarketTick> received = new LinkedBlockingQueue<>();
    await(
        bus.consume(
                Addresses.MARKET_TICK,
                tick -> {
                  received.add(tick);
                  throw new IllegalStateException("broken on purpose");
                })
            .ready());
    bus.publish(Addresses.MARKET_TICK, TICK);
    bus.publish(Addresses.MARKET_TICK, TICK);
    until("both arrived", () -> received.size() == 2);
    until("both counted", () -> meters.counter("marketswarm.bus.handler.failures").count() == 2);
  }

  @Test
  void aVertxMayBeAskedForItsBusManyTimesFromManyThreads() throws Exception {
    Vertx fresh = Vertx.vertx();
    try {
      List<Throwable> problems = new CopyOnWriteArrayList<>();
      List<Thread> threads =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      new Thread(
                          () -> {
                            try {
                              MessageBus.on(fresh, meters).publish(Addresses.MARKET_TICK, TICK);
                            } catch (RuntimeException e) {
                              problems.add(e);
                            }
                          }))
              .toList();
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(problems).isEmpty();
    } finally {
      await(fresh.close());
    }
  }

  @Test
  void anUnlistedTypeIsRefusedWithItsName() {
    Wire<TruthUpdated> unlisted =
        new Wire<>("mine", 1, TruthUpdated.class, (m, out) -> {}, in -> new TruthUpdated("1", 1));
    assertThatThrownBy(() -> bus.publish(new Address<>("mine", unlisted), new TruthUpdated("1", 1)))
        .hasMessageContaining("mine");
  }

  @Test
  void aModelKeepsItsPayloadWhateverItsReceiversTry() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    await(
        bus.consume(Addresses.MARKET_MODEL, update -> update.payload().setByte(0, (byte) 'X'))
            .ready());
    await(
        bus.consume(Addresses.MARKET_MODEL, update -> received.add(update.payload().toString()))
            .ready());
    bus.publish(
        Addresses.MARKET_MODEL,
        new ModelUpdate("t", 1, 1, ModelUpdate.Kind.FULL, Buffer.buffer("{\"a\":1}")));
    assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("{\"a\":1}");
  }
}
