package io.marketswarm.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The packaged program on ports of its own, with all it keeps in one folder. */
public final class PackagedNode implements AutoCloseable {
  private static final Path JAR = Path.of("target", "marketswarm.jar").toAbsolutePath();
  private static final Path ENGINES = Path.of("target", "engines").toAbsolutePath();
  private static final int STOP_SECONDS = 15;
  static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final List<String> LISTENERS =
      List.of(
          "admin",
          "sse",
          "static",
          "journal",
          "copilot",
          "vexy_ai",
          "vexy_proxy",
          "vexy_hydrator",
          "bridge");

  private final Path folder;
  private final List<Process> started = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  public PackagedNode(Path folder) {
    this.folder = folder;
  }

  @Override
  public void close() {
    for (Process process : started) {
      process.destroy();
      process.onExit().completeOnTimeout(process, STOP_SECONDS, SECONDS).join();
      process.destroyForcibly().onExit().join();
    }
  }

  public int port(String service) {
    return ports.get(service);
  }

  void choosePortsAgain() {
    ports.clear();
  }

  public Path writeConf(int instances) throws IOException {
    for (String service : LISTENERS) {
      if (!ports.containsKey(service)) {
        ports.put(service, freePort());
      }
    }
    ports.putIfAbsent("tcp", freePort());
    ports.putIfAbsent("tls", freePort());
    JsonObject services = new JsonObject();
    LISTENERS.forEach(s -> services.put(s, new JsonObject().put("port", ports.get(s))));
    services.getJsonObject("sse").put("tlsPort", ports.get("tls"));
    services.getJsonObject("journal").put("instances", new JsonObject().put("http", instances));
    JsonObject conf =
        new JsonObject()
            .put("data", folder.resolve("data").toString())
            .put("stores", new JsonObject().put("engines", ENGINES.toString()))
            .put("services", services)
            .put("bridge", new JsonObject().put("tcpPort", ports.get("tcp")));
    Path file = folder.resolve("node.json");
    Path fresh = Files.writeString(folder.resolve("node.json.new"), conf.encodePrettily());
    return Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  public Process run(Path conf, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--conf", conf.toString()));
    arguments.addAll(List.of(more));
    return start(List.of("-Xmx512m"), arguments);
  }

  /** Another command of the program, in a JVM with these flags. */
  Process program(List<String> flags, String... arguments) throws IOException {
    return start(flags, List.of(arguments));
  }

  private Process start(List<String> flags, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(flags);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out" + started.size()).toFile())
            .start();
    started.add(process);
    return process;
  }

  String afterStart(Process process) {
    String all = output(process);
    return all.substring(all.indexOf(" is up ("));
  }

  public String output(Process process) {
    try {
      return Files.readString(folder.resolve("out" + started.indexOf(process)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public void awaitHealthy(Process node) {
    await(
        "a healthy node",
        () -> {
          assertThat(node.isAlive()).as(output(node)).isTrue();
          return admin("/api/health").map(h -> h.getDouble("score", 0.0)).orElse(0.0) >= 0.95;
        });
  }

  private java.util.Optional<JsonObject> admin(String path) {
    try {
      return java.util.Optional.of(new JsonObject(get(http, ports.get("admin"), path).body()));
    } catch (IOException | DecodeException notYet) {
      return java.util.Optional.empty();
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  int instances(String service) {
    return admin("/api/services/" + service).orElseThrow().getJsonArray("verticles").stream()
        .map(JsonObject.class::cast)
        .filter(verticle -> verticle.getString("name").equals("http"))
        .findFirst()
        .orElseThrow()
        .getInteger("instances");
  }

  String state(String service) {
    return admin("/api/services/" + service).orElseThrow().getString("state");
  }

  void post(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + ports.get("admin") + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  static HttpResponse<String> get(HttpClient client, int port, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private int freePort() throws IOException {
    int port;
    do {
      try (ServerSocket probe = new ServerSocket(0)) {
        port = probe.getLocalPort();
      }
    } while (ports.containsValue(port));
    return port;
  }

  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for " + what).isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
  }
}
