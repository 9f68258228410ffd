package io.marketswarm.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.store.BusName;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What all five stores look like from outside while they run. */
class RunningStoresTest {
  private static final Queue<String> LINES = new ConcurrentLinkedQueue<>();

  @TempDir static Path parent;
  private static Path data;
  private static EmbeddedStores stores;
  private static String database;

  @BeforeAll
  static void start() {
    data = parent.resolve("data");
    Settings settings = Settings.in(data).withEngines(TestStores.ENGINES).withAnyPorts();
    stores = EmbeddedStores.start(settings, LINES::add);
    database = stores.databaseUrl().orElseThrow();
  }

  @AfterAll
  static void stop() {
    stores.stop();
  }

  @Test
  void redisLetsNobodyInWithoutThePassword() throws Exception {
    for (String url : stores.urls().values()) {
      try (RespSocket redis = RespSocket.open(URI.create(url).getPort())) {
        assertThat(redis.send("PING")).startsWith("-NOAUTH");
        assertThat(redis.send("AUTH", "guess")).startsWith("-WRONGPASS");
      }
    }
  }

  @Test
  void theDatabaseLetsNobodyInWithoutThePassword() {
    for (String user : List.of("root", "marketswarm", "mariadb.sys", "PUBLIC", "")) {
      for (String password : List.of("", "guess")) {
        assertThatThrownBy(() -> Clients.sql(database, user, password, "SELECT 1"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
      }
    }
  }

  @Test
  void theDatabaseUserIsLimitedToItsSchema() throws Exception {
    Clients.sql(database, "CREATE TABLE own (a INT)");
    for (String statement :
        List.of(
            "SELECT * FROM mysql.global_priv",
            "CREATE DATABASE other",
            "CREATE DATABASE test",
            "CREATE USER someone",
            "SELECT 1 INTO OUTFILE 'x'",
            "SHUTDOWN")) {
      assertThatThrownBy(() -> Clients.sql(database, statement))
          .as(statement)
          .hasMessageContaining("denied");
    }
  }

  @Test
  void eachBusIsConfiguredForItsRole() throws Exception {
    for (BusName bus : BusName.values()) {
      boolean durable = bus != BusName.ECHO;
      assertThat(Clients.redis(stores.urls().get(bus), "INFO"))
          .contains("aof_enabled:" + (durable ? 1 : 0))
          .contains("maxmemory_policy:" + (durable ? "noeviction" : "volatile-lru"));
    }
  }

  @Test
  void theDatabaseIsConfiguredForTheProduct() throws Exception {
    assertThat(Clients.sql(database, "SELECT @@global.time_zone")).isEqualTo("+00:00");
    assertThat(Clients.sql(database, "SELECT @@collation_database"))
        .isEqualTo("utf8mb4_unicode_ci");
    assertThat(Clients.sql(database, "SELECT @@bind_address")).isEqualTo("127.0.0.1");
    assertThat(Clients.sql(database, "SELECT @@global.sql_mode")).contains("STRICT_TRANS_TABLES");
    assertThat(Clients.sql(database, "SELECT @@innodb_log_file_size")).isEqualTo("16777216");
    assertThat(Clients.sql(database, "SELECT @@socket")).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void listensOnTheLoopbackInterfaceOnly() throws Exception {
    for (StoreEntry entry : EmbeddedStores.readStoresFile(data)) {
      String port = ":%04X".formatted(entry.port());
      List<String> listening =
          Files.readAllLines(Path.of("/proc/net/tcp")).stream()
              .map(line -> line.strip().split("\\s+"))
              .filter(fields -> fields[1].endsWith(port) && fields[3].equals("0A"))
              .map(fields -> fields[1])
              .toList();
      assertThat(listening).as(entry.name()).containsExactly("0100007F" + port);
      assertThat(Files.readString(Path.of("/proc/net/tcp6"))).doesNotContain("0".repeat(32) + port);
    }
  }

  @Test
  void writesDownWhereTheStoresAreForTheOwnerOnly() throws Exception {
    List<StoreEntry> entries = EmbeddedStores.readStoresFile(data);
    assertThat(entries)
        .extracting(StoreEntry::name)
        .containsExactlyInAnyOrder(
            "system-redis", "market-redis", "intel-redis", "echo-redis", "database");
    assertThat(entries).extracting(StoreEntry::url).contains(database);
    assertThat(entries).extracting(StoreEntry::url).containsAll(stores.urls().values());
    for (StoreEntry entry : entries) {
      assertThat(URI.create(entry.url()).getPort()).isEqualTo(entry.port());
      assertThat(entry.directory()).isDirectory();
      assertThat(entry.toString()).doesNotContain(Clients.password(entry.url()));
    }
    assertThat(Files.getPosixFilePermissions(data.resolve("stores.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(data))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void keepsPasswordsOutOfLogsAndOfTheProcessList() throws Exception {
    for (StoreEntry entry : EmbeddedStores.readStoresFile(data)) {
      String password = Clients.password(entry.url());
      assertThat(LINES).noneMatch(line -> line.contains(password));
      assertThat(Files.readString(data.resolve("logs").resolve(entry.name() + ".log")))
          .isNotEmpty()
          .doesNotContain(password);
      ProcessHandle server = Clients.running(data, entry.name());
      for (String file : List.of("cmdline", "environ")) {
        Path shown = Path.of("/proc", String.valueOf(server.pid()), file);
        assertThat(Files.readString(shown)).isNotEmpty().doesNotContain(password);
      }
    }
  }

  @Test
  void theSharedStoresOfTestsServeEveryBusAndTheDatabase() throws Exception {
    TestStores shared = TestStores.shared();
    assertThat(shared).isSameAs(TestStores.shared());
    for (BusName bus : BusName.values()) {
      assertThat(Clients.redis(shared.url(bus), "PING")).isEqualTo("PONG");
    }
    assertThat(Clients.sql(shared.databaseUrl(), "SELECT 1")).isEqualTo("1");
  }
}
