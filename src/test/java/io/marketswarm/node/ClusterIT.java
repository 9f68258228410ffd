package io.marketswarm.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.embedded.TestStores;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Three real JVMs, one owner among them, whatever happens to it. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ClusterIT {
  private static final int LEASE_MILLIS = 3_000;
  private static final String LOST = "probe.writer is no longer owned by this node";
  private static final Duration START = Duration.ofMinutes(5);

  @TempDir Path folder;

  @RegisterExtension
  final AfterTestExecutionCallback explain =
      test ->
          test.getExecutionException()
              .ifPresent(why -> all().forEach(node -> System.err.println(node.lastWords())));

  private final Map<String, ClusterMember> nodes = new LinkedHashMap<>();
  private Vertx vertx;
  private RedisBus system;

  @BeforeEach
  void startThreeNodes() throws Exception {
    vertx = Vertx.vertx();
    system = RedisBus.open(vertx, BusName.SYSTEM, TestStores.shared().url(BusName.SYSTEM));
    await("the test's own bus", START, system::up);
    send(Request.cmd(Command.DEL).arg(ClusterNodeMain.WRITES).arg(ClusterNodeMain.HEARD));
    List<ClusterMember> members = ClusterMember.of("cluster", folder, "a", "b", "c");
    for (ClusterMember node : members) {
      nodes.put(node.name(), node);
      String conf = node.configured(members, LEASE_MILLIS).toString();
      node.start(List.of(), ClusterNodeMain.class, conf);
    }
    await("all nodes up", START, () -> all().stream().allMatch(ClusterMember::up));
    await("an owner", START, () -> heartbeats() == 1 && !tokens().isEmpty());
  }

  @AfterEach
  void stopEverything() throws Exception {
    for (ClusterMember node : all()) {
      node.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private Collection<ClusterMember> all() {
    return nodes.values();
  }

  @Test
  void anotherNodeTakesOverWhenTheOwnerIsKilledPausedOrStopped() throws Exception {
    String killed = ownerAfter(0);
    await("every node hears the first owner", START, () -> heardByAll(killed, 3));
    await("the keys to be shared", START, () -> workers().equals(share("a", "b", "c")));

    int before = writes().size();
    nodes.get(killed).kill();
    long death = System.nanoTime();
    String paused = ownerWithin(Duration.ofMillis(2 * LEASE_MILLIS), killed, before);
    List<String> alive = nodes.keySet().stream().filter(node -> !node.equals(killed)).toList();
    await(
        "its keys to be shared by the others",
        Duration.ofMillis(2 * LEASE_MILLIS).minusNanos(System.nanoTime() - death),
        () -> workers().equals(share(alive.get(0), alive.get(1))));

    before = writes().size();
    nodes.get(paused).signal("STOP");
    String stopped = ownerWithin(Duration.ofMillis(2 * LEASE_MILLIS), paused, before);

    int whilePaused = writes().size();
    nodes.get(paused).signal("CONT");
    await(
        "the new owner goes on beside the one that woke up",
        START,
        () -> writes().size() > whilePaused + 100);
    await("the one that woke up hears again", START, () -> heard(stopped, paused) > 3);
    assertThat(ownersSince(whilePaused)).containsOnly(stopped);

    before = writes().size();
    long asked = System.nanoTime();
    nodes.get(stopped).signal("TERM");
    String last = ownerWithin(Duration.ofMillis(2 * LEASE_MILLIS), stopped, before);
    assertThat(last).isEqualTo(paused);
    assertThat(nodes.get(stopped).process().waitFor(10, SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
    assertThat(nodes.get(stopped).process().exitValue()).isZero();

    assertThat(tokens()).as("no write of a stale owner").isSorted();
    // One who wakes up, or is given no time to renew its lease, says that it has lost it.
    long lost = all().stream().mapToLong(node -> node.times(LOST)).sum();
    assertThat(tokens().stream().distinct().count())
        .as("turns: at the start, after a death, a stop and whatever loss is told")
        .isBetween(4L, 3 + lost);
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

  private static void await(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for " + what).isLessThan(deadline);
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }
}
