package io.marketswarm.gateway.streams;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.bus.UserEvents;
import io.marketswarm.log.Log;
import io.marketswarm.store.RedisBus;
import io.marketswarm.stream.Hub;
import io.marketswarm.stream.SseEvent;
import io.marketswarm.web.identity.Hs256;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Alerts are private. Those of today's publishers say whose they are and bear a number; those of
 * older ones are adopted once, by one node, when they tell their owner in some other place. What
 * belongs to nobody is dropped and counted; only what says so goes to everybody.
 */
final class Alerts {
  private static final Log LOG = Log.of("gateway");
  private static final String CHANNEL = EventFamily.ALERTS.channel(0);
  private static final String ADOPTED = "sse:alerts:adopted:";
  private static final int ADOPTED_SECONDS = 60;

  private final RedisBus market;
  private final UserEvents userEvents;
  private final Owners owners;
  private final Hub hub;
  private final Counter homeless;
  private Teller teller;
  private RedisBus.Subscription subscription;

  /** Takes a numbered message of one user. */
  interface Teller {
    void tell(EventFamily family, long userId, long sequence, Buffer message);
  }

  /** Knows whose an alert is. */
  interface Owners {
    Future<OptionalLong> ownerOf(String alertId);
  }

  Alerts(Hub hub, RedisBus market, UserEvents userEvents, Owners owners, MeterRegistry meters) {
    this.market = market;
    this.userEvents = userEvents;
    this.owners = owners;
    this.hub = hub;
    this.homeless = meters.counter("marketswarm.gateway.alerts.homeless");
  }

  void open(Teller to) {
    teller = to;
    subscription = market.subscribe(Set.of(CHANNEL), this::heard, () -> {});
  }

  Future<Void> close() {
    return subscription.close();
  }

  private void heard(String channel, String text) {
    JsonObject message;
    try {
      message = new JsonObject(text);
    } catch (DecodeException unreadable) {
      homeless.increment();
      return;
    }
    Buffer bytes = Buffer.buffer(text);
    long sequence = UserMessage.sequence(bytes);
    OptionalLong owner = owner(message);
    if (Boolean.TRUE.equals(message.getValue("broadcast"))) {
      tellEverybody(UserMessage.event(EventFamily.ALERTS, bytes));
    } else if (owner.isPresent() && sequence > 0) {
      teller.tell(EventFamily.ALERTS, owner.getAsLong(), sequence, bytes);
    } else if (owner.isPresent()) {
      adopt(owner.getAsLong(), message, text);
    } else {
      findOwner(message, text);
    }
  }

  private void tellEverybody(SseEvent event) {
    hub.each(
        stream -> {
          if (stream.attachment() instanceof Guest guest && guest.hearsAlerts()) {
            stream.send(event);
          }
        });
  }

  private static OptionalLong owner(JsonObject message) {
    JsonObject data = message.getValue("data") instanceof JsonObject d ? d : new JsonObject();
    JsonObject alert = data.getValue("alert") instanceof JsonObject a ? a : new JsonObject();
    for (Object id :
        new Object[] {
          message.getValue("user_id"), data.getValue("user_id"), alert.getValue("userId")
        }) {
      if (id instanceof Number number && number.longValue() > 0) {
        return OptionalLong.of(number.longValue());
      }
    }
    return OptionalLong.empty();
  }

  private void findOwner(JsonObject message, String text) {
    Object id =
        message.getValue("data") instanceof JsonObject data ? data.getValue("alertId") : null;
    Future<OptionalLong> asked =
        id == null
            ? Future.succeededFuture(OptionalLong.empty())
            : owners.ownerOf(String.valueOf(id)).otherwise(OptionalLong.empty());
    asked.onSuccess(
        owner -> {
          if (owner.isPresent()) {
            adopt(owner.getAsLong(), message, text);
          } else {
            homeless.increment();
          }
        });
  }

  /** Gives an event the number it lacks; it then comes back like those of today's publishers. */
  private void adopt(long owner, JsonObject message, String text) {
    market
        .send(
            Request.cmd(Command.SET)
                .arg(ADOPTED + Hs256.digest(text))
                .arg("1")
                .arg("NX")
                .arg("EX")
                .arg(ADOPTED_SECONDS))
        .compose(
            mine ->
                mine == null
                    ? Future.succeededFuture()
                    : userEvents.publish(EventFamily.ALERTS, owner, message).mapEmpty())
        .onFailure(away -> LOG.warn("an alert was not passed on: " + away.getMessage()));
  }
}
