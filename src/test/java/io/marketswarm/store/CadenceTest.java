package io.marketswarm.store;

import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CadenceTest {
  private static final Duration PERIOD = Duration.ofMillis(20);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger rounds = new AtomicInteger();

  @AfterEach
  void close() {
    get(vertx.close());
  }

  @Test
  void isDueAtTheSameMomentsForEverybody() {
    List<Long> moments = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 3; i++) {
      Cadence.every(vertx, PERIOD, () -> moments.add(System.nanoTime() / PERIOD.toNanos()));
    }
    until("some rounds", () -> moments.size() > 20);
    assertThat(Cadence.nanosToNext(PERIOD)).isBetween(1L, PERIOD.toNanos());
    assertThat(mostInOneMoment(moments))
        .as("each once, or late and then in time")
        .isLessThanOrEqualTo(6);
  }

  private static long mostInOneMoment(List<Long> moments) {
    return moments.stream()
        .collect(Collectors.groupingBy(moment -> moment, Collectors.counting()))
        .values()
        .stream()
        .max(Long::compare)
        .orElseThrow();
  }

  @Test
  void asksAnewForThePeriodEachTime() {
    AtomicInteger asked = new AtomicInteger();
    Cadence cadence =
        Cadence.every(
            vertx,
            () -> asked.incrementAndGet() > 3 ? Duration.ofHours(1) : PERIOD,
            rounds::incrementAndGet);
    until("the rounds of the short period", () -> rounds.get() == 3);
    assertThat(asked).as("asked at the beginning and after each round").hasValue(4);
    cadence.stop();
  }

  @Test
  void runsOnTheContextThatBeganIt() {
    Set<Context> contexts = ConcurrentHashMap.newKeySet();
    Context own = vertx.getOrCreateContext();
    own.runOnContext(
        now ->
            Cadence.every(
                vertx,
                PERIOD,
                () -> {
                  contexts.add(Vertx.currentContext());
                  rounds.incrementAndGet();
                }));
    until("some rounds", () -> rounds.get() > 3);
    assertThat(contexts).containsExactly(own);
  }

  @Test
  void whatAPauseMissedIsNotMadeUp() {
    CountDownLatch resume = new CountDownLatch(1);
    List<Long> times = new CopyOnWriteArrayList<>();
    Cadence.every(
        vertx,
        PERIOD,
        () -> {
          times.add(System.nanoTime() / PERIOD.toNanos());
          if (times.size() == 1) {
            hold(resume);
          }
        });
    until("it is held", () -> times.size() == 1);
    long begin = System.nanoTime();
    until("ten moments pass", () -> System.nanoTime() - begin > 10 * PERIOD.toNanos());
    resume.countDown();
    until("it goes on", () -> times.size() > 15);
    assertThat(mostInOneMoment(times)).isLessThanOrEqualTo(2);
  }

  private static void hold(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void endsWithItsVerticle() {
    String id =
        get(
            vertx.deployVerticle(
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    Cadence.every(vertx, PERIOD, rounds::incrementAndGet);
                    return Future.succeededFuture();
                  }
                }));
    until("it runs", () -> rounds.get() > 2);
    get(vertx.undeploy(id));
    int before = rounds.get();
    AtomicInteger others = new AtomicInteger();
    Cadence.every(vertx, PERIOD, others::incrementAndGet);
    until("others are due", () -> others.get() > 3);
    assertThat(rounds).hasValue(before);
  }
}
