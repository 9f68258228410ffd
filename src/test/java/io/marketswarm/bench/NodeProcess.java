package io.marketswarm.bench;

import io.marketswarm.Marketswarm;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The product as a user starts it, in a JVM of its own: the packaged jar, or the classes this JVM
 * runs on where nothing was packaged.
 */
final class NodeProcess implements AutoCloseable {
  private static final Duration HEALTHY_WITHIN = Duration.ofSeconds(180);
  static final Path JAR = Path.of("target", "marketswarm.jar");
  private static final String[] PORTS = {
    "admin",
    "sse",
    "static",
    "journal",
    "copilot",
    "vexy_ai",
    "vexy_proxy",
    "vexy_hydrator",
    "bridge"
  };

  private final Process process;
  private final List<Integer> ports;
  private final int tlsPort;
  private final HttpClient http = HttpClient.newHttpClient();

  private NodeProcess(Process process, List<Integer> ports, int tlsPort) {
    this.process = process;
    this.ports = ports;
    this.tlsPort = tlsPort;
  }

  /** Starts it with the flags of a supervised node. */
  static NodeProcess start(Path data, Path engines) throws IOException {
    return start(data, engines, Map.of());
  }

  /** Starts it with variables of its own in its environment. */
  static NodeProcess start(Path data, Path engines, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("@" + Path.of("conf", "jvm.options"));
    command.addAll(program());
    command.addAll(List.of("run", "--data", data.toString()));
    command.addAll(List.of("--set", "stores.engines=" + engines));
    List<Integer> ports = new ArrayList<>(freePorts(PORTS.length + 2));
    int tlsPort = ports.remove(ports.size() - 1);
    command.addAll(List.of("--set", "bridge.tcpPort=" + ports.remove(ports.size() - 1)));
    for (int i = 0; i < PORTS.length; i++) {
      command.addAll(List.of("--set", "services." + PORTS[i] + ".port=" + ports.get(i)));
    }
    command.addAll(List.of("--set", "services.sse.tlsPort=" + tlsPort));
    Files.createDirectories(data);
    Path output = data.resolveSibling(data.getFileName() + ".out");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    ports.remove(ports.size() - 1); // the bridge has no health of its own
    return new NodeProcess(process, ports, tlsPort);
  }

  private static List<String> program() {
    return Files.isReadable(JAR)
        ? List.of("-jar", JAR.toString())
        : List.of("-cp", System.getProperty("java.class.path"), Marketswarm.class.getName());
  }

  static int freePort() throws IOException {
    return freePorts(1).get(0);
  }

  /** As many different ones: all are held until the last is found. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> probes = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        probes.add(new ServerSocket(0));
      }
      return probes.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket probe : probes) {
        probe.close();
      }
    }
  }

  long pid() {
    return process.pid();
  }

  /** Where a browser finds it. */
  String site() {
    return "https://127.0.0.1:" + tlsPort;
  }

  /** Waits until every service with a port says that it and all it needs is there. */
  void awaitHealthy() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + HEALTHY_WITHIN.toNanos();
    for (int port : ports) {
      while (!healthy(port)) {
        if (!process.isAlive()) {
          throw new IOException("the node ended with code " + process.exitValue());
        }
        if (System.nanoTime() > deadline) {
          throw new IOException("the node did not become healthy in " + HEALTHY_WITHIN);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  private boolean healthy(int port) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/health");
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
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
