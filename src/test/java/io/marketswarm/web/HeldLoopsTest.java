package io.marketswarm.web;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldLoopsTest {
  private static final Duration LIMIT = Duration.ofMillis(600);

  private final Vertx vertx = Vertx.vertx(HeldLoops.options(LIMIT));
  private final HeldLoops loops = HeldLoops.of(vertx);

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  /** To find it for the first time takes long by itself. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private interface Task {
    void run() throws Exception;
  }

  private void onLoop(Task task) throws Exception {
    Promise<Void> done = Promise.promise();
    vertx.runOnContext(
        now -> {
          try {
            task.run();
            done.complete();
          } catch (Exception failed) {
            done.fail(failed);
          }
        });
    await(done.future());
  }

  private static void work(Duration processor) {
    long until = THREADS.getCurrentThreadCpuTime() + processor.toNanos();
    while (THREADS.getCurrentThreadCpuTime() < until) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aLoopThatWorksForTooLongIsSeen() throws Exception {
    onLoop(() -> work(LIMIT.multipliedBy(2)));
    assertThat(loops.held()).hasSize(1).first().asString().contains("works", "HeldLoopsTest.work");
  }

  @Test
  void aLoopThatWaitsForTooLongIsSeen() throws Exception {
    onLoop(() -> TimeUnit.NANOSECONDS.sleep(LIMIT.multipliedBy(2).toNanos()));
    CountDownLatch never = new CountDownLatch(1);
    onLoop(() -> assertThat(never.await(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isFalse());
    assertThat(loops.held()).hasSize(2).allMatch(each -> each.contains("waits"));
  }

  @Test
  void shortTasksAreNoneHoweverManyTheyAre() throws Exception {
    for (int i = 0; i < 20; i++) {
      onLoop(() -> work(LIMIT.dividedBy(10)));
    }
    assertThat(loops.held()).isEmpty();
  }
}
