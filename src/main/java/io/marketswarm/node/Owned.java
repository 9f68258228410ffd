package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.store.Backoff;
import io.marketswarm.store.Fence;
import io.marketswarm.store.Lease;
import io.marketswarm.store.Leases;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A verticle with one owner in the cluster: deployed here while this node holds its lease, gone as
 * soon as it does not. The lease is handed over only after the verticle has stopped. A node on
 * which it does not start lets others have a try.
 */
final class Owned implements ServiceRunner.Group {
  private static final Backoff RETRY =
      new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), 0.2);

  private final Vertx vertx;
  private final Leases leases;
  private final String name;
  private final Function<Fence, Instances> crew;
  private final Runnable turned;
  private final Log log;

  private boolean candidate;
  private Lease lease;
  private Turn turn;
  private Instances instances;
  private int failures;
  private Future<Void> turns = Future.succeededFuture();

  Owned(Vertx vertx, Leases leases, String name, Function<Fence, Instances> crew, Log log) {
    this(vertx, leases, name, crew, () -> {}, log);
  }

  /**
   * @param turned told when it has been started here, or could not be
   */
  Owned(
      Vertx vertx,
      Leases leases,
      String name,
      Function<Fence, Instances> crew,
      Runnable turned,
      Log log) {
    this.vertx = vertx;
    this.leases = leases;
    this.name = name;
    this.crew = crew;
    this.turned = turned;
    this.log = log;
  }

  @Override
  public synchronized Future<Void> scaleTo(int wanted) {
    boolean was = candidate;
    candidate = wanted > 0;
    if (candidate && !was) {
      contend();
    } else if (was && !candidate) {
      failures = 0;
      return handOver();
    }
    return Future.succeededFuture();
  }

  private synchronized void contend() {
    if (candidate && lease == null) {
      turn = new Turn();
      lease = leases.contend(name, turn);
    }
  }

  /** First the verticle stops, then the lease goes. */
  private synchronized Future<Void> handOver() {
    Lease given = lease;
    lease = null;
    turn = null;
    return given == null
        ? Future.succeededFuture()
        : then(this::takeDown).compose(v -> given.release()).otherwiseEmpty();
  }

  /** One change after the other, in the order they were asked for. */
  private synchronized Future<Void> then(Supplier<Future<Void>> change) {
    turns = turns.otherwiseEmpty().compose(v -> change.get());
    return turns;
  }

  private Future<Void> deploy(Turn mine, Fence fence) {
    Instances made;
    synchronized (this) {
      if (turn != mine || !fence.holds()) {
        return Future.succeededFuture();
      }
      made = crew.apply(fence);
      instances = made;
    }
    return made.scaleTo(1).onSuccess(v -> started(fence)).onFailure(this::notStarted);
  }

  private void started(Fence fence) {
    synchronized (this) {
      failures = 0;
    }
    log.ok(name + " is owned by this node, token " + fence.token());
    turned.run();
  }

  private void notStarted(Throwable cause) {
    long delay;
    synchronized (this) {
      delay = RETRY.delayMillis(++failures);
      handOver();
    }
    log.error(name + " could not be started by its owner, next try in " + delay + " ms", cause);
    turned.run();
    vertx.setTimer(delay, t -> contend());
  }

  private Future<Void> takeDown() {
    Instances standing;
    synchronized (this) {
      standing = instances;
      instances = null;
    }
    return standing == null ? Future.succeededFuture() : standing.scaleTo(0);
  }

  @Override
  public synchronized int wanted() {
    return candidate ? 1 : 0;
  }

  @Override
  public synchronized int count() {
    return instances == null ? 0 : instances.count();
  }

  @Override
  public synchronized List<String> deployments() {
    return instances == null ? List.of() : instances.deployments();
  }

  @Override
  public List<String> leases() {
    return holds() ? List.of(WHOLE) : List.of();
  }

  /** Whether this node has the lease. */
  synchronized boolean holds() {
    return lease != null && lease.fence().isPresent();
  }

  /** Whether the last start here failed. */
  synchronized boolean failing() {
    return failures > 0;
  }

  /** One candidacy: news of it that come after its lease was given up do not count. */
  private final class Turn implements Lease.Listener {
    @Override
    public void acquired(Fence fence) {
      then(() -> deploy(this, fence));
    }

    @Override
    public void lost(String reason) {
      log.warn(name + " is no longer owned by this node: " + reason);
      then(Owned.this::takeDown);
    }
  }
}
