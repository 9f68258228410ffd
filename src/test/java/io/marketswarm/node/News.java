package io.marketswarm.node;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What another process tells over the market bus alone, without a pause: the fills of one user,
 * none left out, and a model whose time is the number of the fill before it.
 */
final class News implements AutoCloseable {
  static final String SYMBOL = "T:CLUSTER";
  private static final int EVERY_MILLIS = 50;

  private final RedisBus market;
  private final UserEvents events;
  private final int user;
  private final AtomicLong told = new AtomicLong();
  private final Thread thread = new Thread(this::run, "news");
  private volatile boolean over;

  News(Vertx vertx, RedisBus market, int user) {
    this.market = market;
    this.events = new UserEvents(market, MessageBus.on(vertx, new SimpleMeterRegistry()));
    this.user = user;
    thread.start();
  }

  private void run() {
    try {
      while (!over) {
        long next = told.get() + 1;
        JsonObject fill = new JsonObject().put("type", "FillRecorded");
        await(events.publish(EventFamily.TRADE_LOG, user, next, fill));
        await(market.batch(model(next)));
        told.set(next);
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static List<Request> model(long ts) {
    return List.of(
        Request.cmd(Command.SET)
            .arg(ModelKeys.selector(SYMBOL))
            .arg(new JsonObject().put("ts", ts).encode()),
        Request.cmd(Command.PUBLISH)
            .arg("massive:model:updated")
            .arg(new JsonObject().put("model", "trade_selector").put("symbol", SYMBOL).encode()));
  }

  void goesOnFor(long more) throws InterruptedException {
    long until = told.get() + more;
    eventually(() -> told.get() >= until);
  }

  /** How many fills were told so far, and how old the model is that was told last. */
  long told() {
    return told.get();
  }

  /** Ends, and tells how many there were. */
  long end() throws InterruptedException {
    over = true;
    thread.join();
    return told.get();
  }

  @Override
  public void close() {
    over = true;
  }
}
