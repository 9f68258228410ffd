package io.marketswarm.store;

import static io.marketswarm.store.Eventually.failure;
import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  private static final String SHIPPED = "classpath:db/migration";

  @TempDir Path more;
  private final Vertx vertx = Vertx.vertx();
  private final String url = TestDatabase.shared().url();
  private Database database;

  @BeforeEach
  void emptySchema() {
    database = Database.open(vertx, url);
    for (String table : tables()) {
      get(
          database.transaction(
              connection ->
                  connection
                      .query("SET FOREIGN_KEY_CHECKS = 0")
                      .execute()
                      .compose(off -> connection.query("DROP TABLE " + table).execute())
                      .compose(gone -> connection.query("SET FOREIGN_KEY_CHECKS = 1").execute())));
    }
  }

  @AfterEach
  void close() {
    get(database.close());
    get(vertx.close());
  }

  @Test
  void anEmptySchemaGetsEverythingAndASecondRunNothing() {
    Migrations.Report first = get(Migrations.apply(vertx, url));
    assertThat(first.applied()).startsWith("1", "2", "3");
    assertThat(first.current()).isEqualTo(first.applied().get(first.applied().size() - 1));
    assertThat(tables()).contains("users", "user_activity_snapshots", "hourly_activity_aggregates");

    Migrations.Report second = get(Migrations.apply(vertx, url));
    assertThat(second.applied()).isEmpty();
    assertThat(second.current()).isEqualTo(first.current());
  }

  @Test
  void usersAreUniquePerIssuerAndHaveDefaults() {
    get(Migrations.apply(vertx, url));
    run("INSERT INTO users (issuer, wp_user_id, email) VALUES ('fotw', '7', 'a@example.org')");
    run("INSERT INTO users (issuer, wp_user_id, email) VALUES ('0-dte', '7', 'a@example.org')");
    assertThat(
            failure(sql("INSERT INTO users (issuer, wp_user_id, email) VALUES ('fotw', '7', 'b')")))
        .isInstanceOfSatisfying(
            MySQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1062));
    Row user = get(sql("SELECT * FROM users WHERE issuer = 'fotw'")).iterator().next();
    assertThat(user.getString("roles_json")).isEqualTo("[]");
    assertThat(user.getBoolean("is_admin")).isFalse();
    assertThat(user.getInteger("show_screen_name")).isEqualTo(1);
    assertThat(user.getLocalDateTime("created_at"))
        .isEqualTo(user.getLocalDateTime("last_login_at"));
  }

  @Test
  void theSnapshotsOfAUserGoWithTheUser() {
    get(Migrations.apply(vertx, url));
    run("INSERT INTO users (id, issuer, wp_user_id, email) VALUES (5, 'fotw', '7', 'a')");
    run("INSERT INTO user_activity_snapshots (snapshot_time, user_id) VALUES (NOW(), 5)");
    run("DELETE FROM users WHERE id = 5");
    assertThat(get(sql("SELECT * FROM user_activity_snapshots")).size()).isZero();
  }

  @Test
  void everyTableIsUnicodeInnoDb() {
    get(Migrations.apply(vertx, url));
    for (Row table :
        get(
            sql(
                "SELECT table_name, engine, table_collation FROM information_schema.tables WHERE"
                    + " table_schema = DATABASE() AND table_name <> 'flyway_schema_history'"))) {
      assertThat(table.getString(1)).as(table.getString(0)).isEqualTo("InnoDB");
      assertThat(table.getString(2)).as(table.getString(0)).isEqualTo("utf8mb4_unicode_ci");
    }
  }

  @Test
  void theDatabaseOfTheOlderSystemIsTakenOver() {
    run("CREATE TABLE schema_version (version INT NOT NULL)");
    run("INSERT INTO schema_version VALUES (34)");
    run(
        "CREATE TABLE trade_logs (id VARCHAR(36) PRIMARY KEY, user_id INT, name VARCHAR(255),"
            + " starting_capital BIGINT, is_active TINYINT, lifecycle_state VARCHAR(20),"
            + " ml_included TINYINT, is_default TINYINT, created_at VARCHAR(32),"
            + " updated_at VARCHAR(32))");
    run(
        "CREATE TABLE trades (id VARCHAR(36) PRIMARY KEY, log_id VARCHAR(36), symbol VARCHAR(20),"
            + " underlying VARCHAR(50), strategy VARCHAR(50), side VARCHAR(20), strike"
            + " DECIMAL(10,4), quantity INT, entry_time VARCHAR(32), entry_price BIGINT, exit_time"
            + " VARCHAR(32), status VARCHAR(20), source VARCHAR(50), CONSTRAINT trades_log FOREIGN"
            + " KEY (log_id) REFERENCES trade_logs (id))");
    run(
        "CREATE TABLE positions (id INT AUTO_INCREMENT PRIMARY KEY, user_id INT, symbol"
            + " VARCHAR(20), legs_json JSON, primary_expiration DATE, added_at BIGINT)");
    run(
        "CREATE TABLE position_events (id INT AUTO_INCREMENT PRIMARY KEY, event_id VARCHAR(36),"
            + " event_seq BIGINT, event_type VARCHAR(50), aggregate_type VARCHAR(20), aggregate_id"
            + " VARCHAR(36), aggregate_version INT, user_id INT, payload JSON, occurred_at"
            + " VARCHAR(32), created_at VARCHAR(32))");
    run("CREATE TABLE playbooks (id INT PRIMARY KEY)");
    run(
        "INSERT INTO trade_logs VALUES ('l', 7, 'Old', 2500000, 1, 'active', 1, 0,"
            + " '2025-01-05T15:00:00.123456', '2025-01-05 15:00:00')");
    run(
        "INSERT INTO trades VALUES ('t', 'l', 'SPX', 'I:SPX', 'single', 'call', 6000, 1,"
            + " '2025-01-06T15:00:00Z', 150, '2025-01-06T20:00:00+00:00', 'closed', 'manual'),"
            + " ('u', 'l', 'SPX', 'I:SPX', 'single', 'call', 6000, 1, '2025-01-06T15:00:00', 150,"
            + " NULL, 'open', 'manual')");
    run("INSERT INTO positions VALUES (3, 7, 'SPX', '[]', '2025-01-17', 1)");
    run(
        "INSERT INTO position_events (event_id, event_seq, event_type, aggregate_type,"
            + " aggregate_id, aggregate_version, user_id, payload, occurred_at, created_at) VALUES"
            + " ('a', 1, 'x', 'order', '1', 1, 7, '{}', '2025-01-06T15:00:00', NULL),"
            + " ('b', 1, 'x', 'order', '1', 2, 7, '{}', '2025-01-06T15:00:00', NULL)");
    assertThat(failure(Migrations.apply(vertx, url)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("at version 34 of the older system");
    run("UPDATE schema_version SET version = 35");

    Migrations.Report report = get(Migrations.apply(vertx, url));
    assertThat(report.applied()).startsWith("1", "2", "3");
    Row trade = get(sql("SELECT * FROM trades WHERE id = 't'")).iterator().next();
    assertThat(trade.getLocalDateTime("entry_time")).isEqualTo("2025-01-06T15:00:00");
    assertThat(trade.getLocalDateTime("exit_time")).isEqualTo("2025-01-06T20:00:00");
    assertThat(trade.getInteger("version")).isEqualTo(1);
    Row log = get(sql("SELECT * FROM trade_logs")).iterator().next();
    assertThat(log.getLocalDateTime("created_at")).isEqualTo("2025-01-05T15:00:00.123");
    assertThat(get(sql("SELECT id FROM leg_positions WHERE user_id = 7")).size()).isEqualTo(1);
    assertThat(get(sql("SELECT id FROM positions")).size()).isZero();
    List<Long> numbers = new ArrayList<>();
    get(sql("SELECT event_seq FROM position_events WHERE published_at IS NOT NULL ORDER BY 1"))
        .forEach(row -> numbers.add(row.getLong(0)));
    assertThat(numbers).as("raced numbers are put right").containsExactly(1L, 2L);
    assertThat(
            get(sql("SELECT seq FROM user_event_seq WHERE user_id = 7"))
                .iterator()
                .next()
                .getLong(0))
        .isEqualTo(2);
    assertThat(tables()).contains("legacy_playbooks", "legacy_trades", "adopted_schema_version");
    run("DELETE FROM trades WHERE id = 'u'");
    assertThat(get(Migrations.apply(vertx, url)).applied()).isEmpty();
    assertThat(get(sql("SELECT id FROM trades")).size()).as("brought over once").isEqualTo(1);
  }

  @Test
  void twoNodesMayMigrateAtOnce() {
    Future<Migrations.Report> one = Migrations.apply(vertx, url);
    Future<Migrations.Report> other = Migrations.apply(vertx, url);
    get(Future.all(one, other));
    List<String> both = new ArrayList<>(one.result().applied());
    both.addAll(other.result().applied());
    assertThat(both).doesNotHaveDuplicates().contains("1", "2", "3");
    assertThat(one.result().current()).isEqualTo(other.result().current());
  }

  @Test
  void whatAKilledNodeHadBegunIsMadeAnew() throws IOException {
    write("V9001__orders.sql", "CREATE TABLE orders (id INT PRIMARY KEY)");
    write("V9002__fees.sql", "CREATE TABLE fees (id INT PRIMARY KEY)");
    String mine = "filesystem:" + more;
    get(Migrations.apply(vertx, url, mine));
    run("DELETE FROM flyway_schema_history WHERE version = '9002'");
    assertThat(get(Migrations.apply(vertx, url, mine)).applied()).containsExactly("9002");

    run("DELETE FROM flyway_schema_history WHERE version = '9002'");
    run("INSERT INTO fees VALUES (1)");
    assertThat(failure(Migrations.apply(vertx, url, mine)))
        .as("what holds anything is nobody's leftover")
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("fees");
    assertThat(get(sql("SELECT id FROM fees")).size()).isEqualTo(1);
  }

  /** So that one that was cut off can be done again: see above. */
  @Test
  void aMigrationMakesTheTableItIsNamedAfterOrNone() throws Exception {
    List<String> making = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String sql = Files.readString(file).replaceAll("--.*", "").strip();
        String table = name.substring(name.indexOf("__") + 2, name.indexOf(".sql"));
        if (sql.startsWith("CREATE TABLE")) {
          making.add(table);
          assertThat(sql).as(name).matches("(?s)CREATE TABLE (IF NOT EXISTS )?" + table + " .*;");
          assertThat(sql.indexOf(';')).as(name + " is one statement").isEqualTo(sql.length() - 1);
        } else {
          assertThat(sql).as(name).doesNotContain("CREATE ", "ALTER ", "DROP ");
        }
      }
    }
    get(Migrations.apply(vertx, url));
    assertThat(tables()).containsAll(making);
  }

  @Test
  void anOlderProgramRefusesANewerSchema() throws IOException {
    String known = get(Migrations.apply(vertx, url)).current();
    write("V9001__add_orders.sql", "CREATE TABLE orders (id INT PRIMARY KEY)");
    write("V9002__add_tests.sql", "CREATE TABLE tests_added (id INT PRIMARY KEY)");
    assertThat(get(Migrations.apply(vertx, url, SHIPPED, "filesystem:" + more)).current())
        .isEqualTo("9002");
    assertThat(failure(Migrations.apply(vertx, url)))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the database is at version 9002 (add tests), this program knows only up to "
                + known
                + ": start a newer MarketSwarm");
  }

  @Test
  void aMigrationThatWasChangedAfterItRanIsNamed() throws IOException {
    write("V9001__add_orders.sql", "CREATE TABLE orders (id INT PRIMARY KEY)");
    get(Migrations.apply(vertx, url, "filesystem:" + more));
    write("V9001__add_orders.sql", "CREATE TABLE orders (id BIGINT PRIMARY KEY)");
    assertThat(failure(Migrations.apply(vertx, url, "filesystem:" + more)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("migration 9001 (add orders) was changed after it ran");
  }

  @Test
  void aMigrationThatFailsIsNamedAndNotTriedAgain() throws IOException {
    write("V9001__broken.sql", "CREATE TABLE orders (id NONSENSE)");
    assertThat(failure(Migrations.apply(vertx, url, "filesystem:" + more)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot be migrated")
        .hasMessageContaining("V9001__broken.sql")
        .hasMessageContaining("NONSENSE");
    assertThat(failure(Migrations.apply(vertx, url, "filesystem:" + more)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("migration 9001 (broken) failed half-way");
  }

  @Test
  void aSchemaThatIsNotOursIsLeftAlone() {
    run("CREATE TABLE of_somebody_else (id INT PRIMARY KEY)");
    run("CREATE TABLE users (id INT PRIMARY KEY)");
    assertThat(failure(Migrations.apply(vertx, url)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("non-empty");
    assertThat(tables()).containsExactly("of_somebody_else", "users");
  }

  @Test
  void aServerThatIsAwayOrRefusesUsIsToldWithoutThePassword() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(failure(Migrations.apply(vertx, "mysql://u:tops3cret@127.0.0.1:" + port + "/s")))
        .isInstanceOf(StoreAway.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageNotContaining("tops3cret");
    String wrong = TestDatabase.shared().urlWithPassword("tops3cret");
    assertThat(failure(Migrations.apply(vertx, wrong)))
        .isInstanceOf(StoreException.class)
        .isNotInstanceOf(StoreAway.class)
        .hasMessageContaining("refuses the login: Access denied")
        .hasMessageNotContaining("tops3cret");
  }

  private void write(String name, String sql) throws IOException {
    Files.writeString(more.resolve(name), sql + ";\n");
  }

  private Set<String> tables() {
    Set<String> names = new TreeSet<>();
    get(sql("SHOW TABLES")).forEach(row -> names.add(row.getString(0)));
    return names;
  }

  private Future<RowSet<Row>> sql(String sql) {
    return database.pool().query(sql).execute();
  }

  private void run(String sql) {
    get(sql(sql));
  }
}
