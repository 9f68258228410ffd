package io.marketswarm.node;

import static io.marketswarm.service.ServiceSpec.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.service.VerticleSpec;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServiceRunnerTest extends NodeTests {
  private final ServiceSpec spec =
      service("locked", "").runs(VerticleSpec.scalable("worker", 1, 1, context -> null));
  private final List<ServiceStatus> told = new CopyOnWriteArrayList<>();
  private final LockedGroup group = new LockedGroup();

  /** Asks and tells while it holds its lock, as groups do whose instances come and go. */
  private static final class LockedGroup implements ServiceRunner.Group {
    final CountDownLatch isAsked = new CountDownLatch(1);
    private Watch watch;
    private int running;

    /** An instance goes; whoever asks meanwhile has to wait. */
    void lose() {
      synchronized (this) {
        running = 0;
        try {
          isAsked.await();
        } catch (InterruptedException stop) {
          Thread.currentThread().interrupt();
        }
        watch.turned().run();
      }
    }

    @Override
    public synchronized Future<Void> scaleTo(int instances) {
      running = instances;
      return Future.succeededFuture();
    }

    @Override
    public int count() {
      if (Thread.currentThread().getName().equals("asks")) {
        isAsked.countDown();
      }
      synchronized (this) {
        return running;
      }
    }

    @Override
    public int wanted() {
      return 1;
    }

    @Override
    public List<String> deployments() {
      return List.of();
    }

    @Override
    public List<String> leases() {
      return List.of();
    }

    @Override
    public List<Claim> claims() {
      return List.of();
    }

    @Override
    public List<Ailment> ailments() {
      return List.of();
    }

    @Override
    public boolean strike(RuntimeException fault) {
      return false;
    }
  }

  private final class Crew implements ServiceRunner.Crew {
    @Override
    public Map<String, ServiceRunner.Group> muster(Map<String, String> overrides, Watch watch) {
      group.watch = watch;
      return Map.of("worker", group);
    }

    @Override
    public List<String> missing() {
      return List.of();
    }

    @Override
    public Heart heart(Pulse pulse, Standing standing) {
      return null;
    }
  }

  @Test
  void tellsOfATurnAndIsAskedAtOnceWithoutWaitingForEver() throws Exception {
    ServiceRunner runner = new ServiceRunner(vertx, spec, new Crew(), told::add);
    await(runner.start(Map.of("worker", 1), Map.of()));
    Thread loses = daemon("loses", group::lose);
    loses.start();
    while (loses.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    Thread asks = daemon("asks", runner::status);
    asks.start();
    for (Thread each : List.of(loses, asks)) {
      while (each.isAlive()) {
        assertThat(ManagementFactory.getThreadMXBean().findDeadlockedThreads()).isNull();
        each.join(TimeUnit.MILLISECONDS.toMillis(10));
      }
    }
    await("the turn", () -> told.get(told.size() - 1).instances().get("worker") == 0);
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
