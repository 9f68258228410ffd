package io.marketswarm.cli;

import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Short questions to the buses of a node, each asked once it is needed. */
final class BusProbe implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 2_000;
  private static final long RETRY_MILLIS = 50;

  /** Tells of every connection; whether one stands is the answer here. */
  private static final Logger STORE_LOG = Logger.getLogger("marketswarm.store");

  private final NodeOptions node;
  private final Level storeLevel = STORE_LOG.getLevel();
  private final Map<BusName, Optional<RedisBus>> buses = new EnumMap<>(BusName.class);
  private Vertx vertx;

  BusProbe(NodeOptions node) {
    this.node = node;
  }

  /** Whether the bus answers a PING. */
  boolean answers(BusName bus) {
    return bus(bus).isPresent();
  }

  /** Whether there is a key of this name. */
  boolean holds(BusName bus, String key) {
    return bus(bus)
        .map(redis -> await(redis.send(Request.cmd(Command.EXISTS).arg(key)), PATIENCE_MILLIS))
        .filter(found -> found.isPresent() && found.get().toInteger() == 1)
        .isPresent();
  }

  private Optional<RedisBus> bus(BusName name) {
    return buses.computeIfAbsent(name, this::open);
  }

  private Optional<RedisBus> open(BusName name) {
    if (vertx == null) {
      STORE_LOG.setLevel(Level.OFF);
      vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    }
    return node.url(name)
        .map(url -> RedisBus.open(vertx, name, url))
        .filter(
            bus -> await(ping(bus, PATIENCE_MILLIS / RETRY_MILLIS), PATIENCE_MILLIS).isPresent());
  }

  private Future<Boolean> ping(RedisBus bus, long tries) {
    return bus.ping()
        .map(true)
        .recover(
            down ->
                tries <= 1
                    ? Future.failedFuture(down)
                    : vertx.timer(RETRY_MILLIS).compose(later -> ping(bus, tries - 1)));
  }

  private static <T> Optional<T> await(Future<T> answer, long millis) {
    try {
      return Optional.of(
          answer.toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException none) {
      return Optional.empty();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Its connections go with it. */
  @Override
  public void close() {
    if (vertx != null) {
      await(vertx.close().map(true), PATIENCE_MILLIS);
      STORE_LOG.setLevel(storeLevel);
    }
  }
}
