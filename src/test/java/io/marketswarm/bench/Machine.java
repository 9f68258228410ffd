package io.marketswarm.bench;

import java.lang.management.ManagementFactory;

/** What a benchmark ran on; figures without it mean nothing. */
final class Machine {
  private Machine() {}

  static String describe() {
    var os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return "%s %s, %d cores, %.0f GB, Java %s (%s)"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            os.getTotalMemorySize() / 1e9,
            Runtime.version(),
            System.getProperty("java.vm.name"));
  }
}
