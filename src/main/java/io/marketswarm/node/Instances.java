package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.node.Supervisor.Verdict;
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
 * change without touching the others. What becomes of an instance that fails the supervisor says.
 *
 * <p>An instance fails when it says so itself. One that is alone in the cluster also fails when an
 * exception escapes it, for nobody knows what it left undone; those that serve many connections at
 * once are not taken from all for the trouble of one.
 */
final class Instances implements ServiceRunner.Group {
  /** After this an instance that does not stop is left to itself. */
  private static final long STOP_SECONDS = 5;

  /** Makes an instance, given what it calls when it cannot go on. */
  interface Factory extends Function<Consumer<Throwable>, Deployable> {}

  /** How the instances share the work. */
  enum Manner {
    ALONE,
    MANY
  }

  private final Vertx vertx;

  /** Not that of an instance: what is deployed or timed from there ends with it. */
  private final Context home;

  private final String name;
  private final Manner manner;
  private final Factory factory;
  private final Supervisor supervisor;
  private final Watch watch;
  private final Log log;
  private final List<Instance> running = new ArrayList<>();
  private int wanted;
  private int starting;
  private int waiting;
  private String stopped;
  private Runnable givenUp = () -> {};

  Instances(
      Vertx vertx,
      String name,
      Manner manner,
      Factory factory,
      Supervisor supervisor,
      Watch watch,
      Log log) {
    this.vertx = vertx;
    this.home = vertx.getOrCreateContext();
    this.name = name;
    this.manner = manner;
    this.factory = factory;
    this.supervisor = supervisor;
    this.watch = watch;
    this.log = log;
  }

  private static final class Instance {
    private Context context;
    private String deployment;
    private long startedNanos;
    private boolean replaced;
  }

  /** Tells whom to tell when the supervisor stops the instances for good. */
  synchronized void onGivenUp(Runnable told) {
    givenUp = told;
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

  @Override
  public List<Claim> claims() {
    return List.of();
  }

  @Override
  public synchronized List<Ailment> ailments() {
    if (wanted == 0) {
      return List.of();
    }
    if (stopped != null) {
      return List.of(Ailment.stopped(name, stopped));
    }
    return waiting > 0 ? List.of(Ailment.passing(name, "is being restarted")) : List.of();
  }

  /** Lets an exception escape one of them, if one runs that is supervised so. */
  @Override
  public boolean strike(RuntimeException fault) {
    Instance struck;
    synchronized (this) {
      if (manner != Manner.ALONE || running.isEmpty()) {
        return false;
      }
      struck = running.get(0);
    }
    log.warn(name + " is made to fail: " + fault.getMessage());
    struck.context.runOnContext(
        now -> {
          throw fault;
        });
    return true;
  }

  /**
   * Deploys or undeploys the difference; the newest instances go first. What was stopped for good
   * has another chance.
   */
  @Override
  public Future<Void> scaleTo(int instances) {
    List<Future<?>> steps = new ArrayList<>();
    synchronized (this) {
      wanted = instances;
      stopped = null;
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
    return vertx
        .deployVerticle(new Supervised(instance))
        .onComplete(
            deployed -> {
              synchronized (this) {
                starting--;
                if (deployed.succeeded()) {
                  instance.deployment = deployed.result();
                  instance.startedNanos = supervisor.nanos();
                  running.add(instance);
                }
              }
              watch.turned().run();
            })
        .mapEmpty();
  }

  private void fail(Instance instance, Throwable cause) {
    home.runOnContext(now -> replace(instance, cause));
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
    Verdict verdict;
    synchronized (this) {
      if (instance.replaced || !running.remove(instance)) {
        return;
      }
      instance.replaced = true;
      verdict = supervisor.failed(cause, instance.startedNanos);
      waiting++;
    }
    watch.turned().run();
    Future<Void> gone = undeploy(instance);
    obey(verdict, "failed", cause, gone);
  }

  private void obey(Verdict verdict, String what, Throwable cause, Future<Void> ready) {
    if (verdict instanceof Verdict.Restart restart) {
      log.error(name + " " + what + ", next try in " + restart.delayMillis() + " ms", cause);
      ready.onComplete(
          done -> vertx.setTimer(Math.max(1, restart.delayMillis()), timer -> refill()));
    } else if (verdict instanceof Verdict.Stop stop) {
      log.error(
          "%s %s and %s: it is stopped, until its service is started again"
              .formatted(name, what, stop.why()),
          cause);
      ready.onComplete(done -> giveUp(stop.why()));
    }
  }

  /** Why the supervisor has stopped them for good, or null. */
  synchronized String stopped() {
    return stopped;
  }

  private void giveUp(String why) {
    List<Instance> left;
    Runnable told;
    synchronized (this) {
      waiting = 0;
      stopped = why;
      left = List.copyOf(running);
      running.clear();
      told = givenUp;
    }
    left.forEach(this::undeploy);
    watch.turned().run();
    told.run();
  }

  private void refill() {
    synchronized (this) {
      if (stopped != null) {
        return;
      }
      if (running.size() + starting >= wanted) {
        waiting = 0;
        return;
      }
    }
    deploy()
        .onSuccess(
            v -> {
              synchronized (this) {
                waiting = Math.max(0, waiting - 1);
              }
              watch.turned().run();
              log.ok(name + " runs again");
            })
        .onFailure(
            cause ->
                obey(
                    supervisor.notStarted(cause),
                    "could not be started",
                    cause,
                    Future.succeededFuture()));
  }

  /** Lets the pulse feel the context a verticle lives on, and the supervisor hear its errors. */
  private final class Supervised implements Deployable {
    private final Instance instance;
    private Deployable inner;

    Supervised(Instance instance) {
      this.instance = instance;
    }

    @Override
    public Future<?> deploy(Context context) throws Exception {
      instance.context = context;
      if (manner == Manner.ALONE) {
        context.exceptionHandler(escaped -> fail(instance, escaped));
      }
      inner = factory.apply(cause -> fail(instance, cause));
      return inner.deploy(context).onSuccess(v -> watch.pulse().add(context));
    }

    @Override
    public Future<?> undeploy(Context context) throws Exception {
      watch.pulse().remove(context);
      return inner.undeploy(context);
    }
  }
}
