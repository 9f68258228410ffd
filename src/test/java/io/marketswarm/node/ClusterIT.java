package io.marketswarm.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.embedded.TestStores;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Three real JVMs, one owner among them, whatever happens to it. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ClusterIT {
  private static final int LEASE_MILLIS = 3_000;
  private static final Duration START = Duration.ofSeconds(120);

  @TempDir Path folder;

  private final Map<String, Process> nodes = new LinkedHashMap<>();
  private Vertx vertx;
  private RedisBus system;

  @BeforeEach
  void startThreeNodes() throws Exception {
    vertx = Vertx.vertx();
    system = RedisBus.open(vertx, BusName.SYSTEM, TestStores.shared().url(BusName.SYSTEM));
    await("the test's own bus", START, system::up);
    send(Request.cmd(Command.DEL).arg(ClusterNodeMain.WRITES).arg(ClusterNodeMain.HEARD));
    List<Integer> ports = List.of(freePort(), freePort(), freePort());
    for (String name : List.of("a", "b", "c")) {
      nodes.put(name, launch(name, ports, nodes.size()));
    }
    await("all nodes up", START, () -> nodes.keySet().stream().allMatch(ClusterIT::up));
    await("an owner", START, () -> heartbeats() == 1 && !tokens().isEmpty());
  }

  @AfterEach
  void stopEverything() throws Exception {
    for (Process node : nodes.values()) {
      signal(node, "CONT");
      node.destroyForcibly().waitFor();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void anotherNodeTakesOverWhenTheOwnerIsKilledPausedOrStopped() throws Exception {
    String killed = ownerAfter(0);
    await("every node hears the first owner", START, () -> heardByAll(killed, 3));
    await("the keys to be shared", START, () -> workers().equals(share("a", "b", "c")));

    int before = writes().size();
    nodes.get(killed).destroyForcibly().waitFor();
    long death = System.nanoTime();
    String paused = ownerWithin(Duration.ofMillis(2 * LEASE_MILLIS), killed, before);
    List<String> alive = nodes.keySet().stream().filter(node -> !node.equals(killed)).toList();
    await(
        "its keys to be shared by the others",
        Duration.ofMillis(2 * LEASE_MILLIS).minusNanos(System.nanoTime() - death),
        () -> workers().equals(share(alive.get(0), alive.get(1))));

    before = writes().size();
    signal(nodes.get(paused), "STOP");
    String stopped = ownerWithin(Duration.ofMillis(2 * LEASE_MILLIS), paused, before);

    int whilePaused = writes().size();
    signal(nodes.get(paused), "CONT");
    await(
        "the new owner goes on beside the one that woke up",
        START,
        () -> writes().size() > whilePaused + 100);
    await("the one that woke up hears again", START, () -> heard(stopped, paused) > 3);
    assertThat(ownersSince(whilePaused)).containsOnly(stopped);

    before = writes().size();
    long asked = System.nanoTime();
    signal(nodes.get(stopped), "TERM");
    String last = ownerWithin(Duration.ofMillis(2 * LEASE_MILLIS), stopped, before);
    assertThat(last).isEqualTo(paused);
    assertThat(nodes.get(stopped).waitFor(10, SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
    assertThat(nodes.get(stopped).exitValue()).isZero();

    assertThat(tokens()).as("no write of a stale owner").isSorted();
    assertThat(tokens().stream().distinct().count()).isEqualTo(4);
  }

  /** How many keys each node works on. */
  private Map<String, Integer> workers() {
    Map<String, Integer> workers = new HashMap<>();
    Request ask = Request.cmd(Command.MGET);
    ClusterNodeMain.KEYS.forEach(key -> ask.arg(ClusterNodeMain.WORK + key));
    for (Response node : send(ask)) {
      if (node != null) {
        workers.merge(node.toString(), 1, Integer::sum);
      }
    }
    return workers;
  }

  private static Map<String, Integer> share(String... nodes) {
    int each = ClusterNodeMain.KEYS.size() / nodes.length;
    return Stream.of(nodes).collect(Collectors.toMap(node -> node, node -> each));
  }

  /** The owner of the writes after a position, once there are any. */
  private String ownerAfter(int position) {
    await("a write", START, () -> writes().size() > position);
    List<String> all = writes();
    return nodeOf(all.get(all.size() - 1));
  }

  private String ownerWithin(Duration patience, String former, int position) {
    await(
        "a new owner after " + former,
        patience,
        () -> ownersSince(position).stream().anyMatch(owner -> !owner.equals(former)));
    return ownersSince(position).stream().filter(o -> !o.equals(former)).findFirst().orElseThrow();
  }

  private List<String> ownersSince(int position) {
    List<String> all = writes();
    return all.subList(position, all.size()).stream().map(ClusterIT::nodeOf).distinct().toList();
  }

  private static String nodeOf(String entry) {
    return entry.substring(entry.indexOf(' ') + 1);
  }

  private List<Long> tokens() {
    return writes().stream().map(e -> Long.parseLong(e.substring(0, e.indexOf(' ')))).toList();
  }

  private List<String> writes() {
    List<String> entries = new ArrayList<>();
    send(Request.cmd(Command.LRANGE).arg(ClusterNodeMain.WRITES).arg(0).arg(-1))
        .forEach(entry -> entries.add(entry.toString()));
    return entries;
  }

  private static boolean up(String node) {
    try {
      return Files.readString(log(node)).contains(" is up (");
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static Path log(String node) {
    return Path.of("target", "cluster-" + node + ".log");
  }

  private int heartbeats() {
    return send(Request.cmd(Command.EXISTS).arg("probe:heartbeat")).toInteger();
  }

  private boolean heardByAll(String writer, int times) {
    return nodes.keySet().stream().allMatch(listener -> heard(writer, listener) >= times);
  }

  private int heard(String writer, String listener) {
    Response count =
        send(Request.cmd(Command.HGET).arg(ClusterNodeMain.HEARD).arg(writer + " by " + listener));
    return count == null ? 0 : count.toInteger();
  }

  private Response send(Request request) {
    try {
      return system.send(request).toCompletionStage().toCompletableFuture().get(10, SECONDS);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Process launch(String name, List<Integer> ports, int index) throws IOException {
    TestStores stores = TestStores.shared();
    JsonObject urls = new JsonObject().put("database", stores.databaseUrl());
    for (BusName bus : BusName.values()) {
      urls.put(bus.role(), stores.url(bus));
    }
    JsonArray members = new JsonArray();
    ports.forEach(port -> members.add("127.0.0.1:" + port));
    JsonObject conf =
        new JsonObject()
            .put("node", new JsonObject().put("name", name))
            .put("data", folder.resolve(name).toString())
            .put("truth", new JsonObject().put("folder", Path.of("truth").toString()))
            .put("stores", urls)
            .put(
                "cluster",
                new JsonObject()
                    .put("enabled", true)
                    .put("name", "test-" + ports.get(0))
                    .put("port", ports.get(index))
                    .put("busPort", freePort())
                    .put("members", members)
                    .put("leaseMillis", LEASE_MILLIS));
    Path file = Files.writeString(folder.resolve(name + ".json"), conf.encodePrettily());
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ClusterNodeMain.class.getName(),
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(log(name).toFile())
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  private static void signal(Process process, String signal) throws Exception {
    if (process.isAlive()) {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
    }
  }

  private static void await(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for " + what).isLessThan(deadline);
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }
}
