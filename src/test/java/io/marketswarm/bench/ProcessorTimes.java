package io.marketswarm.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Processor time by thread, so that what stands beside a thing under test can be left out. */
final class ProcessorTimes {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Long, Long> nanos = new HashMap<>();

  private ProcessorTimes() {}

  static ProcessorTimes now() {
    ProcessorTimes times = new ProcessorTimes();
    for (long id : THREADS.getAllThreadIds()) {
      times.nanos.put(id, Math.max(0, THREADS.getThreadCpuTime(id)));
    }
    return times;
  }

  Set<Long> threads() {
    return new HashSet<>(nanos.keySet());
  }

  /** Nanoseconds since an earlier moment of these threads, or of all others. */
  long since(ProcessorTimes earlier, Set<Long> threads, boolean those) {
    long sum = 0;
    for (Map.Entry<Long, Long> entry : nanos.entrySet()) {
      if (threads.contains(entry.getKey()) == those) {
        sum += entry.getValue() - earlier.nanos.getOrDefault(entry.getKey(), 0L);
      }
    }
    return sum;
  }
}
