package io.marketswarm.gateway.streams;

import io.marketswarm.gateway.models.BriefHeatmap;
import io.marketswarm.gateway.models.HeatmapDiff;
import io.marketswarm.gateway.models.Heatmaps;
import io.marketswarm.gateway.models.Model;
import io.marketswarm.log.Log;
import io.marketswarm.stream.DiffTopic;
import io.marketswarm.stream.Hub;
import io.marketswarm.stream.SseEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The heatmap of one symbol with its tiles in brief. What is told is made of what its publisher
 * encoded, once for all who listen, away from the event loops and one piece after the other; while
 * nobody listens nothing is made. Newcomers get a whole that is hardly ever older than they are.
 */
final class BriefHeatmapTopic {
  private static final Log LOG = Log.of("gateway");

  /** After so many changes another whole is made though nobody comes, and they are let go. */
  private static final int MOST_CHANGES = 64;

  /** Who asked has so long to come. */
  private static final long ON_THE_WAY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final String symbol;
  private final Heatmaps heatmaps;
  private final VertxInternal vertx;
  private final Context context;
  private final DiffTopic topic;

  /** Touched by one piece of work at a time. */
  private final BriefHeatmap heatmap = new BriefHeatmap();

  private final List<SseEvent> since = new ArrayList<>();
  private SseEvent start;
  private boolean begun;
  private long askedNanos;
  private Future<Void> making = Future.succeededFuture();

  BriefHeatmapTopic(Vertx vertx, Hub hub, Heatmaps heatmaps, String symbol) {
    this.symbol = symbol;
    this.heatmaps = heatmaps;
    this.vertx = (VertxInternal) vertx;
    this.context = this.vertx.createEventLoopContext();
    this.topic = hub.changes("heatmap:" + symbol + ":brief", this::base);
  }

  DiffTopic topic() {
    return topic;
  }

  /** Completes, where it is asked for, when a newcomer finds the whole here, if there is one. */
  Future<Void> ready() {
    Promise<Void> there = vertx.getOrCreateContext().promise();
    prepare().onComplete(there);
    return there.future();
  }

  private synchronized Future<Void> prepare() {
    askedNanos = System.nanoTime();
    if (!making.isComplete()) {
      return making;
    }
    if (start == null) {
      // From now on changes are kept; the whole has all that came before.
      begun = true;
      making = heatmaps.snapshot(symbol).compose(this::restartWith);
    } else if (!since.isEmpty()) {
      making = make(heatmap::whole, this::begin);
    }
    return making;
  }

  /**
   * Tells the whole to everybody: who is here already was told nothing so far, who comes back
   * nothing while nobody listened, and neither must think that nothing was missed.
   */
  private Future<Void> restartWith(Optional<Model> found) {
    return found.isEmpty()
        ? Future.succeededFuture()
        : make(
            () -> {
              heatmap.take(found.get().json());
              return heatmap.whole();
            },
            whole -> {
              begin(whole);
              topic.restart();
            });
  }

  /** A change, in the order of versions. */
  void changed(HeatmapDiff diff) {
    if (isWanted()) {
      make(() -> heatmap.change(diff.model().json()), this::tell).onFailure(this::failed);
    }
  }

  /** Changes were missed. */
  void replaced(Model whole) {
    if (isWanted()) {
      restartWith(Optional.of(whole)).onFailure(this::failed);
    }
  }

  private boolean isWanted() {
    boolean heard = topic.isHeard();
    synchronized (this) {
      if (begun && !heard && System.nanoTime() - askedNanos > ON_THE_WAY_NANOS) {
        begun = false;
        start = null;
        since.clear();
      }
      return begun;
    }
  }

  private Future<Void> make(Callable<Buffer> work, Consumer<Buffer> then) {
    return context.executeBlocking(work, true).onSuccess(then::accept).mapEmpty();
  }

  private void tell(Buffer change) {
    SseEvent event = SseEvent.of("heatmap_diff", change).about(symbol);
    boolean many;
    synchronized (this) {
      since.add(event);
      many = since.size() > MOST_CHANGES;
    }
    topic.publish(event);
    if (many) {
      prepare();
    }
  }

  /** Whatever changes came before are part of it, or belong to an earlier life of the publisher. */
  private synchronized void begin(Buffer whole) {
    start = SseEvent.of("heatmap", whole).about(symbol);
    since.clear();
  }

  private synchronized Optional<SseEvent> base() {
    return start == null ? Optional.empty() : Optional.of(SseEvent.series(start, since));
  }

  private void failed(Throwable cause) {
    LOG.warn("the heatmap of %s cannot be told in brief: %s".formatted(symbol, cause.getMessage()));
  }
}
