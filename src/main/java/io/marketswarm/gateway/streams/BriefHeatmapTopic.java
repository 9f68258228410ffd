package io.marketswarm.gateway.streams;

import io.marketswarm.gateway.models.BriefTiles;
import io.marketswarm.gateway.models.HeatmapDiff;
import io.marketswarm.gateway.models.Heatmaps;
import io.marketswarm.gateway.models.Model;
import io.marketswarm.gateway.models.TopFields;
import io.marketswarm.log.Log;
import io.marketswarm.stream.DiffTopic;
import io.marketswarm.stream.Hub;
import io.marketswarm.stream.SseEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The heatmap of one symbol with its tiles in brief. What is told is made of what its publisher
 * encoded, once for all who listen, away from the event loops and in order; while nobody listens
 * nothing is made.
 */
final class BriefHeatmapTopic {
  private static final Log LOG = Log.of("gateway");

  /** Of so many changes and more a newcomer is better off with another whole. */
  private static final int MOST_CHANGES = 32;

  /** Who asked has so long to come. */
  private static final long ON_THE_WAY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final String symbol;
  private final Heatmaps heatmaps;
  private final Context context;
  private final DiffTopic topic;
  private final Deque<Change> since = new ArrayDeque<>();
  private Model whole;
  private SseEvent start;
  private long version = Long.MIN_VALUE;
  private boolean begun;
  private long askedNanos;
  private Future<Void> making = Future.succeededFuture();

  private record Change(long version, SseEvent event) {}

  BriefHeatmapTopic(Vertx vertx, Hub hub, Heatmaps heatmaps, String symbol) {
    this.symbol = symbol;
    this.heatmaps = heatmaps;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.topic = hub.changes("heatmap:" + symbol + ":brief", this::base);
  }

  DiffTopic topic() {
    return topic;
  }

  /** Completes when a newcomer finds the whole here, if there is one. */
  synchronized Future<Void> ready() {
    askedNanos = System.nanoTime();
    if (!making.isComplete()) {
      return making;
    }
    if (start == null) {
      // From now on changes are kept; the whole has all that came before.
      begun = true;
      making = heatmaps.snapshot(symbol).compose(this::take).map(this::restarted);
    } else if (since.size() >= MOST_CHANGES) {
      making = heatmaps.whole(symbol).compose(this::take).mapEmpty();
    }
    return making;
  }

  /**
   * Who is here already was told nothing so far, and who comes back nothing while nobody listened;
   * neither must think that nothing was missed.
   */
  private Void restarted(boolean taken) {
    if (taken) {
      topic.restart();
    }
    return null;
  }

  /** A change, in the order of versions. */
  void changed(HeatmapDiff diff) {
    if (!isWanted()) {
      return;
    }
    made("heatmap_diff", diff.model().json())
        .onSuccess(
            event -> {
              keep(new Change(diff.version(), event));
              topic.publish(event);
            })
        .onFailure(this::failed);
  }

  /** Changes were missed. */
  void replaced(Model anew) {
    if (isWanted()) {
      take(Optional.of(anew)).onSuccess(this::restarted).onFailure(this::failed);
    }
  }

  private boolean isWanted() {
    boolean heard = topic.isHeard();
    synchronized (this) {
      if (begun && !heard && System.nanoTime() - askedNanos > ON_THE_WAY_NANOS) {
        begun = false;
        whole = null;
        start = null;
        version = Long.MIN_VALUE;
        since.clear();
      }
      return begun;
    }
  }

  /** Says whether there is a whole. */
  private Future<Boolean> take(Optional<Model> found) {
    if (found.isEmpty()) {
      return Future.succeededFuture(false);
    }
    Model model = found.get();
    synchronized (this) {
      if (model == whole) {
        return Future.succeededFuture(true);
      }
    }
    return made("heatmap", model.json())
        .map(
            event -> {
              begin(model, event);
              return true;
            });
  }

  private synchronized void begin(Model model, SseEvent event) {
    long before = version;
    whole = model;
    start = event;
    version = TopFields.of(model.json(), "version").whole("version", Long.MIN_VALUE);
    if (version < before) {
      // Its publisher counts anew; no change of before belongs to it.
      since.clear();
    }
    while (!since.isEmpty() && since.peekFirst().version() <= version) {
      since.removeFirst();
    }
  }

  private void keep(Change change) {
    boolean many;
    synchronized (this) {
      if (change.version() > version) {
        since.addLast(change);
      }
      many = since.size() >= 2 * MOST_CHANGES;
    }
    if (many) {
      ready();
    }
  }

  private Future<SseEvent> made(String name, Buffer json) {
    return context.executeBlocking(
        () -> SseEvent.of(name, BriefTiles.of(json)).about(symbol), true);
  }

  private void failed(Throwable cause) {
    LOG.warn("the heatmap of %s cannot be told in brief: %s".formatted(symbol, cause.getMessage()));
  }

  private synchronized Optional<SseEvent> base() {
    return start == null
        ? Optional.empty()
        : Optional.of(SseEvent.series(start, since.stream().map(Change::event).toList()));
  }
}
