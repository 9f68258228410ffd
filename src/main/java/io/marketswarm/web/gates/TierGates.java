package io.marketswarm.web.gates;

import io.marketswarm.log.Log;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The gates as they are now, for one instance of a service: read from the system bus, read again
 * when somebody says that they changed, and every half minute in case nobody was heard. A document
 * that cannot be read changes nothing.
 */
public final class TierGates {
  public static final String KEY = "tier_gates";
  public static final String CHANNEL = "tier_gates:updated";

  private static final Duration REREAD = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final RedisBus system;
  private final Log log;
  private final List<Consumer<Gates>> watchers = new CopyOnWriteArrayList<>();
  private volatile Gates current = Gates.NONE;
  private RedisBus.Subscription told;
  private Cadence rereadings;

  public TierGates(Vertx vertx, RedisBus system, Log log) {
    this.vertx = vertx;
    this.system = system;
    this.log = log;
  }

  /** Begins to follow them; completes when they were read, or could not be read for now. */
  public Future<Void> open() {
    told = system.subscribe(Set.of(CHANNEL), (channel, message) -> read(), this::read);
    rereadings = Cadence.every(vertx, REREAD, this::read);
    return read();
  }

  public Future<Void> close() {
    if (told == null) {
      return Future.succeededFuture();
    }
    rereadings.stop();
    return told.close();
  }

  public Gates current() {
    return current;
  }

  /** Tells of every change, on the context that opened this. */
  public void onChange(Consumer<Gates> watcher) {
    watchers.add(watcher);
  }

  private Future<Void> read() {
    return system
        .send(Request.cmd(Command.GET).arg(KEY))
        .map(TierGates::parse)
        .onSuccess(this::take)
        .onFailure(cause -> log.warn("the tier gates stay as they are: " + cause.getMessage()))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private static Gates parse(Response stored) {
    try {
      return stored == null
          ? Gates.NONE
          : Gates.of(new JsonObject(Buffer.buffer(stored.toBytes())));
    } catch (DecodeException | ClassCastException notAnObject) {
      throw new IllegalStateException(KEY + " holds no JSON object", notAnObject);
    }
  }

  private void take(Gates read) {
    if (!read.equals(current)) {
      current = read;
      watchers.forEach(watcher -> watcher.accept(read));
    }
  }
}
