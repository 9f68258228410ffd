package io.marketswarm.bench;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The product as a user starts it: the packaged jar in a JVM of its own. */
final class NodeProcess implements AutoCloseable {
  private static final Duration HEALTHY_WITHIN = Duration.ofSeconds(60);
  private static final double HEALTHY_SCORE = 0.95;
  private static final String[] PORTS = {
    "admin", "sse", "journal", "copilot", "vexy_ai", "vexy_proxy", "vexy_hydrator", "bridge"
  };

  private final Process process;
  private final int adminPort;
  private final HttpClient http = HttpClient.newHttpClient();

  private NodeProcess(Process process, int adminPort) {
    this.process = process;
    this.adminPort = adminPort;
  }

  /** Starts {@code target/marketswarm.jar} with the flags of a supervised node. */
  static NodeProcess start(Path data, Path engines, List<String> more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("@" + Path.of("conf", "jvm.options"));
    command.addAll(List.of("-jar", Path.of("target", "marketswarm.jar").toString(), "run"));
    command.addAll(List.of("--data", data.toString()));
    command.addAll(List.of("--set", "stores.engines=" + engines));
    int admin = 0;
    for (String service : PORTS) {
      int port = freePort();
      admin = service.equals("admin") ? port : admin;
      command.addAll(List.of("--set", "services." + service + ".port=" + port));
    }
    command.addAll(List.of("--set", "bridge.tcpPort=" + freePort()));
    command.addAll(more);
    Files.createDirectories(data);
    Path output = data.resolveSibling(data.getFileName() + ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new NodeProcess(process, admin);
  }

  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits until the node's own health score says that everything runs. */
  void awaitHealthy() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + HEALTHY_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw new IOException("the node ended with code " + process.exitValue());
      }
      if (score() >= HEALTHY_SCORE) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new IOException("the node did not become healthy in " + HEALTHY_WITHIN);
  }

  private double score() throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + adminPort + "/api/health");
    try {
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      return new JsonObject(answer.body()).getDouble("score", 0.0);
    } catch (IOException | DecodeException notYet) {
      return 0;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
