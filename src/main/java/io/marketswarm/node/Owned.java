package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.store.Fence;
import io.marketswarm.store.Lease;
import io.marketswarm.store.Leases;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A verticle with one owner in the cluster: deployed here while this node holds its lease, gone as
 * soon as it does not. The lease is handed over only after the verticle has stopped.
 */
final class Owned implements ServiceRunner.Group {
  private final Leases leases;
  private final String name;
  private final Function<Fence, Instances> crew;
  private final Log log;

  private Lease lease;
  private Instances instances;
  private Future<Void> turns = Future.succeededFuture();

  Owned(Leases leases, String name, Function<Fence, Instances> crew, Log log) {
    this.leases = leases;
    this.name = name;
    this.crew = crew;
    this.log = log;
  }

  @Override
  public synchronized Future<Void> scaleTo(int wanted) {
    if (wanted > 0 && lease == null) {
      lease = leases.contend(name, new Turns());
    } else if (wanted == 0 && lease != null) {
      Lease given = lease;
      lease = null;
      return then(this::takeDown).compose(v -> given.release()).otherwiseEmpty();
    }
    return Future.succeededFuture();
  }

  /** One change after the other, in the order they were asked for. */
  private synchronized Future<Void> then(Supplier<Future<Void>> change) {
    turns = turns.otherwiseEmpty().compose(v -> change.get());
    return turns;
  }

  private Future<Void> deploy(Fence fence) {
    if (!fence.holds()) {
      return Future.succeededFuture();
    }
    Instances made = crew.apply(fence);
    synchronized (this) {
      instances = made;
    }
    return made.scaleTo(1)
        .onSuccess(v -> log.ok(name + " is owned by this node, token " + fence.token()))
        .onFailure(cause -> log.error(name + " could not be started by its owner", cause));
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
  public synchronized int count() {
    return instances == null ? 0 : instances.count();
  }

  @Override
  public synchronized List<String> deployments() {
    return instances == null ? List.of() : instances.deployments();
  }

  @Override
  public synchronized boolean owned() {
    return lease != null && lease.fence().isPresent();
  }

  private final class Turns implements Lease.Listener {
    @Override
    public void acquired(Fence fence) {
      then(() -> deploy(fence));
    }

    @Override
    public void lost(String reason) {
      log.warn(name + " is no longer owned by this node: " + reason);
      then(Owned.this::takeDown);
    }
  }
}
