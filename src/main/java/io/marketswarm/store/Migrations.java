package io.marketswarm.store;

import io.marketswarm.log.Log;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.output.ValidateOutput;

/**
 * Brings the schema of the database to the version this program knows. Several nodes may do so at
 * once: each migration runs on one of them.
 */
public final class Migrations {
  private static final String SHIPPED = "classpath:db/migration";
  private static final String LOCK = "marketswarm.migrations";
  private static final String HISTORY = "flyway_schema_history";

  /** What SQL calls all that is the matter with a connection. */
  private static final String CONNECTION_STATES = "08";

  /** The library logs a dozen lines where we want one; its errors we tell ourselves. */
  private static final java.util.logging.Logger LIBRARY =
      java.util.logging.Logger.getLogger("org.flywaydb");

  private static final Log LOG = Log.of("store");

  static {
    LIBRARY.setLevel(java.util.logging.Level.OFF);
  }

  private final String place;
  private final Flyway flyway;
  private final LegacyTables legacy;
  private final SchemaLock lock;

  private Migrations(DatabaseUrl url, String... locations) {
    this.place = "database (" + url + ")";
    this.legacy = new LegacyTables(url);
    this.lock = new SchemaLock(url, LOCK);
    this.flyway =
        Flyway.configure()
            .dataSource(url.jdbcUrl(), url.user(), url.password())
            .locations(locations)
            .cleanDisabled(true)
            .baselineVersion("0")
            .baselineDescription("beside the older system")
            .failOnMissingLocations(true)
            .load();
  }

  /**
   * Applies what is missing, on a worker thread. Fails with {@link StoreAway} when the database
   * cannot be reached, and with {@link StoreException} when its schema is not ours to migrate: a
   * newer program was here, or a migration was changed after it ran.
   */
  public static Future<Report> apply(Vertx vertx, String databaseUrl) {
    return apply(vertx, databaseUrl, SHIPPED);
  }

  static Future<Report> apply(Vertx vertx, String databaseUrl, String... locations) {
    DatabaseUrl url = DatabaseUrl.parse(databaseUrl);
    return vertx.executeBlocking(() -> new Migrations(url, locations).apply(), false);
  }

  private Report apply() {
    long begin = System.nanoTime();
    try {
      MigrationInfo[] all = flyway.info().all();
      refuseNewerSchema(all);
      if (all.length > 0 && Stream.of(all).allMatch(Migrations::standsAsItRan)) {
        // Every start but the first of a version: no need to look three times more.
        legacy.bringOver();
        return report(begin, List.of(), all[all.length - 1]);
      }
      List<String> applied = new ArrayList<>();
      lock.alone(connection -> applied.addAll(migrate(connection)));
      legacy.bringOver();
      return report(begin, applied, flyway.info().current());
    } catch (SQLException e) {
      throw explain(e);
    } catch (FlywayException e) {
      throw explain(e);
    }
  }

  private List<String> migrate(Connection connection) throws SQLException {
    refuseChangedMigrations();
    if (legacy.stepAside()) {
      flyway.baseline();
    }
    MigrationInfo[] pending = flyway.info().pending();
    if (pending.length > 0) {
      unmake(connection, pending[0]);
    }
    return flyway.migrate().migrations.stream().map(done -> plain(done.version)).toList();
  }

