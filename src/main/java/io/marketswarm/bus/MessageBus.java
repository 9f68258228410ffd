package io.marketswarm.bus;

import io.marketswarm.log.Log;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The event bus with types: an address says what travels on it, and nothing else reaches its
 * consumers. Whatever strays there from elsewhere is counted and logged instead.
 */
public final class MessageBus {
  private static final Log LOG = Log.of("bus");
  private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(30);
  private static final int BAD_REQUEST = 400;
  private static final int FAILED = 500;

  private final EventBus events;
  private final Counter strays;
  private final Counter failures;
  private final Map<Wire<?>, DeliveryOptions> options = new IdentityHashMap<>();

  private MessageBus(EventBus events, MeterRegistry meters) {
    this.events = events;
    this.strays = meters.counter("marketswarm.bus.strays");
    this.failures = meters.counter("marketswarm.bus.handler.failures");
    wires().forEach(wire -> options.put(wire, options(wire)));
  }

  /** The bus of a Vert.x instance; may be asked for as often as convenient. */
  public static MessageBus on(Vertx vertx, MeterRegistry meters) {
    registerCodecs(vertx.eventBus());
    return new MessageBus(vertx.eventBus(), meters);
  }

  /** Tells every consumer. */
  public <T extends BusMessage> void publish(Address<T> address, T message) {
    events.publish(address.name(), message, codecOf(address.wire()));
  }

  /** Tells one consumer, each in turn. */
  public <T extends BusMessage> void send(Address<T> address, T message) {
    events.send(address.name(), message, codecOf(address.wire()));
  }

  /** Asks one consumer; fails when there is none, and when no answer comes within 30 s. */
  public <T extends BusMessage, R extends BusMessage> Future<R> request(
      Address<T> address, T question, Class<R> answerType) {
    return ask(address, question, answerType, codecOf(address.wire()));
  }

  /** Asks one consumer; fails when there is none, and when no answer comes in time. */
  public <T extends BusMessage, R extends BusMessage> Future<R> request(
      Address<T> address, T question, Class<R> answerType, Duration timeout) {
    return ask(
        address,
        question,
        answerType,
        new DeliveryOptions(codecOf(address.wire())).setSendTimeout(timeout.toMillis()));
  }

  /** Hands every message of an address to a handler, on the context of the caller. */
  public <T extends BusMessage> Subscription consume(Address<T> address, Handler<T> handler) {
    return listen(address, (body, message) -> handler.handle(body));
  }

  /** Answers every message of an address; when the answer fails, so does the request. */
  public <T extends BusMessage, R extends BusMessage> Subscription serve(
      Address<T> address, Wire<R> answerWire, Function<T, Future<R>> service) {
    DeliveryOptions codec = codecOf(answerWire);
    return listen(
        address,
        (question, message) ->
            Future.succeededFuture(question)
                .compose(service)
                .onSuccess(answer -> message.reply(answer, codec))
                .onFailure(cause -> message.fail(FAILED, String.valueOf(cause.getMessage()))));
  }

  private <T extends BusMessage, R extends BusMessage> Future<R> ask(
      Address<T> address, T question, Class<R> answerType, DeliveryOptions options) {
    return events
        .request(address.name(), question, options)
        .map(Message::body)
        .map(answerType::cast);
  }

  private <T extends BusMessage> Subscription listen(
      Address<T> address, BiConsumer<T, Message<Object>> handler) {
    return new Open(
        events.consumer(
            address.name(),
            message ->
                read(address, message).ifPresent(body -> hand(address, body, message, handler))));
  }

  private <T extends BusMessage> Optional<T> read(Address<T> address, Message<Object> message) {
    try {
      Object body = message.body();
      if (address.type().isInstance(body)) {
        return Optional.of(address.type().cast(body));
      }
      refuse(address, message, body == null ? "nothing" : body.getClass().getName());
    } catch (RuntimeException undecodable) {
      refuse(address, message, undecodable.toString());
    }
    return Optional.empty();
  }

  private <T extends BusMessage> void hand(
      Address<T> address, T body, Message<Object> message, BiConsumer<T, Message<Object>> handler) {
    try {
      handler.accept(body, message);
    } catch (RuntimeException e) {
      failures.increment();
      LOG.error("A consumer of " + address.name() + " failed", e);
    }
  }

  private void refuse(Address<?> address, Message<?> message, String found) {
    strays.increment();
    String complaint =
        address.name() + " carries " + address.type().getSimpleName() + ", not " + found;
    long soFar = (long) strays.count();
    // The 1st, 2nd, 4th, 8th... so that a flood of them does not become a flood of lines.
    if (Long.bitCount(soFar) == 1) {
      LOG.warn(complaint + " (" + soFar + " stray messages so far)");
    }
    if (message.replyAddress() != null) {
      message.fail(BAD_REQUEST, complaint);
    }
  }

  private DeliveryOptions codecOf(Wire<?> wire) {
    DeliveryOptions known = options.get(wire);
    if (known == null) {
      throw new IllegalArgumentException("wire " + wire.name() + " is not listed in Addresses");
    }
    return known;
  }

  private static DeliveryOptions options(Wire<?> wire) {
    return new DeliveryOptions().setCodecName(wire.name()).setSendTimeout(REPLY_TIMEOUT.toMillis());
  }

  private static synchronized void registerCodecs(EventBus events) {
    wires()
        .forEach(
            wire -> {
              try {
                events.registerCodec(new BusCodec<>(wire));
              } catch (IllegalStateException alreadyRegistered) {
                LOG.debug("Codec " + wire.name() + " is registered already");
              }
            });
  }

  private static Stream<Wire<?>> wires() {
    return Stream.concat(Addresses.ALL.stream().map(Address::wire), Addresses.REPLIES.stream());
  }

  private record Open(MessageConsumer<Object> consumer) implements Subscription {
    @Override
    public Future<Void> ready() {
      return consumer.completion();
    }

    @Override
    public Future<Void> close() {
      return consumer.unregister();
    }
  }
}
