package io.marketswarm.market.options;

import io.marketswarm.log.Log;
import io.marketswarm.market.options.FrameQueue.Frame;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.StaleOwner;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Appends frames to the stream of the market bus, in the order they came: at once while nothing is
 * under way, together with whatever came meanwhile otherwise. Live frames and replayed ones enter
 * here alike.
 */
public final class FrameStream {
  /** The frames of the options socket, fields {@code ts} and {@code payload}. */
  public static final String KEY = "massive:ws:stream";

  private static final long AGAIN_MILLIS = 250;

  private final Vertx vertx;
  private final RedisBus market;
  private final Fence fence;
  private final Log log;
  private final long maxLength;
  private final Timer latency;
  private final FrameQueue queue = new FrameQueue();
  private Future<Void> writing = Future.succeededFuture();
  private boolean failing;

  public FrameStream(Vertx vertx, ServiceContext context, int usualLength) {
    this.vertx = vertx;
    this.market = context.bus(BusName.MARKET);
    this.fence = context.fence();
    this.log = context.log();
    this.maxLength = context.config().retention().maxLength(KEY, usualLength);
    this.latency =
        Timer.builder("marketswarm.market.options.stored")
            .description("from a frame's arrival until it stands on the stream")
            .publishPercentiles(0.5, 0.99)
            .register(context.metrics());
  }

  /** Appends a frame that came at a moment, epoch milliseconds. */
  public void append(byte[] payload, long millis) {
    queue.add(new Frame(payload, millis, System.nanoTime()));
    if (writing.isComplete()) {
      writing = drain();
    }
  }

  /** Frames that were given up because Redis did not take them. */
  public long dropped() {
    return queue.dropped();
  }

  /** Completes when everything that can be written is. */
  public Future<Void> written() {
    return writing;
  }

  private Future<Void> drain() {
    if (queue.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Frame> batch = queue.take();
    return market
        .fenced(fence, batch.stream().map(this::add).toList())
        .compose(done -> stored(batch), cause -> retry(batch, cause));
  }

  private Future<Void> stored(List<Frame> batch) {
    long now = System.nanoTime();
    batch.forEach(frame -> latency.record(now - frame.nanos(), TimeUnit.NANOSECONDS));
    if (failing) {
      failing = false;
      log.ok("frames are stored again, " + queue.dropped() + " were lost so far");
    }
    return drain();
  }

  private Future<Void> retry(List<Frame> batch, Throwable cause) {
    if (cause instanceof StaleOwner) {
      return Future.succeededFuture();
    }
    if (!failing) {
      failing = true;
      log.warn("frames wait, because they cannot be stored: " + cause.getMessage());
    }
    queue.putBack(batch);
    return vertx.timer(AGAIN_MILLIS, TimeUnit.MILLISECONDS).compose(v -> drain());
  }

  private Request add(Frame frame) {
    return Request.cmd(Command.XADD)
        .arg(KEY)
        .arg("MAXLEN")
        .arg("~")
        .arg(maxLength)
        .arg("*")
        .arg("ts")
        .arg(BigDecimal.valueOf(frame.millis(), 3).toPlainString())
        .arg("payload")
        .arg(frame.payload());
  }
}
