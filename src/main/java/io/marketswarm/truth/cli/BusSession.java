package io.marketswarm.truth.cli;

import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.truth.SecretNames;
import io.marketswarm.truth.TruthException;
import io.marketswarm.truth.TruthStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The connections of one command, closed when it ends. */
final class BusSession implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;
  private static final long CONNECT_MILLIS = 3_000;
  private static final long RETRY_MILLIS = 50;

  /** Says of every connection whether it stands; here that is the command's own business. */
  private static final Logger STORE_LOG = Logger.getLogger("marketswarm.store");

  private final Level storeLevel = STORE_LOG.getLevel();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final List<RedisBus> buses = new ArrayList<>();

  BusSession() {
    STORE_LOG.setLevel(Level.OFF);
  }

  /** Opens a bus and waits until it answers; throws when it does not. */
  RedisBus open(BusName name, String url) {
    RedisBus bus = add(name, url);
    if (!answers(bus)) {
      throw new TruthException(
          name.id() + " at " + SecretNames.masked("", url) + " does not answer");
    }
    return bus;
  }

  RedisBus add(BusName name, String url) {
    try {
      RedisBus bus = RedisBus.open(vertx, name, url);
      buses.add(bus);
      return bus;
    } catch (IllegalArgumentException noUrl) {
      throw new TruthException(name.id() + ": " + noUrl.getMessage());
    }
  }

  boolean answers(RedisBus bus) {
    return await(ping(bus, CONNECT_MILLIS / RETRY_MILLIS));
  }

  TruthStore truth(RedisBus system) {
    return new TruthStore(vertx, system);
  }

  <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof TruthException known) {
        throw known;
      }
      throw new TruthException(
          SecretNames.masked("", String.valueOf(failed.getCause().getMessage())));
    } catch (TimeoutException silent) {
      throw new TruthException("no answer within " + PATIENCE_SECONDS + " s");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new TruthException("interrupted");
    }
  }

  private Future<Boolean> ping(RedisBus bus, long tries) {
    return bus.ping()
        .map(true)
        .recover(
            down ->
                tries <= 1
                    ? Future.succeededFuture(false)
                    : vertx.timer(RETRY_MILLIS).compose(later -> ping(bus, tries - 1)));
  }

  @Override
  public void close() {
    await(Future.join(buses.stream().map(RedisBus::close).toList()).otherwiseEmpty());
    await(vertx.close());
    STORE_LOG.setLevel(storeLevel);
  }
}
