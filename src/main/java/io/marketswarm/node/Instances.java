package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.store.Backoff;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The running instances of one kind of verticle, each deployed by itself so that their number can
 * change without touching the others. An instance that reports its own failure is replaced after a
 * back-off.
 */
final class Instances implements ServiceRunner.Group {
  /** After this an instance that does not stop is left to itself. */
  private static final long STOP_SECONDS = 5;

  private static final long HEALTHY_RUN_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Makes an instance, given what it calls when it cannot go on. */
  interface Factory extends Function<Consumer<Throwable>, Deployable> {}

  private final Vertx vertx;
  private final String name;
  private final Factory factory;
  private final Backoff restart;
  private final Watch watch;
  private final Log log;
  private final List<Instance> running = new ArrayList<>();
  private int wanted;
  private int starting;
  private int failuresInARow;

  Instances(Vertx vertx, String name, Factory factory, Backoff restart, Watch watch, Log log) {
    this.vertx = vertx;
    this.name = name;
    this.factory = factory;
    this.restart = restart;
    this.watch = watch;
    this.log = log;
  }

  private static final class Instance {
    private String deployment;
    private long startedNanos;
    private boolean replaced;
  }

  @Override
  public synchronized int count() {
    return running.size();
  }

  @Override
  public synchronized int wanted() {
    return wanted;
  }

  @Override
  public List<String> leases() {
    return List.of();
  }

  @Override
  public synchronized List<String> deployments() {
    return running.stream().map(i -> i.deployment).toList();
  }

  /** Deploys or undeploys the difference; the newest instances go first. */
  @Override
  public Future<Void> scaleTo(int instances) {
    List<Future<?>> steps = new ArrayList<>();
    synchronized (this) {
      wanted = instances;
      for (int i = running.size() + starting; i < instances; i++) {
        steps.add(deploy());
      }
      while (running.size() > instances) {
        steps.add(undeploy(running.remove(running.size() - 1)));
      }
    }
    return steps.isEmpty() ? Future.succeededFuture() : Future.join(steps).mapEmpty();
  }

  private Future<Void> deploy() {
    synchronized (this) {
      starting++;
    }
    Instance instance = new Instance();
    Deployable made = factory.apply(cause -> vertx.runOnContext(v -> replace(instance, cause)));
    return vertx
        .deployVerticle(new Felt(made, watch.pulse()))
        .onComplete(
            deployed -> {
              synchronized (this) {
                starting--;
                if (deployed.succeeded()) {
                  instance.deployment = deployed.result();
                  instance.startedNanos = System.nanoTime();
                  running.add(instance);
                }
              }
              watch.turned().run();
            })
        .mapEmpty();
  }

  private Future<Void> undeploy(Instance instance) {
    return vertx
        .undeploy(instance.deployment)
        .timeout(STOP_SECONDS, TimeUnit.SECONDS)
        .recover(
            late -> {
              log.warn(name + " did not stop in " + STOP_SECONDS + " s and was left to itself");
              return Future.<Void>succeededFuture();
            })
        .onComplete(v -> watch.turned().run());
  }

  private void replace(Instance instance, Throwable cause) {
    long delay;
    synchronized (this) {
      if (instance.replaced || !running.remove(instance)) {
        return;
      }
      instance.replaced = true;
      boolean wasHealthy = System.nanoTime() - instance.startedNanos > HEALTHY_RUN_NANOS;
      failuresInARow = wasHealthy ? 1 : failuresInARow + 1;
      delay = restart.delayMillis(failuresInARow);
    }
    watch.turned().run();
    log.error(name + " failed and is started again in " + delay + " ms", cause);
    undeploy(instance).onComplete(done -> vertx.setTimer(delay, t -> refill()));
  }

  private void refill() {
    synchronized (this) {
      if (running.size() + starting >= wanted) {
        return;
      }
    }
    deploy()
        .onSuccess(v -> log.ok(name + " runs again"))
        .onFailure(
            cause -> {
              int failures;
              synchronized (this) {
                failures = ++failuresInARow;
              }
              long delay = restart.delayMillis(failures);
              log.error(name + " could not be started, next try in " + delay + " ms", cause);
              vertx.setTimer(delay, t -> refill());
            });
  }

  /** Lets the pulse feel the context a verticle lives on. */
  private record Felt(Deployable inner, Pulse pulse) implements Deployable {
    @Override
    public Future<?> deploy(Context context) throws Exception {
      return inner.deploy(context).onSuccess(v -> pulse.add(context));
    }

    @Override
    public Future<?> undeploy(Context context) throws Exception {
      pulse.remove(context);
      return inner.undeploy(context);
    }
  }
}
