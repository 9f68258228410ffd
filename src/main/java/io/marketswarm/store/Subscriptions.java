package io.marketswarm.store;

import io.marketswarm.log.Log;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All subscriptions of one bus, on one connection of their own that is opened when the first one
 * comes. No ordinary command may run on it: the client would take a message that arrives first for
 * the answer. Hence also the probe: leaving a channel nobody is on is confirmed by a message.
 */
final class Subscriptions implements RedisLink.User {
  private static final String NOBODY_IS_ON = "marketswarm:probe";
  private static final Log LOG = Log.of("store");

  /** A channel, or a pattern of channels. */
  private record Topic(boolean pattern, String name) {}

  /** What is known of a topic on the current connection. */
  private static final class Interest {
    final Set<Open> open = new LinkedHashSet<>();
    int unconfirmed;
  }

  private final VertxInternal vertx;
  private final ContextInternal context;
  private final BusName bus;
  private final RedisLink link;
  private final Map<Topic, Interest> interests = new HashMap<>();
  private boolean opened;
  private String interruption;

  Subscriptions(
      VertxInternal vertx,
      ContextInternal context,
      BusName bus,
      String place,
      RedisUrl url,
      Duration deadline) {
    this.vertx = vertx;
    this.context = context;
    this.bus = bus;
    this.link = new RedisLink(vertx, context, place, url, deadline, this);
  }

