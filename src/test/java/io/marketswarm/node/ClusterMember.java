package io.marketswarm.node;

import io.marketswarm.store.BusName;
import io.marketswarm.store.embedded.TestStores;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** A node in a JVM of its own, one of a cluster on this machine and on the stores of the tests. */
final class ClusterMember implements AutoCloseable {
  /** Ports that no connection is given while its node has yet to start. */
  private static final int FIRST_PORT = 20_000;

  private static final int LAST_PORT = 32_000;
  private static final int LAST_WORDS = 50;
  private static final int WIDTH = 240;
  private static final Set<Integer> TAKEN = new HashSet<>();

  private final String name;
  private final Path data;
  private final int port;
  private final int edge;
  private final Path log;
  private Process process;

  private ClusterMember(String test, String name, Path folder) {
    this.name = name;
    this.data = folder.resolve(name);
    this.port = freePort();
    this.edge = freePort();
    this.log = Path.of("target", test + "-" + name + ".log");
  }

  /** Members to be of one cluster; none is started yet. */
  static List<ClusterMember> of(String test, Path folder, String... names) {
    List<ClusterMember> members = new ArrayList<>();
    for (String name : names) {
      members.add(new ClusterMember(test, name, folder));
    }
    return members;
  }

  /**
   * What it is to run, beside all members of its cluster.
   *
   * @return a configuration file
   */
  Path configured(List<ClusterMember> cluster, int leaseMillis) throws IOException {
    TestStores stores = TestStores.shared();
    JsonObject urls = new JsonObject().put("database", stores.databaseUrl());
    for (BusName bus : BusName.values()) {
      urls.put(bus.role(), stores.url(bus));
    }
    JsonArray members = new JsonArray();
    cluster.forEach(member -> members.add("127.0.0.1:" + member.port));
    JsonObject conf =
        new JsonObject()
            .put("node", new JsonObject().put("name", name))
            .put("data", data.toString())
            .put("truth", new JsonObject().put("folder", Path.of("truth").toString()))
            .put("stores", urls)
            .put(
                "cluster",
                new JsonObject()
                    .put("enabled", true)
                    .put("name", "test-" + cluster.get(0).port)
                    .put("port", port)
                    .put("busPort", freePort())
                    .put("members", members)
                    .put("leaseMillis", leaseMillis));
    return Files.writeString(data.resolveSibling(name + ".json"), conf.encodePrettily());
  }

  /** Runs a program, with variables by which it differs from this one. */
  void start(List<String> variables, Class<?> program, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    for (String variable : variables) {
      int end = variable.indexOf('=');
      builder.environment().put(variable.substring(0, end), variable.substring(end + 1));
    }
    process = builder.start();
  }

  String name() {
    return name;
  }

  /** Where its edge listens, if it has one. */
  int edge() {
    return edge;
  }

  Process process() {
    return process;
  }

  /** Whether it has said so. */
  boolean up() {
    return times(" is up (") > 0;
  }

  /** How often it has said something. */
  long times(String words) {
    return said().stream().filter(line -> line.contains(words)).count();
  }

  /** Takes it down without a chance to say anything. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void signal(String signal) throws IOException, InterruptedException {
    if (process.isAlive()) {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
    }
  }

  /** For whoever wants to know why a test has failed. */
  String lastWords() {
    List<String> all = said();
    return all.stream()
        .skip(Math.max(0, all.size() - LAST_WORDS))
        .map(line -> line.substring(0, Math.min(WIDTH, line.length())))
        .collect(Collectors.joining("\n", "the last words of node " + name + ":\n", "\n"));
  }

  private List<String> said() {
    try {
      return Files.readString(log).lines().toList();
    } catch (IOException nothing) {
      return List.of();
    }
  }

  @Override
  public void close() throws IOException {
    if (process == null) {
      return;
    }
    try {
      signal("CONT");
      kill();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static synchronized int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (TAKEN.add(probe.getLocalPort())) {
          return port;
        }
      } catch (IOException taken) {
        continue;
      }
    }
  }
}
