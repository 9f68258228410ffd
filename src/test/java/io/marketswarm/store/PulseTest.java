package io.marketswarm.store;

import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PulseTest {
  private static final Duration TICK = Duration.ofMillis(2);
  private static final Duration NEVER = Duration.ofDays(1);

  private final Vertx vertx = Vertx.vertx();
  private final ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
  private final AtomicInteger probes = new AtomicInteger();
  private final AtomicInteger silences = new AtomicInteger();
  private volatile boolean awaited;
  private volatile boolean answering = true;
  private volatile boolean speaking;

  private Pulse pulse;

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private Pulse pulse(Duration rest) {
    pulse =
        new Pulse(
            context,
            new Pulse.Rhythm(TICK, 3, rest),
            () -> awaited,
            this::probe,
            silences::incrementAndGet);
    on(pulse::start);
    return pulse;
  }

  private Future<?> probe() {
    probes.incrementAndGet();
    if (speaking) {
      context.runOnContext(now -> pulse.alive());
    }
    return answering ? Future.succeededFuture() : Promise.promise().future();
  }

  private void on(Runnable action) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        now -> {
          action.run();
          done.complete();
        });
    get(done.future());
  }

  @Test
  void asksAgainAndAgainOnlyWhileSomebodyWaits() {
    Pulse pulse = pulse(NEVER);
    assertThat(pulse.resting()).isTrue();
    awaited = true;
    on(pulse::attend);
    assertThat(pulse.resting()).isFalse();
    until("it has asked", () -> probes.get() > 5);
    awaited = false;
    until("it rests", pulse::resting);
    int asked = probes.get();
    on(pulse::attend);
    until("it rests again, for nobody waited", pulse::resting);
    assertThat(probes).hasValue(asked);
    assertThat(silences).hasValue(0);
  }

  @Test
  void restsAtOnceWhenEverybodyWasServed() {
    Pulse pulse = pulse(NEVER);
    List<Boolean> resting = new ArrayList<>();
    awaited = true;
    on(
        () -> {
          pulse.attend();
          pulse.served();
          resting.add(pulse.resting());
          awaited = false;
          pulse.served();
          resting.add(pulse.resting());
        });
    assertThat(resting).containsExactly(false, true);
    assertThat(probes).hasValue(0);
  }

  @Test
  void noticesSilenceWhileSomebodyWaits() {
    Pulse pulse = pulse(NEVER);
    answering = false;
    awaited = true;
    on(pulse::attend);
    until("the silence is noticed", () -> silences.get() == 1);
    assertThat(probes).hasValue(1);
  }

  @Test
  void noticesSilenceThatNobodyWaitsThrough() {
    answering = false;
    pulse(Duration.ofMillis(5));
    until("the silence is noticed", () -> silences.get() == 1);
  }

  @Test
  void aSignOfLifeOfAnotherKindCounts() {
    answering = false;
    speaking = true;
    pulse(Duration.ofMillis(5));
    until("it was heard of often enough", () -> probes.get() > 10);
    assertThat(silences).hasValue(0);
  }

  @Test
  void isQuietOnceStopped() {
    Pulse pulse = pulse(Duration.ofMillis(1));
    until("it asks", () -> probes.get() > 2);
    AtomicInteger asked = new AtomicInteger();
    on(
        () -> {
          pulse.stop();
          asked.set(probes.get());
        });
    on(() -> {});
    assertThat(probes).hasValue(asked.get());
  }
}
