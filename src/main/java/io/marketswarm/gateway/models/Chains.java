package io.marketswarm.gateway.models;

import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What is to be known of the stored chain. It is several megabytes long, so it is read again only
 * when its publisher says that it has changed, and aside from the event loop.
 */
public final class Chains {
  private static final String LATEST = "massive:chain:latest";
  private static final String WRITTEN = "massive:chain:ts";

  /** How long a chain is believed whose publisher does not say when it wrote it. */
  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Desk desk;
  private final RedisBus market;
  private Optional<ChainDigest> digest = Optional.empty();
  private String digested = "";
  private long readNanos = System.nanoTime() - TRUSTED_NANOS;
  private Future<Optional<ChainDigest>> reading;

  Chains(Desk desk, RedisBus market) {
    this.desk = desk;
    this.market = market;
  }

  /** The current chain's; empty when there is no chain. */
  public Future<Optional<ChainDigest>> read() {
    return desk.ask(this::current);
  }

  private Future<Optional<ChainDigest>> current() {
    if (reading != null) {
      return reading;
    }
    Future<Optional<ChainDigest>> read =
        market.send(Request.cmd(Command.GET).arg(WRITTEN)).compose(this::unlessKnown);
    reading = read;
    read.onComplete(done -> reading = null); // at once, where the bus is known to be away
    return read;
  }

  private Future<Optional<ChainDigest>> unlessKnown(Response written) {
    String stamp = written == null ? "" : written.toString();
    boolean fresh =
        stamp.isEmpty() ? System.nanoTime() - readNanos < TRUSTED_NANOS : stamp.equals(digested);
    if (digest.isPresent() && fresh) {
      return Future.succeededFuture(digest);
    }
    return market
        .send(Request.cmd(Command.GET).arg(LATEST))
        .compose(
            chain ->
                chain == null
                    ? Future.succeededFuture(Optional.<ChainDigest>empty())
                    : digest(chain.toBuffer()))
        .onSuccess(
            found -> {
              digest = found;
              digested = stamp;
              readNanos = System.nanoTime();
            });
  }

  private Future<Optional<ChainDigest>> digest(Buffer chain) {
    return desk.aside(() -> Optional.of(ChainDigest.read(chain)));
  }
}
