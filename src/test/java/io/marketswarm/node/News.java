package io.marketswarm.node;

import static io.marketswarm.web.TestServices.await;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.UserEvents;
import io.marketswarm.gateway.models.ModelKeys;
import io.marketswarm.store.RedisBus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What another process tells over the market bus alone, number after number: each user's fill and
 * the end of a log, and a model whose time is that number. It stops at a number until it may go on.
 */
final class News implements AutoCloseable {
  static final String SYMBOL = "T:KILLED";
  static final List<EventFamily> FAMILIES = List.of(EventFamily.TRADE_LOG, EventFamily.LOGS);
  private static final long PAUSE_NANOS = 5_000_000;

  private final RedisBus market;
  private final UserEvents events;
  private final List<Integer> users;
  private final Thread thread = new Thread(this::run, "news");
  private volatile long allowed;
  private volatile long told;
  private volatile boolean over;

  News(Vertx vertx, RedisBus market, List<Integer> users) {
    this.market = market;
    this.events = new UserEvents(market, MessageBus.on(vertx, new SimpleMeterRegistry()));
    this.users = List.copyOf(users);
    thread.start();
  }

  private void run() {
    while (!over) {
      long next = told + 1;
      if (next <= allowed && isTold(next)) {
        told = next;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** As the journal does: what cannot be told is told again under its number. */
  private boolean isTold(long number) {
    try {
      for (int user : users) {
        for (EventFamily family : FAMILIES) {
          await(events.publish(family, user, number, new JsonObject().put("type", type(family))));
        }
      }
      await(market.batch(model(number)));
      return true;
    } catch (Exception late) {
      return false;
    }
  }

  static String type(EventFamily family) {
    return family == EventFamily.TRADE_LOG ? "FillRecorded" : "log.lifecycle.retired";
  }

  private static List<Request> model(long ts) {
    return List.of(
        Request.cmd(Command.SET)
            .arg(ModelKeys.selector(SYMBOL))
            .arg(new JsonObject().put("ts", ts).put("symbol", SYMBOL).encode()),
        Request.cmd(Command.PUBLISH)
            .arg("massive:model:updated")
            .arg(new JsonObject().put("model", "trade_selector").put("symbol", SYMBOL).encode()));
  }

  /** Lets it go on to a number. */
  void goOnTo(long number) {
    allowed = number;
  }

  /** The last number that was told to everybody. */
  long told() {
    return told;
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
