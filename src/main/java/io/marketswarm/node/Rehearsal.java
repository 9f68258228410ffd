package io.marketswarm.node;

import io.marketswarm.service.ServiceSpec;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A node that runs for a moment, with everything of its own, so that its JVM can write down the
 * classes it loaded when it ends.
 */
public final class Rehearsal {
  /** What of the environment a JVM may need; the rest could configure the node. */
  private static final List<String> KEPT_VARIABLES = List.of("PATH", "HOME", "TMPDIR", "LANG");

  private static final String UP = " is up (";
  private static final long UP_WITHIN_SECONDS = 180;
  private static final long POLL_MILLIS = 100;

  /** From then on the models are worked out as well. */
  private static final long ACT_SECONDS = 8;

  private static final long CURTAIN_SECONDS = 60;

  private final Path stage;
  private final Path output;

  private Rehearsal(Path stage) {
    this.stage = stage;
    this.output = stage.resolve("output.log");
  }

  /** The jar this program runs from, or null where it runs from loose classes. */
  public static Path program() {
    String path = System.getProperty("java.class.path");
    return path.endsWith(".jar") && !path.contains(java.io.File.pathSeparator)
        ? Path.of(path)
        : null;
  }

  /**
   * Runs it and returns when the archive is written.
   *
   * @param tell hears what goes on
   */
  public static void of(Path program, Path archive, Consumer<String> tell)
      throws IOException, InterruptedException {
    Path stage = Files.createTempDirectory("marketswarm-rehearsal-");
    Path fresh = archive.resolveSibling(archive.getFileName() + ".new");
    try {
      new Rehearsal(stage).run(program, fresh, tell);
      Files.move(fresh, archive, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
      clear(stage);
    }
  }

  private void run(Path program, Path archive, Consumer<String> tell)
      throws IOException, InterruptedException {
    tell.accept("starting a node in " + stage);
    Process process = start(program, archive);
    Thread curtain = new Thread(process::destroy, "curtain"); // nobody leaves it running behind him
    Runtime.getRuntime().addShutdownHook(curtain);
    try {
      awaitUp(process);
      tell.accept("it is up; watching its market for " + ACT_SECONDS + " s");
      process.waitFor(ACT_SECONDS, TimeUnit.SECONDS);
      process.destroy();
      tell.accept("stopping it; writing the archive");
      boolean ended = process.waitFor(CURTAIN_SECONDS, TimeUnit.SECONDS);
      if (!ended || !Files.isReadable(archive)) {
        throw new IOException("no archive was written; the node said: " + lastWords());
      }
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(curtain);
    }
  }

  private Process start(Path program, Path archive) throws IOException {
    Path conf = Files.writeString(stage.resolve("node.json"), conf().encodePrettily());
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-XX:ArchiveClassesAtExit=" + archive,
            "-jar",
            program.toString(),
            "run",
            "--conf",
            conf.toString());
    builder.environment().keySet().retainAll(KEPT_VARIABLES);
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  private JsonObject conf() throws IOException {
    JsonObject services = new JsonObject();
    for (ServiceSpec service : Services.catalogue().services()) {
      if (service.port().isPresent()) {
        services.put(service.id(), new JsonObject().put("port", freePort()));
      }
    }
    services.getJsonObject("sse").put("tlsPort", freePort());
    return new JsonObject()
        .put("data", stage.resolve("data").toString())
        .put("services", services)
        .put("bridge", new JsonObject().put("tcpPort", freePort()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  private void awaitUp(Process process) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(UP_WITHIN_SECONDS);
    while (!Files.readString(output).contains(UP)) {
      boolean ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (ended || System.nanoTime() > deadline) {
        throw new IOException("the node did not come up; it said: " + lastWords());
      }
    }
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(output);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
