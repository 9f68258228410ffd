package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.node.Supervisor.Verdict;
import io.marketswarm.store.Fence;
import io.marketswarm.store.Lease;
import io.marketswarm.store.Leases;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A verticle with one owner in the cluster: deployed here while this node holds its lease, gone as
 * soon as it does not. The lease is handed over only after the verticle has stopped. A node on
 * which it does not start lets others have a try, and so does one whose supervisor stops it.
 *
 * <p>A node contends for nothing before its doors are open: whoever serves traders comes up first,
 * undisturbed by the work of the owners, and a node that cannot start takes no work from others.
 */
final class Owned implements ServiceRunner.Group {
  private final Vertx vertx;
  private final Leases leases;
  private final Future<?> doors;
  private final Claim claim;
  private final Supervisor supervisor;
  private final Function<Fence, Instances> crew;
  private final Runnable turned;
  private final Log log;

  private boolean candidate;
  private Lease lease;
  private Turn turn;
  private Instances instances;
  private boolean failing;
  private String stopped;
  private Future<Void> turns = Future.succeededFuture();

  /**
   * @param doors completes when the node serves
   * @param supervisor the one who looks after its instances too
   * @param turned told when it has been started here, or could not be
   */
  Owned(
      Vertx vertx,
      Leases leases,
      Future<?> doors,
      Claim claim,
      Supervisor supervisor,
      Function<Fence, Instances> crew,
      Runnable turned,
      Log log) {
    this.vertx = vertx;
    this.leases = leases;
    this.doors = doors;
    this.claim = claim;
    this.supervisor = supervisor;
    this.crew = crew;
    this.turned = turned;
    this.log = log;
  }

  @Override
  public synchronized Future<Void> scaleTo(int wanted) {
    boolean was = candidate;
    candidate = wanted > 0;
    if (candidate && !was) {
      doors.onSuccess(open -> contend());
    } else if (was && !candidate) {
      failing = false;
      stopped = null;
      return handOver();
    }
    return Future.succeededFuture();
  }

  private synchronized void contend() {
    if (candidate && stopped == null && lease == null) {
      turn = new Turn();
      lease = leases.contend(claim.lease(), turn);
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
    made.onGivenUp(() -> givenUp(made));
    return made.scaleTo(1).onSuccess(v -> started(fence)).onFailure(this::notStarted);
  }

  private void started(Fence fence) {
    synchronized (this) {
      failing = false;
    }
    log.ok(claim.lease() + " is owned by this node, token " + fence.token());
    turned.run();
  }

  private void notStarted(Throwable cause) {
    Verdict verdict = supervisor.notStarted(cause);
    synchronized (this) {
      failing = true;
      stopped = verdict instanceof Verdict.Stop stop ? stop.why() : null;
      handOver();
    }
    if (verdict instanceof Verdict.Restart restart) {
      log.error(
          "%s could not be started by its owner, next try in %d ms"
              .formatted(claim.lease(), restart.delayMillis()),
          cause);
      vertx.setTimer(Math.max(1, restart.delayMillis()), timer -> contend());
    } else {
      log.error(
          "%s could not be started and %s: this node leaves it alone until its service is started again"
              .formatted(claim.lease(), stopped),
          cause);
    }
    turned.run();
  }

  private void givenUp(Instances by) {
    synchronized (this) {
      if (instances != by) {
        return;
      }
      failing = true;
      stopped = by.stopped();
      handOver();
    }
    turned.run();
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

  /** What it is a candidate for, if it is one. */
  Claim claim() {
    return claim;
  }

  /** Whether it does not run here because it could not, or was stopped. */
  synchronized boolean failing() {
    return failing;
  }

  @Override
  public synchronized List<Claim> claims() {
    return candidate ? List.of(claim) : List.of();
  }

  @Override
  public synchronized List<Ailment> ailments() {
    if (stopped != null) {
      return List.of(Ailment.stopped(claim.worker(), stopped).leftToOthers());
    }
    if (failing) {
      return List.of(Ailment.passing(claim.worker(), "could not be started").leftToOthers());
    }
    return instances == null ? List.of() : instances.ailments();
  }

  @Override
  public boolean strike(RuntimeException fault) {
    Instances standing;
    synchronized (this) {
      standing = instances;
    }
    return standing != null && standing.strike(fault);
  }

  /** One candidacy: news of it that come after its lease was given up do not count. */
  private final class Turn implements Lease.Listener {
    @Override
    public void acquired(Fence fence) {
      then(() -> deploy(this, fence));
    }

    @Override
    public void lost(String reason) {
      log.warn(claim.lease() + " is no longer owned by this node: " + reason);
      then(Owned.this::takeDown);
    }
  }
}
