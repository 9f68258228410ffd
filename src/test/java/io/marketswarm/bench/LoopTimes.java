package io.marketswarm.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Set;
import java.util.stream.Collectors;

/** The CPU time of some event loops of this JVM, which does not depend on who else is busy. */
final class LoopTimes {
  private static final String LOOPS = "vert.x-eventloop";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Set<Long> ids;

  private LoopTimes(Set<Long> ids) {
    this.ids = ids;
  }

  /** Of the loops that run now. */
  static LoopTimes ofAll() {
    return new LoopTimes(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith(LOOPS))
            .map(Thread::getId)
            .collect(Collectors.toSet()));
  }

  /** Of the loops that have come since. */
  LoopTimes since(LoopTimes earlier) {
    return new LoopTimes(
        ids.stream().filter(id -> !earlier.ids.contains(id)).collect(Collectors.toSet()));
  }

  long nanos() {
    return ids.stream().mapToLong(THREADS::getThreadCpuTime).filter(nanos -> nanos > 0).sum();
  }
}