  RedisBus.Subscription add(
      Set<String> names, boolean pattern, RedisBus.Listener listener, Runnable resync) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a subscription needs at least one channel or pattern");
    }
    List<Topic> topics = names.stream().map(name -> new Topic(pattern, name)).toList();
    Open subscription = new Open(topics, listener, resync);
    context.runOnContext(now -> enter(subscription));
    return subscription;
  }

  boolean up() {
    return link.live() != null;
  }

  Future<Void> close() {
    return link.close();
  }

  @Override
  public void opened(RedisSocket socket) {
    interests.values().removeIf(interest -> interest.open.isEmpty());
    interests.values().forEach(interest -> interest.unconfirmed = 0);
    request(interests.keySet());
    if (interruption != null) {
      LOG.info(
          bus.id() + " listens again on " + interests.size() + " channels after: " + interruption);
      interruption = null;
    }
  }

  @Override
  public void lost(String reason) {
    for (Interest interest : interests.values()) {
      for (Open subscription : interest.open) {
        if (subscription.inSync) {
          subscription.inSync = false;
          interruption = reason;
        }
      }
    }
  }

  @Override
  public boolean awaits(RedisSocket socket) {
    return interests.values().stream().anyMatch(interest -> interest.unconfirmed > 0);
  }

  @Override
  public Future<?> probe(RedisSocket socket) {
    socket.tell(Request.cmd(Command.UNSUBSCRIBE).arg(NOBODY_IS_ON));
    return Promise.promise().future(); // pushed() reports the answer
  }

  @Override
  public void pushed(Response push) {
    link.alive();
    if (push.type() == ResponseType.ERROR) {
      refused(push.toString());
      return;
    }
    switch (push.get(0).toString()) {
      case "message" -> deliver(false, push.get(1), push.get(1), push.get(2));
      case "pmessage" -> deliver(true, push.get(1), push.get(2), push.get(3));
      case "subscribe" -> confirmed(new Topic(false, push.get(1).toString()));
      case "psubscribe" -> confirmed(new Topic(true, push.get(1).toString()));
      default -> {} // the confirmation of an end
    }
  }

  private void enter(Open subscription) {
    Set<Topic> fresh = new LinkedHashSet<>();
    for (Topic topic : subscription.topics) {
      Interest interest = interests.computeIfAbsent(topic, none -> new Interest());
      if (interest.open.isEmpty()) {
        fresh.add(topic);
      }
      interest.open.add(subscription);
    }
    if (!opened) {
      opened = true;
      link.open();
    }
    if (link.live() != null) {
      request(fresh);
      subscription.resyncWhenConfirmed();
    }
  }

  private Future<Void> leave(Open subscription) {
    Promise<Void> done = vertx.promise();
    context.runOnContext(
        now -> {
          for (Topic topic : subscription.topics) {
            Interest interest = interests.get(topic);
            if (interest != null && interest.open.remove(subscription) && interest.open.isEmpty()) {
              tell(topic.pattern ? Command.PUNSUBSCRIBE : Command.UNSUBSCRIBE, Set.of(topic));
              forgetIfDone(topic, interest);
            }
          }
          done.complete();
        });
    return done.future();
  }

  private void request(Collection<Topic> topics) {
    for (boolean pattern : new boolean[] {false, true}) {
      List<Topic> some = topics.stream().filter(topic -> topic.pattern == pattern).toList();
      some.forEach(topic -> interests.get(topic).unconfirmed++);
      tell(pattern ? Command.PSUBSCRIBE : Command.SUBSCRIBE, some);
    }
  }

  private void tell(Command command, Collection<Topic> topics) {
    RedisSocket socket = link.live();
    if (socket != null && !topics.isEmpty()) {
      Request request = Request.cmd(command);
      topics.forEach(topic -> request.arg(topic.name));
      socket.tell(request);
    }
  }

  private void confirmed(Topic topic) {
    Interest interest = interests.get(topic);
    if (interest != null && --interest.unconfirmed == 0) {
      interest.open.forEach(Open::resyncWhenConfirmed);
      forgetIfDone(topic, interest);
    }
  }

  /**
   * A topic with a confirmation to come stays: it must not be taken for that of a later request.
   */
  private void forgetIfDone(Topic topic, Interest interest) {
    if (interest.open.isEmpty() && interest.unconfirmed == 0) {
      interests.remove(topic);
    }
  }

  private void deliver(boolean pattern, Response topic, Response channel, Response message) {
    Interest interest = interests.get(new Topic(pattern, topic.toString()));
    if (interest != null) {
      String from = channel.toString();
      String text = message.toString();
      interest.open.forEach(subscription -> subscription.hear(from, text));
    }
  }

  private void refused(String text) {
    LOG.warn(bus.id() + " refuses a subscription: " + text);
    interests.values().stream()
        .filter(interest -> interest.unconfirmed > 0)
        .flatMap(interest -> interest.open.stream())
        .forEach(subscription -> subscription.ready.tryFail(new CommandRefused(text)));
  }

  private final class Open implements RedisBus.Subscription {
    private final List<Topic> topics;
    private final RedisBus.Listener listener;
    private final Runnable resync;
    private final Context subscriber;
    private final Promise<Void> ready;
    private boolean inSync;
    private volatile boolean closed;

    Open(List<Topic> topics, RedisBus.Listener listener, Runnable resync) {
      this.topics = topics;
      this.listener = listener;
      this.resync = resync;
      this.subscriber = vertx.getOrCreateContext();
      this.ready = vertx.promise();
    }

    @Override
    public Future<Void> ready() {
      return ready.future();
    }

    @Override
    public Future<Void> close() {
      closed = true;
      return leave(this);
    }

    void resyncWhenConfirmed() {
      if (!inSync && topics.stream().allMatch(topic -> interests.get(topic).unconfirmed == 0)) {
        inSync = true;
        call(resync);
        ready.tryComplete();
      }
    }

    void hear(String channel, String message) {
      call(() -> listener.message(channel, message));
    }

    private void call(Runnable code) {
      if (Vertx.currentContext() == subscriber) {
        run(code);
      } else {
        subscriber.runOnContext(now -> run(code));
      }
    }

    private void run(Runnable code) {
      if (closed) {
        return;
      }
      try {
        code.run();
      } catch (RuntimeException e) {
        LOG.error("a subscriber of " + topics.get(0).name + " on " + bus.id() + " failed", e);
      }
    }
  }
}
