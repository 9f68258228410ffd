package io.marketswarm.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.store.BusName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrashTest {
  @TempDir Path data;

  @Test
  void aKilledNodeTakesItsStoresWithItAndLosesNothing() throws Exception {
    killAndStartAgain(node());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void neitherDoesOneThatHasOnlyAShellToGuardThem() throws Exception {
    Path programs = Files.createDirectories(TestStores.ENGINES.resolveSibling("bare-path"));
    for (String program : List.of("sh", "cat")) {
      Files.deleteIfExists(programs.resolve(program));
      Files.createSymbolicLink(programs.resolve(program), Path.of("/bin", program));
    }
    Jvm node = Jvm.runWithPath(programs.toString(), NodeMain.class, data, TestStores.ENGINES);
    node.says(NodeMain.READY);
    assertThat(node.process().children().map(child -> child.info().command().orElse("")))
        .hasSize(5)
        .noneMatch(command -> command.endsWith("mariadbd"));
    killAndStartAgain(node);
  }

  private void killAndStartAgain(Jvm node) throws Exception {
    Map<String, String> urls = urls();
    Clients.redis(urls.get("market-redis"), "SET", "spot", "5000");
    Clients.redis(urls.get("system-redis"), "SET", "truth", "{}");
    Clients.sql(urls.get("database"), "CREATE TABLE trade (id INT)");
    Clients.sql(urls.get("database"), "INSERT INTO trade VALUES (42)");
    List<ChildState> children = children();
    assertThat(children).hasSize(5).allMatch(child -> child.running().isPresent());

    node.kill();
    for (ChildState child : children) {
      Clients.await(child.store() + " gone", () -> child.running().isEmpty());
    }
    assertThat(Files.readString(data.resolve("logs/market-redis.log"))).contains("bye bye");
    assertThat(Files.readString(data.resolve("logs/database.log"))).contains("Shutdown complete");
    try (EmbeddedStores stores = EmbeddedStores.start(settings(), Progress.SILENT)) {
      Map<BusName, String> buses = stores.urls();
      assertThat(Clients.redis(buses.get(BusName.MARKET), "GET", "spot")).isEqualTo("5000");
      assertThat(Clients.redis(buses.get(BusName.SYSTEM), "GET", "truth")).isEqualTo("{}");
      assertThat(Clients.sql(stores.databaseUrl().orElseThrow(), "SELECT id FROM trade"))
          .isEqualTo("42");
    }
  }

  @Test
  void nothingIsLostWhenNodeAndStoresAreKilledAtOnce() throws Exception {
    Jvm node = node();
    Map<String, String> urls = urls();
    Clients.sql(urls.get("database"), "CREATE TABLE trade (id INT)");
    String system = urls.get("system-redis");
    Clients.redis(system, "SET", "truth", "{}");
    Clients.await("flushed", () -> Files.size(data.resolve("system-redis/appendonly.aof")) > 0);
    List<ChildState> children = children();
    node.process().destroyForcibly();
    children.forEach(child -> child.running().ifPresent(ProcessHandle::destroyForcibly));
    node.kill();

    try (EmbeddedStores stores = EmbeddedStores.start(settings(), Progress.SILENT)) {
      assertThat(Clients.redis(stores.urls().get(BusName.SYSTEM), "GET", "truth")).isEqualTo("{}");
      assertThat(Clients.sql(stores.databaseUrl().orElseThrow(), "SHOW TABLES")).isEqualTo("trade");
    }
  }

  @Test
  void aNodeKilledWhileItCreatesTheDatabaseHasNotSpoiledIt() throws Exception {
    Jvm node = Jvm.run(NodeMain.class, data, TestStores.ENGINES).says("creating the database");
    node.kill();
    try (EmbeddedStores stores = EmbeddedStores.start(settings(), Progress.SILENT)) {
      assertThat(Clients.sql(stores.databaseUrl().orElseThrow(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void refusesTheDataDirectoryOfANodeInAnotherJvm() throws Exception {
    Jvm node =
        Jvm.run(NodeMain.class, data, TestStores.ENGINES, NodeMain.WITHOUT_DATABASE)
            .says(NodeMain.READY);
    Settings settings = settings().withoutDatabase();
    try {
      assertThatThrownBy(() -> EmbeddedStores.start(settings, Progress.SILENT))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use by another node (pid " + node.process().pid() + ")");
    } finally {
      node.process().getOutputStream().write('\n');
      node.process().getOutputStream().close();
      assertThat(node.process().waitFor()).isZero();
    }
    EmbeddedStores.start(settings, Progress.SILENT).stop();
  }

  @Test
  void stopsAServerOfAFormerRunAndTakesOverItsData() throws Exception {
    Path home = data.resolve("system-redis");
    BareRedis orphan = BareRedis.start(Guard.NONE, home);
    try {
      Clients.redis(orphan.url(), "SET", "left", "behind");
      Files.createDirectories(data.resolve("run"));
      ChildState.of(
              "system-redis", orphan.child().server(), orphan.executable(), home, orphan.port())
          .write(data.resolve("run/system-redis.json"));
      Settings settings = settings().withoutDatabase();
      try (EmbeddedStores stores = EmbeddedStores.start(settings, Progress.SILENT)) {
        assertThat(orphan.child().alive()).isFalse();
        assertThat(Clients.redis(stores.urls().get(BusName.SYSTEM), "GET", "left"))
            .isEqualTo("behind");
      }
    } finally {
      orphan.child().stop(Duration.ZERO);
    }
  }

  @Test
  void leavesStrangersAloneThatHaveTheIdOfAFormerServer() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      ChildState real =
          ChildState.of(
              "system-redis",
              stranger.toHandle(),
              Path.of(stranger.info().command().orElseThrow()),
              data.resolve("system-redis"),
              6379);
      assertThat(real.running()).isPresent();
      Files.createDirectories(data.resolve("run"));
      List<ChildState> mistaken =
          List.of(
              new ChildState(
                  "a", real.pid(), real.started().minusSeconds(60), real.executable(), data, 1),
              new ChildState(
                  "b", real.pid(), real.started(), Path.of("/usr/sbin/mariadbd"), data, 1));
      for (ChildState state : mistaken) {
        state.write(data.resolve("run").resolve(state.store() + ".json"));
      }
      Files.writeString(data.resolve("run/c.json"), "{\"pid\":");
      EmbeddedStores.start(settings().withoutDatabase(), Progress.SILENT).stop();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Guard.class,
      names = {"DEATH_SIGNAL", "PIPE"})
  void aGuardStopsTheServerOfAKilledJvmInGoodOrder(Guard guard) throws Exception {
    Jvm jvm = Jvm.run(BareRedis.class, guard, data);
    ProcessHandle server = ProcessHandle.of(Long.parseLong(jvm.line())).orElseThrow();
    assertThat(server.info().command().orElseThrow()).endsWith("redis-server");
    jvm.kill();
    Clients.await("the server's end", () -> server.info().command().isEmpty());
    assertThat(Files.readString(data.resolve("redis.log"))).contains("ready to exit, bye bye");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aTerminalDoesNotReachTheServer() throws Exception {
    BareRedis redis = BareRedis.start(Guard.DEATH_SIGNAL, data);
    try {
      long pid = redis.child().server().pid();
      assertThat(session(pid)).isEqualTo(pid).isNotEqualTo(session(ProcessHandle.current().pid()));
    } finally {
      redis.child().stop(Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @EnumSource(Guard.class)
  void everyGuardAnnouncesTheServerItselfAndTellsHowItEnded(Guard guard) throws Exception {
    BareRedis redis = BareRedis.start(guard, data);
    assertThat(redis.announced()).isEqualTo(redis.child().server());
    assertThat(redis.announced().info().command()).contains(redis.executable().toString());
    CompletableFuture<Integer> exit = redis.child().exit();
    redis.announced().destroyForcibly();
    assertThat(exit.get(10, TimeUnit.SECONDS)).isEqualTo(128 + 9);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aServerThatCannotBeWrittenDownNeverStarts() throws Exception {
    Path proof = data.resolve("started");
    AtomicReference<ProcessHandle> held = new AtomicReference<>();
    Launch launch =
        new Launch(List.of("touch", proof.toString()), "", data, data.resolve("touch.log"));
    assertThatThrownBy(
            () ->
                Launcher.launch(
                    Guard.DEATH_SIGNAL,
                    launch,
                    born -> {
                      held.set(born);
                      throw new UncheckedIOException(new IOException("disk full"));
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    held.get().onExit().get(10, TimeUnit.SECONDS);
    assertThat(proof).doesNotExist();
  }

  private static long session(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
  }

  private Jvm node() throws IOException {
    return Jvm.run(NodeMain.class, data, TestStores.ENGINES).says(NodeMain.READY);
  }

  private Map<String, String> urls() {
    return EmbeddedStores.readStoresFile(data).stream()
        .collect(Collectors.toMap(StoreEntry::name, StoreEntry::url));
  }

  private Settings settings() {
    return Settings.in(data).withEngines(TestStores.ENGINES).withAnyPorts();
  }

  private List<ChildState> children() throws Exception {
    List<ChildState> children = new ArrayList<>();
    try (var files = Files.newDirectoryStream(data.resolve("run"))) {
      for (Path file : files) {
        ChildState.read(file).ifPresent(children::add);
      }
    }
    return children;
  }
}
