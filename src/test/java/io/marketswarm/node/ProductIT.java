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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, as an operator starts, edits, kills and stops it. */
@DisabledOnOs(OS.WINDOWS)
class ProductIT {
  private static final Path JAR = Path.of("target", "marketswarm.jar").toAbsolutePath();
  private static final Path ENGINES = Path.of("target", "engines").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
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

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  @AfterEach
  void stop() throws Exception {
    for (Process process : started) {
      process.destroy();
      if (!process.waitFor(15, SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void runsHealthyScalesLiveAndStopsInTime() throws Exception {
    Path conf = writeConf(2);
    Process node = run(conf);
    awaitHealthy(node);
    assertThat(output(node)).contains("MarketSwarm", "is up", "Ctrl+C", "sse", "data");
    assertThat(output(node)).doesNotContain("Exception", " at io.marketswarm");
    assertThat(afterStart(node)).doesNotContain("has been blocked");
    assertThat(permissions(folder.resolve("data/stores.json"))).isEqualTo("rw-------");
    assertThat(permissions(folder.resolve("data/secrets.json"))).isEqualTo("rw-------");
    assertNoSecretIn(output(node));

    assertThat(instances("journal")).isEqualTo(2);
    AtomicBoolean hammering = new AtomicBoolean(true);
    AtomicInteger answered = new AtomicInteger();
    List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    Thread hammer = new Thread(() -> hammer(hammering, answered, failures));
    hammer.start();
    await("requests", () -> answered.get() > 50);
    writeConf(4);
    await("4 instances", () -> instances("journal") == 4);
    Files.writeString(conf, Files.readString(conf).replace("\"http\" : 4", "\"http\" : \"many\""));
    await("the refusal", () -> output(node).contains("found \"many\""));
    assertThat(output(node)).contains("services.journal.instances.http", "runs on as before");
    assertThat(instances("journal")).isEqualTo(4);
    writeConf(1);
    await("1 instance", () -> instances("journal") == 1);
    int sofar = answered.get();
    await("more requests", () -> answered.get() > sofar + 50);
    hammering.set(false);
    hammer.join();
    assertThat(failures).isEmpty();

    node.destroy();
    assertThat(node.waitFor(10, SECONDS)).isTrue();
    assertThat(node.exitValue()).isZero();
    assertThat(output(node)).contains("stopped (");
  }

  @Test
  void aKilledNodeStartsAgainWithItsData() throws Exception {
    Path conf = writeConf(1);
    Process node = run(conf);
    awaitHealthy(node);
    post("/api/services/mesh/stop");
    node.destroyForcibly().waitFor();

    Process again = run(conf);
    await("the node is up again", () -> output(again).contains(" is up ("));
    assertThat(output(again)).contains("stopped by an operator and left so: mesh");
    assertThat(state("mesh")).isEqualTo("stopped");
    assertThat(state("journal")).isEqualTo("running");
  }

  @Test
  void runsOnWithoutAStoreAndStopsAtOnceOnTheSecondSignal() throws Exception {
    Process node = run(writeConf(1));
    awaitHealthy(node);
    long market = storePid("market-redis");
    signal(market, "STOP");
    await("what needs the market bus to be degraded", () -> state("massive").equals("degraded"));
    assertThat(state("mesh")).isEqualTo("running");
    assertThat(output(node)).contains("market-redis (127.0.0.1:").contains("is down, trying again");
    signal(market, "CONT");
    await("recovery", () -> state("massive").equals("running"));

    ProcessHandle.of(market).orElseThrow().destroyForcibly();
    await("a new market bus", () -> storePid("market-redis") != market);
    await("recovery once more", () -> state("massive").equals("running"));

    long system = storePid("system-redis");
    List<Long> stores =
        java.util.stream.Stream.of(
                "system-redis", "market-redis", "intel-redis", "echo-redis", "database")
            .map(this::storePid)
            .toList();
    signal(system, "STOP");
    node.destroy();
    await("the first signal to be heard", () -> output(node).contains("stopping"));
    node.destroy();
    assertThat(node.waitFor(5, SECONDS)).isTrue();
    assertThat(node.exitValue()).isEqualTo(130);
    signal(system, "CONT"); // it was told to end with the node, and can only do so awake
    await("the stores to end with their node", () -> stores.stream().noneMatch(ProductIT::alive));
  }

  private long storePid(String store) {
    try {
      return new JsonObject(Files.readString(folder.resolve("data/run/" + store + ".json")))
          .getLong("pid");
    } catch (IOException | DecodeException between) {
      return -1;
    }
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static void signal(long pid, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
  }

  @Test
  void saysInOneLineWhatIsInTheWay() throws Exception {
    Path conf = writeConf(1);
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new java.net.InetSocketAddress("127.0.0.1", ports.get("journal")));
      Process node = run(conf);
      assertThat(node.waitFor(30, SECONDS)).isTrue();
      assertThat(node.exitValue()).isEqualTo(4);
      assertThat(output(node))
          .contains("port " + ports.get("journal") + " on 127.0.0.1 is in use")
          .contains(String.valueOf(ProcessHandle.current().pid()))
          .doesNotContain("at io.marketswarm");
      assertThat(folder.resolve("data/stores.json")).doesNotExist();
    }
    Process broken = run(conf, "--set", "log.format=yaml", "--set", "services.sse.port=x");
    assertThat(broken.waitFor(30, SECONDS)).isTrue();
    assertThat(broken.exitValue()).isEqualTo(3);
    assertThat(output(broken)).contains("log.format").contains("services.sse.port");

    Process unknown = run(conf, "--services", "nope");
    assertThat(unknown.waitFor(30, SECONDS)).isTrue();
    assertThat(unknown.exitValue()).isEqualTo(2);
  }

  @Test
  void twoNodesDoNotShareADataDirectory() throws Exception {
    Process node = run(writeConf(1));
    awaitHealthy(node);
    ports.clear();
    Process second = run(writeConf(1));
    assertThat(second.waitFor(30, SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(4);
    assertThat(output(second)).contains(folder.resolve("data").toString());
    assertThat(node.isAlive()).isTrue();
  }

  private void hammer(AtomicBoolean on, AtomicInteger answered, List<String> failures) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    while (on.get()) {
      try {
        int status = get(client, ports.get("journal"), "/health").statusCode();
        if (status != 200) {
          failures.add("status " + status);
        }
        answered.incrementAndGet();
      } catch (IOException | InterruptedException dropped) {
        failures.add(dropped.toString());
      }
    }
  }

  private void assertNoSecretIn(String text) throws IOException {
    JsonObject secrets = new JsonObject(Files.readString(folder.resolve("data/secrets.json")));
    secrets.forEach(secret -> assertThat(text).doesNotContain(secret.getValue().toString()));
  }

  private Path writeConf(int instances) throws IOException {
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

  private Process run(Path conf, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx512m", "-jar", JAR.toString(), "run", "--conf", conf.toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out" + started.size()).toFile())
            .start();
    started.add(process);
    return process;
  }

  private String afterStart(Process process) {
    String all = output(process);
    return all.substring(all.indexOf(" is up ("));
  }

  private String output(Process process) {
    try {
      return Files.readString(folder.resolve("out" + started.indexOf(process)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitHealthy(Process node) {
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

  private int instances(String service) {
    return admin("/api/services/" + service).orElseThrow().getInteger("instances");
  }

  private String state(String service) {
    return admin("/api/services/" + service).orElseThrow().getString("state");
  }

  private void post(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + ports.get("admin") + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private static HttpResponse<String> get(HttpClient client, int port, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for " + what).isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
  }
}
