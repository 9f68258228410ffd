package io.marketswarm.gateway.streams;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.EventFamily;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.Subscription;
import io.marketswarm.bus.UserEvent;
import io.marketswarm.gateway.models.TopFields;
import io.marketswarm.log.Log;
import io.marketswarm.store.RedisBus;
import io.marketswarm.stream.Hub;
import io.marketswarm.stream.SequencedTopic;
import io.marketswarm.stream.SseStream;
import io.marketswarm.stream.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Private news: a topic per user and family. Every event comes twice, on the event bus and on
 * Redis; whichever copy is first counts, and what is missing in between is read from the store.
 */
final class UserTopics {
  private static final Log LOG = Log.of("gateway");

  /** The families whose Redis channel bears the user's id, by what stands before it. */
  private static final Map<String, EventFamily> PER_USER =
      Map.of(
          prefixOf(EventFamily.TRADE_LOG), EventFamily.TRADE_LOG,
          prefixOf(EventFamily.RISK_GRAPH), EventFamily.RISK_GRAPH);

  /** The families that share a channel: the message says whose it is. */
  private static final Map<String, EventFamily> SHARED =
      Map.of(
          EventFamily.POSITIONS.channel(0), EventFamily.POSITIONS,
          EventFamily.LOGS.channel(0), EventFamily.LOGS);

  private final Hub hub;
  private final RedisBus market;
  private final MessageBus messages;
  private final UserReplay.Archive tradeLog;
  private final Alerts alerts;
  private final Counter malformed;
  private final Map<String, EventFamily> families = new HashMap<>();
  private Subscription events;
  private RedisBus.Subscription perUser;
  private RedisBus.Subscription shared;

  UserTopics(
      Hub hub,
      RedisBus market,
      MessageBus messages,
      UserReplay.Archive tradeLog,
      Alerts alerts,
      MeterRegistry meters) {
    this.hub = hub;
    this.market = market;
    this.messages = messages;
    this.tradeLog = tradeLog;
    this.alerts = alerts;
    this.malformed = meters.counter("marketswarm.gateway.events.malformed");
    for (EventFamily family : EventFamily.values()) {
      families.put(family.stream(), family);
    }
  }

  private static String prefixOf(EventFamily family) {
    String channel = family.channel(0);
    return channel.substring(0, channel.length() - 1);
  }

  void open() {
    events = messages.consume(Addresses.USER_EVENTS, this::heard);
    perUser =
        market.psubscribe(
            Set.of(
                prefixOf(EventFamily.TRADE_LOG) + "*", prefixOf(EventFamily.RISK_GRAPH) + "*"),
            this::ofUser,
            this::catchUp);
    shared = market.subscribe(SHARED.keySet(), this::ofAll, this::catchUp);
    alerts.open(this::tell);
  }

  Future<Void> close() {
    return Future.join(events.close(), perUser.close(), shared.close(), alerts.close()).mapEmpty();
  }

  /** The topic of a user's family; it exists while somebody listens. */
  SequencedTopic topic(EventFamily family, long userId) {
    return hub.sequenced(
        name(family, userId),
        new UserReplay(
            market,
            family,
            userId,
            family == EventFamily.TRADE_LOG ? tradeLog : UserReplay.Archive.NONE));
  }

  private static String name(EventFamily family, long userId) {
    return "user:" + userId + ":" + family.stream();
  }

  private void heard(UserEvent event) {
    EventFamily family = families.get(event.stream());
    if (family != null) {
      tell(family, event.userId(), event.sequence(), event.payload());
    }
  }

  private void ofUser(String channel, String text) {
    PER_USER.forEach(
        (prefix, family) -> {
          if (channel.startsWith(prefix)) {
            read(family, channel.substring(prefix.length()), Buffer.buffer(text));
          }
        });
  }

  private void read(EventFamily family, String user, Buffer message) {
    try {
      tell(family, Long.parseLong(user), UserMessage.sequence(message), message);
    } catch (NumberFormatException nobody) {
      malformed.increment();
    }
  }

  private void ofAll(String channel, String text) {
    Buffer message = Buffer.buffer(text);
    TopFields fields = TopFields.of(message, "user_id", "userId", "seq");
    long user = fields.whole("user_id", fields.whole("userId", 0));
    tell(SHARED.get(channel), user, fields.whole("seq", 0), message);
  }

  private void tell(EventFamily family, long userId, long sequence, Buffer message) {
    if (userId < 1 || sequence < 1) {
      malformed.increment();
      return;
    }
    Topic topic = hub.topic(name(family, userId)).orElse(null);
    if (topic instanceof SequencedTopic listened) {
      try {
        listened.publish(sequence, UserMessage.event(family, message));
      } catch (DecodeException | ClassCastException unreadable) {
        malformed.increment();
        LOG.warn("a message of " + family.stream() + " cannot be read and is left out");
      }
    }
  }

  /** Messages may have been missed: whoever listens is told up to the newest. */
  private void catchUp() {
    hub.each(SseStream::lookForMissed);
  }
}
