package io.marketswarm.gateway.models;

import io.marketswarm.log.Log;
import io.marketswarm.store.RedisBus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The latest of every model by its key. Publishers bring models over the event bus; what nobody
 * announces is read from Redis when somebody wants it, and then at most every {@value
 * #TRUSTED_MILLIS} ms. A model whose key has gone stays, with its old time stamp. Reading may be
 * done from any thread.
 */
public final class ModelCache {
  static final long TRUSTED_MILLIS = 250;

  private static final long WARM_NANOS = Duration.ofSeconds(5).toNanos();

  /** How long a model that was announced may take to come over the event bus. */
  private static final long ON_ITS_WAY_MILLIS = 50;

  private static final int MOST_KEYS = 2_000;

  private static final long LIVELY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final Log LOG = Log.of("gateway");

  private final Desk desk;
  private final RedisBus market;
  private final Map<String, ModelSlot> slots = new ConcurrentHashMap<>();
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private final JsonCheck check;
  private final Counter malformed;
  private final Timer polls;
  private volatile long heardNanos = System.nanoTime() - ModelSlot.SILENCE_NANOS;
  private volatile long edition;
  private boolean polling;
  private long seenEdition;
  private long livelyNanos = System.nanoTime();
  private long warmedNanos = System.nanoTime() - WARM_NANOS;

  ModelCache(Desk desk, RedisBus market, MeterRegistry meters) {
    this.desk = desk;
    this.market = market;
    this.check = new JsonCheck(desk);
    this.malformed = meters.counter("marketswarm.gateway.models.malformed");
    this.polls =
        Timer.builder("marketswarm.gateway.models.poll")
            .description("Reading models that nobody announced")
            .publishPercentiles(0.5, 0.99)
            .register(meters);
  }

  /** Hears of models that have changed, at the desk. */
  @FunctionalInterface
  public interface Listener {
    void changed(String key, Model model);
  }

  /** An interest in models; while it lasts they are kept current. */
  public final class Follower {
    private final Predicate<String> keys;
    private final Listener listener;

    private Follower(Predicate<String> keys, Listener listener) {
      this.keys = keys;
      this.listener = listener;
    }

    public void stop() {
      followers.remove(this);
    }
  }

  /** Keeps models current and tells when one has changed. */
  public Follower follow(Predicate<String> keys, Listener listener) {
    Follower follower = new Follower(keys, listener);
    followers.add(follower);
    return follower;
  }

  /** Names a key to look after; models of it may still be missing. At the desk. */
  void register(String key) {
    if (!slots.containsKey(key)
        && slots.size() < MOST_KEYS
        && slots.putIfAbsent(key, new ModelSlot()) == null) {
      edition++;
    }
  }

  /** What is known now, without asking anybody. */
  public Optional<Model> known(String key) {
    ModelSlot slot = slots.get(key);
    return Optional.ofNullable(slot == null ? null : slot.model);
  }

  /** The model, if it is known to be current; empty also when only Redis could tell. */
  public Optional<Model> current(String key) {
    ModelSlot slot = slots.get(key);
    return slot != null && slot.isTrusted(System.nanoTime(), heardNanos)
        ? Optional.ofNullable(slot.model)
        : Optional.empty();
  }

  /** The keys that are looked after, whether or not there is a model yet. */
  List<String> keys(Predicate<String> wanted) {
    return slots.keySet().stream().filter(wanted).sorted().toList();
  }

  /** Grows whenever any model or the set of keys changes. */
  long edition() {
    return edition;
  }

  /** The current model; empty when there is none. */
  public Future<Optional<Model>> read(String key) {
    return isTrusted(key)
        ? Future.succeededFuture(known(key))
        : desk.ask(() -> refresh(List.of(key)))
            .recover(away -> serveWhatIsKnown(List.of(key), away))
            .map(done -> known(key));
  }

  /** Makes sure that what {@link #known} says of these keys is current. */
  Future<Void> readAll(Collection<String> keys) {
    long now = System.nanoTime();
    for (String key : keys) {
      ModelSlot slot = slots.get(key);
      if (slot == null || !slot.isTrusted(now, heardNanos) && !slot.isChecked(now)) {
        return desk.ask(() -> refresh(keys)).recover(away -> serveWhatIsKnown(keys, away));
      }
    }
    return Future.succeededFuture();
  }

  private Future<Void> serveWhatIsKnown(Collection<String> keys, Throwable away) {
    boolean any = keys.stream().anyMatch(key -> known(key).isPresent());
    return any ? Future.succeededFuture() : Future.failedFuture(away);
  }

  boolean isTrusted(String key) {
    ModelSlot slot = slots.get(key);
    return slot != null && slot.isTrusted(System.nanoTime(), heardNanos);
  }

  /** Forgets models that were removed on purpose. */
  Future<Void> forget(Collection<String> keys) {
    return desk.ask(
        () -> {
          for (String key : keys) {
            ModelSlot slot = slots.get(key);
            if (slot != null) {
              slot.model = null;
              slot.offers++;
              edition++;
            }
          }
          return Future.succeededFuture();
        });
  }

  /** A publisher brings a model. At the desk, like all that follows. */
  void offer(String key, Buffer json) {
    register(key);
    ModelSlot slot = slots.get(key);
    if (slot != null) {
      heardNanos = System.nanoTime();
      slot.offered();
      take(key, slot, json);
    }
  }

  /** A publisher says that models have changed; it may bring them over the event bus as well. */
  void announce(List<String> keys) {
    heardNanos = System.nanoTime();
    keys.forEach(this::register);
    desk.after(ON_ITS_WAY_MILLIS, () -> fetchUnlessBrought(keys));
  }

  private void fetchUnlessBrought(List<String> keys) {
    long now = System.nanoTime();
    List<String> awaited = new ArrayList<>();
    for (String key : keys) {
      ModelSlot slot = slots.get(key);
      if (slot != null && !slot.wasOffered(now)) {
        slot.announced = true;
        awaited.add(key);
      }
    }
    if (!awaited.isEmpty()) {
      refresh(awaited).onFailure(away -> LOG.debug("announced models wait: " + away.getMessage()));
    }
  }

  /** Reads everything again: messages may have been missed. */
  void resync() {
    slots.values().forEach(slot -> slot.announced = false);
    poll(slots.keySet());
  }

  /** One beat: reads what is followed and has not been confirmed lately. */
  void beat() {
    long now = System.nanoTime();
    boolean warm = now - warmedNanos >= WARM_NANOS;
    if (warm) {
      warmedNanos = now;
    }
    Set<String> due = new HashSet<>();
    slots.forEach(
        (key, slot) -> {
          boolean trusted = slot.isTrusted(now, heardNanos);
          if (!trusted && (warm || followers.stream().anyMatch(f -> f.keys.test(key)))) {
            due.add(key);
          }
        });
    poll(due);
  }

  /** Whether nothing has changed for a while. */
  boolean isResting() {
    long now = System.nanoTime();
    if (edition != seenEdition) {
      seenEdition = edition;
      livelyNanos = now;
    }
    return now - livelyNanos > LIVELY_NANOS;
  }

  private void poll(Collection<String> keys) {
    if (polling || keys.isEmpty()) {
      return;
    }
    polling = true;
    Timer.Sample sample = Timer.start();
    refresh(keys)
        .onComplete(
            done -> {
              polling = false;
              sample.stop(polls);
            });
  }

  /** How many models there are. */
  public long count() {
    return slots.values().stream().filter(slot -> slot.model != null).count();
  }

  /** Whether publishers announce models at the moment. */
  public boolean isHearing() {
    return System.nanoTime() - heardNanos < ModelSlot.SILENCE_NANOS;
  }

  /** Milliseconds a poll took, at the middle and at the far end. */
  public double[] pollMillis() {
    var snapshot = polls.takeSnapshot();
    double[] millis = new double[snapshot.percentileValues().length];
    for (int i = 0; i < millis.length; i++) {
      millis[i] = snapshot.percentileValues()[i].value(TimeUnit.MILLISECONDS);
    }
    return millis;
  }

  private Future<Void> refresh(Collection<String> keys) {
    List<String> unasked = new ArrayList<>();
    List<Future<Void>> readings = new ArrayList<>();
    for (String key : keys) {
      ModelSlot slot = slots.get(key);
      if (slot != null && slot.reading != null) {
        readings.add(slot.reading);
      } else {
        unasked.add(key);
      }
    }
    if (!unasked.isEmpty()) {
      readings.add(fetch(unasked));
    }
    return Future.all(readings).mapEmpty();
  }

  private Future<Void> fetch(List<String> keys) {
    Request mget = Request.cmd(Command.MGET);
    List<Long> offers = new ArrayList<>(keys.size());
    for (String key : keys) {
      mget.arg(key);
      ModelSlot slot = slots.get(key);
      offers.add(slot == null ? 0 : slot.offers);
    }
    Future<Void> reading =
        market
            .send(mget)
            .compose(
                answers -> {
                  List<Future<Void>> taken = new ArrayList<>();
                  for (int i = 0; i < keys.size(); i++) {
                    taken.add(found(keys.get(i), offers.get(i), answers.get(i)));
                  }
                  return Future.all(taken).<Void>mapEmpty();
                });
    for (String key : keys) {
      ModelSlot slot = slots.get(key);
      if (slot != null) {
        slot.reading = reading;
        reading.onComplete(done -> slot.reading = null);
      }
    }
    return reading;
  }

  private Future<Void> found(String key, long offersThen, Response answer) {
    ModelSlot slot = slots.get(key);
    if (answer == null) {
      if (slot != null) {
        slot.checked();
      }
      return Future.succeededFuture();
    }
    Buffer json = answer.toBuffer();
    if (slot != null && slot.model != null && slot.model.hasContent(json)) {
      slot.checked();
      return Future.succeededFuture();
    }
    return check
        .isJson(json)
        .map(
            sound -> {
              accept(key, offersThen, json, sound);
              return null;
            });
  }

  private void accept(String key, long offersThen, Buffer json, boolean sound) {
    if (!sound) {
      malformed.increment();
      LOG.warn(key + " holds no JSON; what was there before stays");
    }
    register(key);
    ModelSlot slot = slots.get(key);
    if (slot == null) {
      return;
    }
    slot.checked();
    if (sound && slot.offers == offersThen) {
      take(key, slot, json);
    }
  }

  private void take(String key, ModelSlot slot, Buffer json) {
    slot.checked();
    if (slot.model != null && slot.model.hasContent(json)) {
      return;
    }
    Model model = new Model(json);
    slot.model = model;
    edition++;
    for (Follower follower : followers) {
      if (follower.keys.test(key)) {
        follower.listener.changed(key, model);
      }
    }
  }
}
