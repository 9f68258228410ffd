package io.marketswarm.gateway.models;

import io.marketswarm.log.Log;
import io.marketswarm.store.RedisBus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The heatmaps, whole, and what changes in them. A publisher tells every change and, less often,
 * the whole; from both this keeps a snapshot that is exact at any moment. Changes come on the event
 * bus and on Redis; each is passed on once. When one is missed, followers get the whole anew.
 */
public final class Heatmaps {
  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long WARM_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int MOST_SYMBOLS = 200;

  private static final Log LOG = Log.of("gateway");

  private final Desk desk;
  private final RedisBus market;
  private final JsonCheck check;
  private final Counter malformed;
  private final Counter reloads;
  private final Counter merges;
  private final Map<String, State> states = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  Heatmaps(Desk desk, RedisBus market, MeterRegistry meters) {
    this.desk = desk;
    this.market = market;
    this.check = new JsonCheck(desk);
    this.malformed = meters.counter("marketswarm.gateway.models.malformed");
    this.reloads = meters.counter("marketswarm.gateway.heatmap.reloads");
    this.merges = meters.counter("marketswarm.gateway.heatmap.merges");
  }

  /** Hears of heatmaps, at the desk. */
  public interface Listener {
    void changed(HeatmapDiff diff);

    /** Changes were missed: this is the whole. */
    void replaced(String symbol, Model whole);
  }

  private static final class State {
    final Heatmap heatmap;
    long checkedNanos = System.nanoTime() - WARM_NANOS;
    long heardNanos = System.nanoTime() - SILENCE_NANOS;
    long reloadedNanos = System.nanoTime() - TRUSTED_NANOS;
    Future<Void> reading;
    Future<Void> merging;
    volatile Model snapshot;

    State(String symbol) {
      heatmap = new Heatmap(symbol);
    }
  }

  public void listen(Listener listener) {
    listeners.add(listener);
  }

  public void ignore(Listener listener) {
    listeners.remove(listener);
  }

  void register(String symbol) {
    if (states.size() < MOST_SYMBOLS) {
      states.computeIfAbsent(symbol, State::new);
    }
  }

  public Set<String> symbols() {
    return Set.copyOf(states.keySet());
  }

  /** What was last whole, without asking anybody. */
  public Optional<Model> known(String symbol) {
    State state = states.get(symbol);
    return Optional.ofNullable(state == null ? null : state.snapshot);
  }

  /** The whole heatmap with all changes that were passed on so far; empty when there is none. */
  public Future<Optional<Model>> snapshot(String symbol) {
    return desk.ask(
        () ->
            last(symbol, Heatmap::isWhole)
                .compose(found -> merged(symbol))
                .map(done -> known(symbol)));
  }

  /**
   * The last whole heatmap as somebody encoded it, for those who have heard all changes since;
   * empty when there is none.
   */
  public Future<Optional<Model>> whole(String symbol) {
    return desk.ask(
        () -> last(symbol, heatmap -> heatmap.whole() != null).map(found -> known(symbol)));
  }

  /**
   * Reads it, if what is known may be old.
   *
   * @param enough whether what its publisher said lately will do
   */
  private Future<Void> last(String symbol, Predicate<Heatmap> enough) {
    State state = states.get(symbol);
    if (state == null) {
      return read(symbol, new State(symbol));
    }
    long now = System.nanoTime();
    boolean live = enough.test(state.heatmap) && now - state.heardNanos < SILENCE_NANOS;
    return live || now - state.checkedNanos < TRUSTED_NANOS && state.heatmap.whole() != null
        ? Future.succeededFuture()
        : read(symbol, state).recover(away -> unlessKnown(state, away));
  }

  private Future<Void> merged(String symbol) {
    State state = states.get(symbol);
    return state == null ? Future.succeededFuture() : merge(state);
  }

  private static Future<Void> unlessKnown(State state, Throwable away) {
    return state.heatmap.whole() == null ? Future.failedFuture(away) : Future.succeededFuture();
  }

  /** A publisher brings the whole. At the desk, like all that follows. */
  void offer(String symbol, Buffer json) {
    register(symbol);
    State state = states.get(symbol);
    if (state != null) {
      state.heardNanos = System.nanoTime();
      take(state, json);
    }
  }

