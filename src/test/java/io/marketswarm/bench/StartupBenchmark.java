package io.marketswarm.bench;

import io.marketswarm.store.embedded.EmbeddedStores;
import io.marketswarm.store.embedded.Progress;
import io.marketswarm.store.embedded.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * From launch to healthy, beside the time the same servers take bare (started by a JVM that is warm
 * already): cold, with the server binaries still in their jars, no data and no archive of classes;
 * and warm, with the archive that the command {@code archive} makes after a build.
 */
public final class StartupBenchmark {
  private static final int WARM_ROUNDS = 5;
  private static final double AIM_SECONDS = 2.0;

  private StartupBenchmark() {}

  public static void main(String[] args) throws Exception {
    Files.deleteIfExists(NodeProcess.JAR.resolveSibling("marketswarm.jsa"));
    Path root = Files.createTempDirectory(Path.of("target"), "startup-");
    try {
      double coldBare = bare(root.resolve("bare"), root.resolve("bare-engines"));
      double coldNode = node(root.resolve("node"), root.resolve("node-engines"));
      System.out.printf(
          "cold: bare stores %.2f s, node healthy %.2f s (%.2f x)%n",
          coldBare, coldNode, coldNode / coldBare);
      archive();
      double warmBare = Double.MAX_VALUE;
      double warmNode = Double.MAX_VALUE;
      for (int round = 0; round < WARM_ROUNDS; round++) {
        warmBare = Math.min(warmBare, bare(root.resolve("bare"), root.resolve("bare-engines")));
        warmNode = Math.min(warmNode, node(root.resolve("node"), root.resolve("node-engines")));
      }
      System.out.printf(
          "warm: bare stores %.2f s, node healthy %.2f s (%.2f x): adds %.2f s (aim: at most"
              + " %.1f)%n",
          warmBare, warmNode, warmNode / warmBare, warmNode - warmBare, AIM_SECONDS);
    } finally {
      delete(root);
    }
  }

  /** As an operator makes it once after a build; loose classes start without. */
  private static void archive() throws IOException, InterruptedException {
    if (Files.isReadable(NodeProcess.JAR)) {
      String java = ProcessHandle.current().info().command().orElse("java");
      new ProcessBuilder(java, "-jar", NodeProcess.JAR.toString(), "archive")
          .inheritIO()
          .start()
          .waitFor();
    }
  }

  private static double bare(Path data, Path engines) {
    long begin = System.nanoTime();
    Settings settings = Settings.in(data).withEngines(engines).withAnyPorts();
    EmbeddedStores stores = EmbeddedStores.start(settings, Progress.SILENT);
    double seconds = (System.nanoTime() - begin) / 1e9;
    stores.stop();
    return seconds;
  }

  private static double node(Path data, Path engines) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (NodeProcess node = NodeProcess.start(data, engines)) {
      node.awaitHealthy();
      return (System.nanoTime() - begin) / 1e9;
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