  /**
   * A table is there at once, and the note that its migration ran comes after it: a node that is
   * killed in between leaves a table nobody knows of. Migrations are named after their tables.
   */
  private static void unmake(Connection connection, MigrationInfo pending) throws SQLException {
    String table = pending.getDescription().replace(' ', '_');
    if (!SchemaLock.tables(connection).containsAll(Set.of(HISTORY, table))) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      boolean used;
      try (ResultSet row = statement.executeQuery("SELECT 1 FROM `" + table + "` LIMIT 1")) {
        used = row.next();
      }
      if (!used) {
        LOG.warn(table + " was begun by a node that is gone, and is made anew");
        statement.executeUpdate("DROP TABLE `" + table + "`");
      }
    }
  }

  private static boolean standsAsItRan(MigrationInfo migration) {
    return migration.getState() == MigrationState.SUCCESS
        && migration.isChecksumMatching()
        && migration.isDescriptionMatching()
        && migration.isTypeMatching();
  }

  private Report report(long begin, List<String> applied, MigrationInfo newest) {
    String current = version(newest);
    long millis = (System.nanoTime() - begin) / 1_000_000;
    LOG.info(
        place
            + " is at version "
            + current
            + (applied.isEmpty() ? "" : ", migrated just now: " + String.join(", ", applied)));
    return new Report(applied, current, millis);
  }

  private static void refuseNewerSchema(MigrationInfo[] all) {
    Optional<MigrationInfo> newest =
        Stream.of(all)
            .filter(
                migration ->
                    migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
            .max(Comparator.naturalOrder());
    if (newest.isPresent()) {
      Optional<MigrationInfo> known =
          Stream.of(all)
              .filter(migration -> migration.getState().isResolved())
              .max(Comparator.naturalOrder());
      throw new StoreException(
          "the database is at version "
              + version(newest.get())
              + " ("
              + newest.get().getDescription()
              + "), this program knows only up to "
              + known.map(Migrations::version).orElse("0")
              + ": start a newer MarketSwarm");
    }
  }

  private void refuseChangedMigrations() {
    List<String> complaints = new ArrayList<>();
    for (ValidateOutput invalid : flyway.validateWithResult().invalidMigrations) {
      if (invalid.errorDetails.errorCode
          != CoreErrorCode.RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED) {
        complaints.add(
            "migration "
                + plain(invalid.version)
                + " ("
                + invalid.description
                + ") "
                + trouble(invalid));
      }
    }
    if (!complaints.isEmpty()) {
      throw new StoreException(place + " cannot be migrated: " + String.join("; ", complaints));
    }
  }

  private static String trouble(ValidateOutput invalid) {
    if (invalid.errorDetails.errorCode == CoreErrorCode.CHECKSUM_MISMATCH
        || invalid.errorDetails.errorCode == CoreErrorCode.DESCRIPTION_MISMATCH
        || invalid.errorDetails.errorCode == CoreErrorCode.TYPE_MISMATCH) {
      return "was changed after it ran";
    }
    if (invalid.errorDetails.errorCode == CoreErrorCode.APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED) {
      return "ran once but this program does not have it";
    }
    if (invalid.errorDetails.errorCode == CoreErrorCode.FAILED_VERSIONED_MIGRATION) {
      return "failed half-way: undo what it did, then delete its row from flyway_schema_history";
    }
    return firstLine(invalid.errorDetails.errorMessage);
  }

  private StoreException explain(FlywayException e) {
    Throwable root = root(e);
    String words = firstLine(root.getMessage()).replaceFirst("^\\(conn=-?\\d+\\) ", "");
    if (root instanceof SQLException sql
        && StandingPool.LOGIN_REFUSED.contains(sql.getErrorCode())) {
      return new StoreException(place + " refuses the login: " + words);
    }
    if (e.getErrorCode() == CoreErrorCode.DB_CONNECTION) {
      return new StoreAway(place + " is away, nothing was migrated: " + words);
    }
    String what = root == e ? "" : firstLine(e.getMessage()) + ": ";
    return new StoreException(place + " cannot be migrated: " + what + words, e);
  }

  private StoreException explain(SQLException e) {
    boolean away = e.getSQLState() != null && e.getSQLState().startsWith(CONNECTION_STATES);
    return away
        ? new StoreAway(place + " went away while it was migrated: " + firstLine(e.getMessage()))
        : new StoreException(place + " cannot be migrated: " + firstLine(e.getMessage()), e);
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String firstLine(String text) {
    return String.valueOf(text).strip().lines().findFirst().orElse("");
  }

  private static String version(MigrationInfo migration) {
    return migration == null ? "0" : plain(migration.getVersion().getVersion());
  }

  /** {@code 007} is told as 7. */
  private static String plain(String version) {
    return version.replaceFirst("^0+(?=\\d)", "");
  }

  /**
   * What was done.
   *
   * @param applied versions this node applied; another may have applied some at the same time
   * @param current version of the schema now
   * @param millis it took
   */
  public record Report(List<String> applied, String current, long millis) {}
}