  /**
   * A publisher tells a change.
   *
   * @param sound whether it is known to be JSON
   */
  void change(String symbol, Buffer json, boolean sound) {
    register(symbol);
    State state = states.get(symbol);
    long version = TopFields.of(json, "version").whole("version", Heatmap.NONE);
    if (state == null || version != Heatmap.NONE && state.heatmap.hasSeen(version)) {
      return;
    }
    if (version == Heatmap.NONE || !sound && !JsonCheck.isSound(json)) {
      malformed.increment();
      return;
    }
    state.heardNanos = System.nanoTime();
    HeatmapDiff diff = new HeatmapDiff(symbol, version, new Model(json));
    switch (state.heatmap.take(diff)) {
      case KNOWN -> {}
      case NEXT -> listeners.forEach(listener -> listener.changed(diff));
      case LOST, RESTARTED -> reload(state);
    }
    if (state.heatmap.isOverflowing()) {
      merge(state);
    }
  }

  /** Reads everything again: changes may have been missed. */
  void resync() {
    states.values().forEach(this::catchUp);
  }

  /** One beat: looks after heatmaps whose publisher is silent. */
  void beat() {
    long now = System.nanoTime();
    for (State state : states.values()) {
      if (now - state.heardNanos > SILENCE_NANOS && now - state.checkedNanos > WARM_NANOS) {
        catchUp(state);
      }
    }
  }

  private void catchUp(State state) {
    read(state.heatmap.symbol(), state)
        .compose(done -> merge(state))
        .onSuccess(done -> tellWhole(state))
        .onFailure(away -> LOG.debug("heatmaps are read later: " + away.getMessage()));
  }

  /** At most once a second: a publisher that never writes the whole would have us read for ever. */
  private void reload(State state) {
    long now = System.nanoTime();
    if (now - state.reloadedNanos < TRUSTED_NANOS) {
      return;
    }
    state.reloadedNanos = now;
    reloads.increment();
    if (state.heatmap.whole() != null) {
      state.heatmap.reset();
    }
    catchUp(state);
  }

  private void tellWhole(State state) {
    if (state.snapshot != null && state.heatmap.isAheadOfFollowers()) {
      state.heatmap.told(state.heatmap.wholeVersion());
      listeners.forEach(listener -> listener.replaced(state.heatmap.symbol(), state.snapshot));
    }
  }

  private Future<Void> read(String symbol, State state) {
    if (state.reading != null) {
      return state.reading;
    }
    Future<Void> reading =
        market
            .send(Request.cmd(Command.GET).arg(ModelKeys.heatmap(symbol)))
            .compose(
                answer -> {
                  state.checkedNanos = System.nanoTime();
                  return answer == null
                      ? Future.succeededFuture()
                      : found(symbol, state, answer.toBuffer());
                });
    state.reading = reading;
    reading.onComplete(done -> state.reading = null);
    return reading;
  }

  private Future<Void> found(String symbol, State state, Buffer json) {
    if (state.heatmap.whole() != null && state.heatmap.whole().hasContent(json)) {
      return Future.succeededFuture();
    }
    return check
        .isJson(json)
        .map(
            sound -> {
              if (sound) {
                register(symbol);
                take(states.getOrDefault(symbol, state), json);
              } else {
                malformed.increment();
                LOG.warn("the heatmap of " + symbol + " is no JSON; what was there before stays");
              }
              return null;
            });
  }

  private void take(State state, Buffer json) {
    Model model = new Model(json);
    long version = TopFields.of(json, "version").whole("version", 0);
    if (state.heatmap.take(model, version)) {
      state.checkedNanos = System.nanoTime();
      state.snapshot = model;
      if (state.heatmap.isUntold()) {
        merge(state).onSuccess(done -> tellWhole(state));
      }
    }
  }

  /** Works the changes in that the whole does not have yet. */
  private Future<Void> merge(State state) {
    Heatmap heatmap = state.heatmap;
    if (heatmap.whole() == null) {
      if (heatmap.isOverflowing()) {
        heatmap.dropPending();
      }
      return Future.succeededFuture();
    }
    if (heatmap.isWhole()) {
      return Future.succeededFuture();
    }
    if (state.merging != null) {
      return state.merging.compose(done -> merge(state));
    }
    Model whole = heatmap.whole();
    List<Buffer> changes = heatmap.pending();
    long version = heatmap.version();
    merges.increment();
    state.merging =
        desk.aside(() -> HeatmapMerge.merge(whole.json(), changes))
            .map(
                merged -> {
                  Model model = new Model(merged);
                  if (heatmap.take(model, version)) {
                    state.snapshot = model;
                  }
                  return (Void) null;
                })
            .recover(broken -> unmergeable(state, broken));
    return state.merging.onComplete(done -> state.merging = null);
  }

  private Future<Void> unmergeable(State state, Throwable broken) {
    malformed.increment();
    LOG.warn(
        "changes of the heatmap of %s cannot be applied: %s"
            .formatted(state.heatmap.symbol(), broken.getMessage()));
    state.heatmap.dropPending();
    return Future.succeededFuture();
  }
}
