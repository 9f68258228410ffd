package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.node.Shares.Offer;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The keys this node works on, of a verticle that runs once in the cluster for each key. The roll
 * says who shares the work; from it every node reckons the same shares, contends for what is its
 * own and hands over what no longer is. The leases alone decide who runs what: while the nodes
 * differ about the roll, the worst is that a key rests for a moment.
 */
final class Portion implements ServiceRunner.Group {
  /** Makes the candidacy for a key, given whom to tell of its turns. */
  interface Candidacy {
    Owned of(String key, Runnable turned);
  }

  private final Context context;
  private final Future<?> doors;
  private final Roll roll;
  private final Duration every;
  private final Map<String, Owned> candidates = new LinkedHashMap<>();
  private final Log log;
  private volatile int room;
  private Map<String, Offer> crew = new HashMap<>();
  private Set<String> unplaced = Set.of();
  private Cadence rounds;
  private RedisBus.Subscription changes;

  /**
   * @param context where everything here runs: beside the leases and their bus
   * @param doors completes when the node serves: before that the others go on without it
   * @param every between two calls of the roll
   */
  Portion(
      Context context,
      Future<?> doors,
      Roll roll,
      Duration every,
      List<String> keys,
      Candidacy candidacy,
      Log log) {
    this.context = context;
    this.doors = doors;
    this.roll = roll;
    this.every = every;
    this.log = log;
    for (String key : keys) {
      Roll.requireKey(key);
      candidates.put(key, candidacy.of(key, this::turned));
    }
  }

  @Override
  public Future<Void> scaleTo(int wanted) {
    room = wanted;
    if (wanted == 0) {
      return here(this::leave);
    }
    Future<Void> joined = doors.compose(open -> here(this::join));
    return doors.isComplete() ? joined : Future.succeededFuture();
  }

  private Future<Void> here(Supplier<Future<Void>> action) {
    return Future.future(done -> context.runOnContext(now -> action.get().onComplete(done)));
  }

  private Future<Void> join() {
    if (room == 0) {
      return Future.succeededFuture(); // called off while the doors were shut
    }
    if (rounds == null) {
      rounds = Cadence.every(context.owner(), every, this::round);
      changes = roll.onChange(this::round);
    }
    return round();
  }

  /** The others are told first, so that they stand in line when the leases are given up. */
  private Future<Void> leave() {
    if (rounds == null) {
      return Future.succeededFuture();
    }
    rounds.stop();
    rounds = null;
    changes.close();
    crew.clear();
    Future<Void> told = roll.leave().otherwiseEmpty();
    return Future.join(handOver(candidates.keySet()), told).mapEmpty();
  }

  private void turned() {
    context.runOnContext(now -> round());
  }

  /** While the bus is away the last roll holds: the leases run out by themselves. */
  private Future<Void> round() {
    if (rounds == null) {
      return Future.succeededFuture();
    }
    Offer mine = new Offer(room, failing());
    return roll.call(mine)
        .onSuccess(answer -> crew = new HashMap<>(answer))
        .otherwiseEmpty()
        .compose(
            called -> {
              if (rounds == null) {
                return Future.succeededFuture();
              }
              crew.put(roll.me(), mine);
              return take();
            });
  }

  private Set<String> failing() {
    return candidates.entrySet().stream()
        .filter(candidate -> candidate.getValue().failing())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private Future<Void> take() {
    Map<String, String> shares = Shares.of(List.copyOf(candidates.keySet()), crew);
    sayUnplaced(shares);
    List<String> others = new ArrayList<>();
    candidates.forEach(
        (key, candidate) -> {
          // Where a start failed the node stays in line: it may be the last that is left.
          if (roll.me().equals(shares.get(key)) || candidate.failing()) {
            candidate.scaleTo(1);
          } else {
            others.add(key);
          }
        });
    return handOver(others);
  }

  private Future<Void> handOver(Iterable<String> keys) {
    List<Future<Void>> given = new ArrayList<>();
    keys.forEach(key -> given.add(candidates.get(key).scaleTo(0)));
    return given.isEmpty() ? Future.succeededFuture() : Future.join(given).mapEmpty();
  }

  private void sayUnplaced(Map<String, String> shares) {
    Set<String> now =
        candidates.keySet().stream()
            .filter(key -> !shares.containsKey(key))
            .collect(Collectors.toCollection(java.util.TreeSet::new));
    if (!now.isEmpty() && !now.equals(unplaced)) {
      log.warn("no node has room for " + String.join(", ", now) + ", or none can start it");
    }
    unplaced = now;
  }

  @Override
  public int wanted() {
    return room;
  }

  @Override
  public int count() {
    return candidates.values().stream().mapToInt(Owned::count).sum();
  }

  @Override
  public List<String> deployments() {
    return candidates.values().stream().flatMap(c -> c.deployments().stream()).toList();
  }

  @Override
  public List<String> leases() {
    return candidates.entrySet().stream()
        .filter(candidate -> candidate.getValue().holds())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public List<Claim> claims() {
    return room == 0 ? List.of() : candidates.values().stream().map(Owned::claim).toList();
  }

  @Override
  public List<Ailment> ailments() {
    return candidates.values().stream().flatMap(c -> c.ailments().stream()).toList();
  }

  @Override
  public boolean strike(RuntimeException fault) {
    return candidates.values().stream().anyMatch(candidate -> candidate.strike(fault));
  }
}
