package io.marketswarm.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What an idle node costs: resident memory and CPU of its JVM, stores not counted, beside a JVM
 * that does nothing but keep Vert.x with one HTTP server open. Linux only.
 */
public final class IdleBenchmark {
  private static final int SETTLE_SECONDS = 30;
  private static final int WINDOW_SECONDS = 30;
  private static final double TICKS_PER_SECOND = 100;
  private static final int AIM_MEGABYTES = 200;
  private static final double AIM_CORE_PERCENT = 1.0;

  private IdleBenchmark() {}

  private record Cost(double megabytes, double corePercent) {}

  public static void main(String[] args) throws Exception {
    if (!Files.isReadable(Path.of("/proc/self/stat"))) {
      System.out.println("skipped: needs /proc");
      return;
    }
    Path data = Files.createTempDirectory(Path.of("target"), "idle-");
    Cost node;
    try (NodeProcess process = NodeProcess.start(data, Path.of("target", "engines"), List.of())) {
      process.awaitHealthy();
      node = measure(process.pid());
    }
    Process bare = bareVertx();
    Cost floor;
    try {
      floor = measure(bare.pid());
    } finally {
      bare.destroy();
    }
    System.out.printf(
        "idle node:   %.0f MB resident, %.2f %% of a core (aims: %d MB, %.0f %%)%n",
        node.megabytes(), node.corePercent(), AIM_MEGABYTES, AIM_CORE_PERCENT);
    System.out.printf(
        "bare Vert.x: %.0f MB resident, %.2f %% of a core; the node is %.1f x its memory%n",
        floor.megabytes(), floor.corePercent(), node.megabytes() / floor.megabytes());
  }

  private static Process bareVertx() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "@" + Path.of("conf", "jvm.options"),
            "-cp",
            System.getProperty("java.class.path"),
            BareVertx.class.getName())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static Cost measure(long pid) throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    double before = cpuSeconds(pid);
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
    double window = (System.nanoTime() - begin) / 1e9;
    return new Cost(residentMegabytes(pid), 100 * (cpuSeconds(pid) - before) / window);
  }

  private static double residentMegabytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("no VmRSS of " + pid);
  }

  private static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** The floor: Vert.x and one HTTP server. */
  static final class BareVertx {
    private BareVertx() {}

    public static void main(String[] args) {
      Vertx.vertx()
          .createHttpServer()
          .requestHandler(r -> r.response().end())
          .listen(0, "127.0.0.1");
    }
  }
}
