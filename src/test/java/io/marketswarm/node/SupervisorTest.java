package io.marketswarm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.node.Supervisor.Verdict;
import io.marketswarm.node.conf.ConfException;
import io.marketswarm.store.Backoff;
import io.marketswarm.store.StoreException;
import io.marketswarm.truth.TruthException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SupervisorTest {
  private static final Backoff PLAIN =
      new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), 0);
  private static final Throwable NETWORK = new ConnectException("refused");
  private static final Throwable MISTAKE = new NullPointerException("ours");
  private static final Verdict STOPPED_FOR_MISTAKES =
      new Verdict.Stop("failed 5 times in 5 minutes");

  private final AtomicLong clock = new AtomicLong(-5);
  private final Supervisor supervisor = new Supervisor(PLAIN, clock::get);

  private static Verdict restartIn(int seconds) {
    return new Verdict.Restart(1_000L * seconds);
  }

  private void pass(int seconds) {
    clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private List<Verdict> failures(int count, Throwable cause) {
    return IntStream.range(0, count).mapToObj(i -> supervisor.notStarted(cause)).toList();
  }

  @Test
  void tellsFailuresApartByTheFirstCauseThatSaysSomething() {
    assertThat(Failure.of(new TruthException("no key"))).isEqualTo(Failure.CONFIGURATION);
    assertThat(Failure.of(new ConfException(List.of()))).isEqualTo(Failure.CONFIGURATION);
    assertThat(Failure.of(new CannotStart(List.of("a port is taken"))))
        .isEqualTo(Failure.CONFIGURATION);
    assertThat(Failure.of(NETWORK)).isEqualTo(Failure.NETWORK);
    assertThat(Failure.of(new TimeoutException())).isEqualTo(Failure.NETWORK);
    assertThat(Failure.of(new HttpClosedException("connection was closed")))
        .isEqualTo(Failure.NETWORK);
    assertThat(Failure.of(new StoreException("away"))).isEqualTo(Failure.NETWORK);
    assertThat(Failure.of(MISTAKE)).isEqualTo(Failure.LOGIC);
    assertThat(Failure.of(new IllegalStateException("wrapped", NETWORK)))
        .isEqualTo(Failure.NETWORK);
    assertThat(Failure.of(new StackOverflowError())).isEqualTo(Failure.LOGIC);
  }

  @Test
  void whoeverDoesNotAnswerIsAskedAgainForEverButLessAndLessOften() {
    assertThat(failures(7, NETWORK))
        .containsExactly(
            restartIn(2),
            restartIn(4),
            restartIn(8),
            restartIn(16),
            restartIn(32),
            restartIn(60),
            restartIn(60));
    assertThat(failures(100, NETWORK)).containsOnly(restartIn(60));
  }

  @Test
  void aMinuteOfHealthMakesUpForWhatWas() {
    failures(4, NETWORK);
    long started = supervisor.nanos();
    pass(60);
    assertThat(supervisor.failed(NETWORK, started)).isEqualTo(restartIn(32));
    started = supervisor.nanos();
    pass(61);
    assertThat(supervisor.failed(NETWORK, started)).isEqualTo(restartIn(2));
  }

  @Test
  void theFifthMistakeInFiveMinutesIsTheLast() {
    assertThat(failures(4, MISTAKE))
        .containsExactly(restartIn(2), restartIn(4), restartIn(8), restartIn(16));
    pass(299);
    assertThat(supervisor.notStarted(MISTAKE)).isEqualTo(STOPPED_FOR_MISTAKES);
  }

  @Test
  void mistakesOfLongAgoDoNotCountNorDoFailuresOfOtherKinds() {
    failures(4, MISTAKE);
    pass(301);
    failures(50, NETWORK);
    assertThat(failures(4, MISTAKE)).containsOnly(restartIn(60));
    assertThat(supervisor.notStarted(MISTAKE)).isEqualTo(STOPPED_FOR_MISTAKES);
  }

  @Test
  void healthDoesNotExcuseMistakes() {
    for (int i = 0; i < 4; i++) {
      long started = supervisor.nanos();
      pass(62);
      assertThat(supervisor.failed(MISTAKE, started)).isEqualTo(restartIn(2));
    }
    long started = supervisor.nanos();
    pass(50);
    assertThat(supervisor.failed(MISTAKE, started)).isEqualTo(STOPPED_FOR_MISTAKES);
  }

  @Test
  void aConfigurationThatCannotWorkIsNotTriedTwice() {
    assertThat(supervisor.notStarted(new IllegalStateException(new TruthException("no key"))))
        .isEqualTo(new Verdict.Stop("cannot run with its configuration"));
  }
}
