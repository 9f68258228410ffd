package io.marketswarm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.log.Log;
import io.marketswarm.store.Backoff;
import io.marketswarm.truth.TruthException;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstancesTest extends NodeTests {
  private static final Backoff QUICK = new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), 0);

  private final Set<Worker> alive = ConcurrentHashMap.newKeySet();
  private final List<Worker> made = new CopyOnWriteArrayList<>();
  private final Pulse pulse = new Pulse();
  private final AtomicLong clock = new AtomicLong();
  private volatile boolean startable = true;
  private Instances instances;

  /** A verticle that shows whether it runs and can be told to fail. */
  private final class Worker extends VerticleBase {
    private final Consumer<Throwable> failed;

    Worker(Consumer<Throwable> failed) {
      this.failed = failed;
      made.add(this);
    }

    @Override
    public Future<?> start() {
      if (!startable) {
        return Future.failedFuture("not now");
      }
      alive.add(this);
      return Future.succeededFuture();
    }

    void hold(Runnable action) {
      context.runOnContext(v -> action.run());
    }

    @Override
    public Future<?> stop() {
      alive.remove(this);
      return Future.succeededFuture();
    }
  }

  @BeforeEach
  void make() {
    Instances.Factory factory = failed -> (Deployable) new Worker(failed);
    instances =
        new Instances(
            vertx,
            "worker",
            Instances.Manner.ALONE,
            factory,
            new Supervisor(QUICK, clock::get),
            new Watch(pulse, () -> {}),
            Log.of("test"));
  }

  @Test
  void scalesByTheDifferenceAndLeavesTheOthersAlone() {
    await(instances.scaleTo(2));
    List<Worker> first = List.copyOf(made);
    List<String> deployments = instances.deployments();
    await(instances.scaleTo(4));
    assertThat(instances.count()).isEqualTo(4);
    assertThat(alive).hasSize(4).containsAll(first);
    assertThat(instances.deployments()).containsAll(deployments);
    await(instances.scaleTo(1));
    assertThat(alive).hasSize(1);
    assertThat(first).containsAll(alive);
    await(instances.scaleTo(0));
    assertThat(alive).isEmpty();
  }

  @Test
  void replacesAnInstanceThatFails() {
    await(instances.scaleTo(2));
    Worker broken = made.get(0);
    broken.failed.accept(new IllegalStateException("broken"));
    broken.failed.accept(new IllegalStateException("twice"));
    await("a replacement", () -> made.size() == 3 && alive.size() == 2);
    assertThat(alive).doesNotContain(broken);
    await("both to count", () -> instances.count() == 2);
  }

  @Test
  void triesOnUntilAFailedInstanceStartsAgain() {
    await(instances.scaleTo(1));
    startable = false;
    made.get(0).failed.accept(new IllegalStateException("broken"));
    await("a failed try", () -> made.size() >= 2);
    startable = true;
    await("a good try", () -> alive.size() == 1);
  }

  @Test
  void doesNotReplaceWhatWasScaledAway() {
    await(instances.scaleTo(1));
    Worker gone = made.get(0);
    await(instances.scaleTo(0));
    gone.failed.accept(new IllegalStateException("late"));
    await(instances.scaleTo(1));
    assertThat(made).hasSize(2);
    assertThat(alive).hasSize(1);
  }

  @Test
  void saysWhyAnInstanceCannotStart() {
    startable = false;
    Future<Void> scaled = instances.scaleTo(1);
    await(scaled.otherwiseEmpty());
    assertThat(scaled.cause()).hasMessage("not now");
    assertThat(instances.count()).isZero();
  }

  @Test
  void replacesAWorkerThatAnExceptionEscaped() {
    await(instances.scaleTo(1));
    Worker broken = made.get(0);
    broken.hold(
        () -> {
          throw new IllegalStateException("escaped");
        });
    await("a replacement", () -> made.size() == 2 && instances.count() == 1);
    assertThat(alive).containsExactly(made.get(1));
    // Twice, for the second was not deployed from the context of the first, which is gone.
    assertThat(instances.strike(new IllegalStateException("again"))).isTrue();
    await("another replacement", () -> made.size() == 3 && instances.count() == 1);
    assertThat(alive).containsExactly(made.get(2));
    assertThat(instances.ailments()).isEmpty();
  }

  @Test
  void isAilingWhileItWaitsAndStopsForGoodAfterFiveMistakes() {
    List<String> told = new CopyOnWriteArrayList<>();
    instances.onGivenUp(() -> told.add(instances.stopped()));
    await(instances.scaleTo(1));
    startable = false;
    made.get(0).failed.accept(new IllegalStateException("the first of five"));
    await("it to ail", () -> !instances.ailments().isEmpty());
    await("the end", () -> !told.isEmpty());
    assertThat(told).containsExactly("failed 5 times in 5 minutes");
    assertThat(made).as("the first and four more tries").hasSize(5);
    assertThat(instances.ailments())
        .containsExactly(Ailment.stopped("worker", "failed 5 times in 5 minutes"));
    startable = true;
    await(instances.scaleTo(0));
    assertThat(instances.ailments()).isEmpty();
    await(instances.scaleTo(1));
    assertThat(alive).as("an operator may start it again").hasSize(1);
    assertThat(instances.ailments()).isEmpty();
  }

  @Test
  void doesNotRestartWhatCannotRunWithItsConfiguration() {
    await(instances.scaleTo(2));
    made.get(1).failed.accept(new TruthException("MASSIVE_X is 'y'"));
    await("it to be stopped", () -> instances.stopped() != null && alive.isEmpty());
    assertThat(instances.stopped()).isEqualTo("cannot run with its configuration");
    assertThat(made).hasSize(2);
  }

  @Test
  void whoServesManyIsNotTakenFromAllForTheTroubleOfOne() {
    Instances many =
        new Instances(
            vertx,
            "http",
            Instances.Manner.MANY,
            failed -> new Worker(failed),
            new Supervisor(QUICK, clock::get),
            new Watch(pulse, () -> {}),
            Log.of("test"));
    await(many.scaleTo(1));
    assertThat(many.strike(new IllegalStateException("no"))).isFalse();
    CompletableFuture<Void> after = new CompletableFuture<>();
    made.get(0)
        .hold(
            () -> {
              throw new IllegalStateException("one request failed");
            });
    made.get(0).hold(() -> after.complete(null));
    after.join();
    assertThat(many.count()).isEqualTo(1);
    assertThat(alive).containsExactly(made.get(0));
  }

  @Test
  void thePulseFeelsAVerticleThatHangs() throws InterruptedException {
    await(instances.scaleTo(1));
    for (int i = 0; i < 5; i++) {
      pulse.ask();
    }
    await("an answer", () -> pulse.hung(0) == 0);
    java.util.concurrent.CountDownLatch release = new java.util.concurrent.CountDownLatch(1);
    made.get(0)
        .hold(
            () -> {
              try {
                release.await();
              } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
              }
            });
    for (int i = 0; i < 3; i++) {
      pulse.ask();
    }
    assertThat(pulse.hung(2)).isEqualTo(1);
    release.countDown();
    await("life again", () -> pulse.hung(2) == 0);
  }
}
