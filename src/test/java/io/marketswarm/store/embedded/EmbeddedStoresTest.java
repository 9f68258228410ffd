package io.marketswarm.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.store.BusName;
import io.marketswarm.store.StoreException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoresTest {
  @TempDir Path data;

  @Test
  void servesAllFiveStoresAndKeepsTheirDataAcrossAStop() throws Exception {
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    try (EmbeddedStores stores = EmbeddedStores.start(all(), lines::add)) {
      assertThat(stores.urls()).containsOnlyKeys(BusName.values());
      for (BusName bus : BusName.values()) {
        assertThat(Clients.redis(stores.urls().get(bus), "SET", "tier", bus.id())).isEqualTo("OK");
      }
      String database = stores.databaseUrl().orElseThrow();
      Clients.sql(database, "CREATE TABLE trade (note VARCHAR(20))");
      Clients.sql(database, "INSERT INTO trade VALUES ('größer ✓ 😀')");
    }
    assertThat(lines).anyMatch(line -> line.equals("creating the database"));
    assertThat(lines).anyMatch(line -> line.matches("MariaDB ready on 127.0.0.1:\\d+ \\(.+ s\\)"));
    lines.clear();

    try (EmbeddedStores stores = EmbeddedStores.begin(all(), lines::add)) {
      for (BusName bus : List.of(BusName.SYSTEM, BusName.MARKET, BusName.INTEL)) {
        assertThat(Clients.redis(stores.urls().get(bus), "GET", "tier")).isEqualTo(bus.id());
      }
      assertThat(Clients.redis(stores.urls().get(BusName.ECHO), "GET", "tier")).isEmpty();
      stores.complete().join();
      assertThat(Clients.sql(stores.databaseUrl().orElseThrow(), "SELECT note FROM trade"))
          .isEqualTo("größer ✓ 😀");
    }
    assertThat(lines).noneMatch(line -> line.contains("creating"));
  }

  @Test
  void keepsThePasswordsOfFormerRuns() throws Exception {
    String before;
    try (EmbeddedStores stores = EmbeddedStores.start(redisOnly(data), Progress.SILENT)) {
      before = Clients.password(stores.urls().get(BusName.SYSTEM));
    }
    try (EmbeddedStores stores = EmbeddedStores.start(redisOnly(data), Progress.SILENT)) {
      assertThat(Clients.password(stores.urls().get(BusName.SYSTEM))).isEqualTo(before);
    }
  }

  @Test
  void givesTheDatabaseANewPasswordWhenTheOldOneIsLost() throws Exception {
    try (EmbeddedStores stores = EmbeddedStores.start(databaseOnly(data), Progress.SILENT)) {
      Clients.sql(stores.databaseUrl().orElseThrow(), "CREATE TABLE kept (a INT)");
    }
    Files.delete(data.resolve("stores.json"));
    try (EmbeddedStores stores = EmbeddedStores.start(databaseOnly(data), Progress.SILENT)) {
      assertThat(Clients.sql(stores.databaseUrl().orElseThrow(), "SHOW TABLES")).isEqualTo("kept");
    }
  }

  @Test
  void usesTheNextFreePortWhenTheWantedOneIsTaken() throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int taken = stranger.getLocalPort();
      Queue<String> lines = new ConcurrentLinkedQueue<>();
      Settings settings = only(BusName.SYSTEM, taken);
      try (EmbeddedStores stores = EmbeddedStores.start(settings, lines::add)) {
        assertThat(URI.create(stores.urls().get(BusName.SYSTEM)).getPort()).isGreaterThan(taken);
        assertThat(Clients.redis(stores.urls().get(BusName.SYSTEM), "PING")).isEqualTo("PONG");
      }
      assertThat(lines)
          .anyMatch(
              line ->
                  line.contains("port " + taken + " is taken by")
                      && line.contains("(pid " + ProcessHandle.current().pid() + ")"));
    }
  }

  @Test
  void failsOnATakenPortWhenThePortMustBeExact() throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int taken = stranger.getLocalPort();
      Settings settings = only(BusName.SYSTEM, taken).withBus(BusName.ECHO, 0).withExactPorts();
      assertThatThrownBy(() -> EmbeddedStores.start(settings, Progress.SILENT))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("port " + taken + " of system-redis is taken by");
      assertThat(data.resolve("run")).isEmptyDirectory();
    }
  }

  @Test
  void startsTheWantedStoresOnly() throws Exception {
    Settings settings = only(BusName.MARKET, Settings.ANY_PORT);
    try (EmbeddedStores stores = EmbeddedStores.start(settings, Progress.SILENT)) {
      assertThat(stores.urls()).containsOnlyKeys(BusName.MARKET);
      assertThat(stores.databaseUrl()).isEmpty();
      assertThat(Clients.running(data, "market-redis").isAlive()).isTrue();
      assertThat(data.resolve("database")).doesNotExist();
    }
  }

  @Test
  void usesThePasswordAndTheBinaryOfTheOperator() throws Exception {
    Engine redis = Engine.redis(Platform.current());
    Path shipped =
        new Unpacker(TestStores.ENGINES, Progress.SILENT).unpack(redis).resolve(redis.executable());
    Path own = Files.copy(shipped, data.resolve("my-redis"));
    Settings.Bus bus =
        new Settings.Bus(Settings.ANY_PORT, Optional.of("our-own.secret"), Optional.of(own));
    Settings settings = only(BusName.INTEL, Settings.ANY_PORT).withBus(BusName.INTEL, bus);
    assertThat(settings.toString()).doesNotContain("our-own.secret");
    try (EmbeddedStores stores = EmbeddedStores.start(settings, Progress.SILENT)) {
      assertThat(stores.urls().get(BusName.INTEL)).startsWith("redis://:our-own.secret@");
      assertThat(Clients.redis(stores.urls().get(BusName.INTEL), "PING")).isEqualTo("PONG");
      assertThat(Clients.running(data, "intel-redis").info().command())
          .contains(own.toRealPath().toString());
    }
  }

  @Test
  void refusesABinaryThatIsNone() {
    Settings.Bus bus =
        new Settings.Bus(6379, Optional.empty(), Optional.of(data.resolve("nothing")));
    Settings settings = only(BusName.INTEL, 6379).withBus(BusName.INTEL, bus);
    assertThatThrownBy(() -> EmbeddedStores.start(settings, Progress.SILENT))
        .isInstanceOf(StoreException.class)
        .hasMessage("no server to execute: " + data.resolve("nothing"));
  }

  @Test
  void refusesADataDirectoryThatIsInUse() throws Exception {
    Settings settings = only(BusName.SYSTEM, Settings.ANY_PORT);
    try (EmbeddedStores stores = EmbeddedStores.start(settings, Progress.SILENT)) {
      assertThatThrownBy(() -> EmbeddedStores.start(settings, Progress.SILENT))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use by another node (pid " + ProcessHandle.current().pid());
      assertThat(Clients.redis(stores.urls().get(BusName.SYSTEM), "PING")).isEqualTo("PONG");
    }
  }

  @Test
  void stopsWhatRunsAndShowsTheLogWhenAServerCannotStart() throws Exception {
    Files.createDirectories(data.resolve("intel-redis"));
    Files.writeString(data.resolve("intel-redis/appendonly.aof"), "this is no log of commands");
    assertThatThrownBy(() -> EmbeddedStores.start(redisOnly(data), Progress.SILENT))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("intel-redis ended while starting")
        .hasMessageContaining("Bad file format reading the append only file");
    assertThat(data.resolve("run")).isEmptyDirectory();
    Files.delete(data.resolve("intel-redis/appendonly.aof"));
    EmbeddedStores.start(redisOnly(data), Progress.SILENT).stop();
  }

  @Test
  void startsAStoreAgainThatEnded() throws Exception {
    Settings settings = databaseOnly(data).withBus(BusName.SYSTEM, Settings.ANY_PORT);
    try (EmbeddedStores stores = EmbeddedStores.start(settings, Progress.SILENT)) {
      String redis = stores.urls().get(BusName.SYSTEM);
      String database = stores.databaseUrl().orElseThrow();
      Clients.redis(redis, "SET", "kept", "yes");
      Clients.sql(database, "CREATE TABLE kept (a INT)");
      for (String store : List.of("system-redis", "database")) {
        assertThat(Clients.running(data, store).destroyForcibly()).isTrue();
      }
      Clients.await("Redis again", () -> Clients.redis(redis, "GET", "kept").equals("yes"));
      Clients.await("MariaDB", () -> Clients.sql(database, "SHOW TABLES").equals("kept"));
    }
  }

  private Settings all() {
    return Settings.in(data).withEngines(TestStores.ENGINES).withAnyPorts();
  }

  private Settings only(BusName bus, int port) {
    Settings settings = Settings.in(data).withEngines(TestStores.ENGINES).withoutDatabase();
    for (BusName other : BusName.values()) {
      settings = other == bus ? settings.withBus(bus, port) : settings.withoutBus(other);
    }
    return settings;
  }

  private static Settings redisOnly(Path data) {
    return Settings.in(data).withEngines(TestStores.ENGINES).withoutDatabase().withAnyPorts();
  }

  private static Settings databaseOnly(Path data) {
    Settings settings = Settings.in(data).withEngines(TestStores.ENGINES).withAnyPorts();
    for (BusName bus : BusName.values()) {
      settings = settings.withoutBus(bus);
    }
    return settings;
  }
}
