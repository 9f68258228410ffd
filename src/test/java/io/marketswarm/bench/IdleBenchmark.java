package io.marketswarm.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What an idle node costs: resident memory and CPU of its JVM, stores and market data not counted,
 * beside a JVM that does nothing but keep Vert.x with one HTTP server open. Both are measured in
 * the same minute, so that whatever else the machine does weighs on both. Linux only.
 */
public final class IdleBenchmark {
  private static final int SETTLE_SECONDS = 60;
  private static final int WINDOW_SECONDS = 60;
  private static final int AIM_MEGABYTES = 200;
  private static final double AIM_CORE_PERCENT = 1.0;

  /** Nobody publishes while the provider is switched off, and nobody calculates. */
  private static final Map<String, String> NO_MARKET = Map.of("MASSIVE_PROVIDER", "off");

  private IdleBenchmark() {}

  public static void main(String[] args) throws Exception {
    if (!Files.isReadable(Path.of("/proc/self/schedstat"))) {
      System.out.println("skipped: needs /proc with the statistics of the scheduler");
      return;
    }
    Path data = Files.createTempDirectory(Path.of("target"), "idle-");
    Process bare = bareVertx();
    try (NodeProcess node = NodeProcess.start(data, Path.of("target", "engines"), NO_MARKET)) {
      node.awaitHealthy();
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      ThreadTimes nodeBefore = ThreadTimes.of(node.pid());
      ThreadTimes bareBefore = ThreadTimes.of(bare.pid());
      TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
      ThreadTimes nodeUsed = ThreadTimes.of(node.pid()).since(nodeBefore);
      ThreadTimes bareUsed = ThreadTimes.of(bare.pid()).since(bareBefore);
      double nodeMegabytes = residentMegabytes(node.pid());
      double bareMegabytes = residentMegabytes(bare.pid());
      System.out.printf(
          Locale.ROOT,
          "idle node:   %.0f MB resident, %.2f %% of a core (aims: %d MB, %.0f %%)%n",
          nodeMegabytes,
          nodeUsed.corePercent(),
          AIM_MEGABYTES,
          AIM_CORE_PERCENT);
      System.out.println("             " + nodeUsed);
      System.out.printf(
          Locale.ROOT,
          "bare Vert.x: %.0f MB resident, %.2f %% of a core; the node is %.1f x and %.1f x that%n",
          bareMegabytes,
          bareUsed.corePercent(),
          nodeMegabytes / bareMegabytes,
          nodeUsed.corePercent() / bareUsed.corePercent());
      System.out.println("             " + bareUsed);
    } finally {
      bare.destroy();
    }
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

  private static double residentMegabytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("no VmRSS of " + pid);
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
