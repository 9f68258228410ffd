package io.marketswarm.web;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Sees event loops that are held: by work that takes more of a processor than it may at once, or by
 * waiting. One that would go on, but is given no processor by a busy machine, is not held.
 */
public final class HeldLoops {
  private static final long LOOK_MILLIS = 100;

  /** By how much the beginning of one task may seem to move between two looks. */
  private static final long SAME_NANOS = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS) / 2;

  private static final int MOST_FRAMES = 12;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What a loop is at since half the time it may take. */
  private static final class Task {
    private final long beganNanos;
    private final long usedBefore;
    private boolean still = true;
    private boolean told;

    Task(long beganNanos, long usedBefore) {
      this.beganNanos = beganNanos;
      this.usedBefore = usedBefore;
    }
  }

  private final Map<Thread, Task> late = new HashMap<>();
  private final List<String> held = new CopyOnWriteArrayList<>();

  private HeldLoops() {}

  /** For a Vert.x whose loops may be held so long: looked at from half of it on. */
  public static VertxOptions options(Duration limit) {
    return new VertxOptions()
        .setMaxEventLoopExecuteTime(limit.toNanos() / 2)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.NANOSECONDS)
        .setBlockedThreadCheckInterval(LOOK_MILLIS);
  }

  /** Watches the loops of a Vert.x that was made with such options. */
  public static HeldLoops of(Vertx vertx) {
    HeldLoops loops = new HeldLoops();
    ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(loops::look);
    return loops;
  }

  /** What held a loop, one for each time. */
  public List<String> held() {
    return List.copyOf(held);
  }

  private synchronized void look(BlockedThreadEvent event) {
    Thread loop = event.thread();
    long half = event.maxExecTime();
    long used = THREADS.getThreadCpuTime(loop.getId());
    long began = System.nanoTime() - event.duration();
    Task task = late.get(loop);
    if (task == null || began - task.beganNanos > SAME_NANOS) {
      task = new Task(began, used);
      late.put(loop, task);
    }
    StackTraceElement[] frames = loop.getStackTrace();
    task.still &= waits(loop, frames);
    boolean worked = used - task.usedBefore >= half;
    boolean waited = task.still && event.duration() >= 2 * half;
    if ((worked || waited) && !task.told) {
      task.told = true;
      held.add(description(loop, worked ? "works" : "waits", event.duration(), frames));
    }
  }

  private static boolean waits(Thread loop, StackTraceElement[] frames) {
    return switch (loop.getState()) {
      case WAITING, TIMED_WAITING, BLOCKED -> true;
      default -> frames.length > 0 && frames[0].isNativeMethod() && isInputOrOutput(frames[0]);
    };
  }

  private static boolean isInputOrOutput(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("java.io.")
        || name.startsWith("java.net.")
        || name.startsWith("sun.nio.");
  }

  private static String description(
      Thread loop, String manner, long nanos, StackTraceElement[] frames) {
    StringBuilder text =
        new StringBuilder(loop.getName() + " " + manner + " for " + nanos / 1_000_000 + " ms");
    for (int i = 0; i < Math.min(MOST_FRAMES, frames.length); i++) {
      text.append("\n    at ").append(frames[i]);
    }
    return text.toString();
  }
}
