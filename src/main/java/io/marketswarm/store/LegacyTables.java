package io.marketswarm.store;

import io.marketswarm.log.Log;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes over the database of the older system: its tables step aside, the migrations make ours in
 * their place, and what they held is copied. The old tables stay, for whoever wants to look.
 * Blocks.
 */
final class LegacyTables {
  /** The last version of the older system, and the only one with all columns. */
  private static final int LAST_VERSION = 35;

  private static final String ASIDE = "legacy_";
  private static final String VERSION = "schema_version";
  private static final String DONE = "adopted_schema_version";
  private static final String OURS = "flyway_schema_history";
  private static final String LOCK = "marketswarm.legacy";

  /** Of no use after the move: answers to requests of that day. */
  private static final Set<String> LEFT = Set.of("idempotency_keys");

  /** What the older tables lack, or had wrong: ours by name, made of theirs. */
  private static final Map<String, String> MADE =
      Map.of(
          "legs.idx",
              "ROW_NUMBER() OVER (PARTITION BY o.position_id ORDER BY o.created_at, o.id) - 1",
          "position_events.event_seq",
              "ROW_NUMBER() OVER (PARTITION BY o.user_id ORDER BY o.event_seq, o.id)",
          "position_events.published_at", "CURRENT_TIMESTAMP(3)");

  /** Numbers of events go on where they were. */
  private static final String COUNT_EVENTS =
      "REPLACE INTO user_event_seq (user_id, stream, seq)"
          + " SELECT user_id, 'trade-log', MAX(event_seq) FROM position_events GROUP BY user_id";

  private static final Log LOG = Log.of("store");

  private final SchemaLock lock;

  LegacyTables(DatabaseUrl url) {
    this.lock = new SchemaLock(url, LOCK);
  }

  private record Column(String name, String type, boolean nullable, boolean filled) {
    boolean isTime() {
      return type.equals("datetime") || type.equals("timestamp") || type.equals("date");
    }

    boolean isText() {
      return type.endsWith("char") || type.endsWith("text");
    }
  }

  /**
   * Moves the tables of the older system out of the way; returns whether ours are to be made beside
   * them.
   */
  boolean stepAside() {
    boolean[] beside = new boolean[1];
    alone(
        connection -> {
          Set<String> tables = SchemaLock.tables(connection);
          beside[0] = !tables.contains(OURS) && tables.contains(ASIDE + VERSION);
          if (!tables.contains(OURS) && tables.contains(VERSION)) {
            stepAside(connection, tables);
            beside[0] = true;
          }
        });
    return beside[0];
  }

  private static void stepAside(Connection connection, Set<String> tables) throws SQLException {
    int version = version(connection);
    if (version < LAST_VERSION) {
      throw new StoreException(
          "the database is at version "
              + version
              + " of the older system; bring it to "
              + LAST_VERSION
              + " with that system first");
    }
    dropForeignKeys(connection);
    List<String> renames = new ArrayList<>();
    tables.forEach(table -> renames.add("`" + table + "` TO `" + ASIDE + table + "`"));
    run(connection, "RENAME TABLE " + String.join(", ", renames));
    LOG.info(tables.size() + " tables of the older system stepped aside");
  }

  /** Copies what the older tables hold into ours; does nothing when that was done before. */
  void bringOver() {
    alone(
        connection -> {
          Set<String> tables = SchemaLock.tables(connection);
          if (!tables.contains(ASIDE + VERSION)) {
            return;
          }
          connection.setAutoCommit(false);
          run(connection, "SET FOREIGN_KEY_CHECKS = 0, time_zone = '+00:00'");
          for (String table : tables) {
            if (table.startsWith(ASIDE)) {
              bringOver(connection, table, tables);
            }
          }
          run(connection, COUNT_EVENTS);
          connection.commit();
          run(connection, "RENAME TABLE `" + ASIDE + VERSION + "` TO `" + DONE + "`");
        });
  }

  private static void bringOver(Connection connection, String old, Set<String> tables)
      throws SQLException {
    Map<String, Column> theirs = columns(connection, old);
    String plain = old.substring(ASIDE.length());
    // Both models of positions once went by the same name.
    String table =
        plain.equals("positions") && theirs.containsKey("legs_json") ? "leg_positions" : plain;
    if (!tables.contains(table) || LEFT.contains(table)) {
      return;
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Column ours : columns(connection, table).values()) {
      Optional<String> value = value(table, ours, theirs.get(ours.name));
      if (value.isPresent()) {
        values.put("`" + ours.name + "`", value.get());
      } else if (!ours.nullable && !ours.filled) {
        LOG.warn(table + " is not brought over: the older system has no " + ours.name);
        return;
      }
    }
    int rows =
        run(
            connection,
            "REPLACE INTO `%s` (%s) SELECT %s FROM `%s` o"
                .formatted(
                    table,
                    String.join(", ", values.keySet()),
                    String.join(", ", values.values()),
                    old));
    LOG.info(rows + " rows of " + table + " were brought over");
  }

  private static Optional<String> value(String table, Column ours, Column theirs) {
    String made = MADE.get(table + "." + ours.name);
    if (made != null) {
      return Optional.of(made);
    }
    if (theirs == null) {
      return Optional.empty();
    }
    String old = "o.`" + theirs.name + "`";
    return Optional.of(ours.isTime() && theirs.isText() ? time(old, ours) : old);
  }

  /** They kept times as text, with a T or a blank, a zone or none, always UTC. */
  private static String time(String text, Column ours) {
    String type = ours.type.equals("date") ? "DATE" : "DATETIME(3)";
    // Not the cast of a NULLIF, which early MySQL 8 cuts after the year.
    String time =
        ("IF(%1$s = '', NULL, CAST("
                + "SUBSTRING_INDEX(REPLACE(REPLACE(%1$s, 'T', ' '), 'Z', ''), '+', 1) AS %2$s))")
            .formatted(text, type);
    return ours.nullable ? time : "COALESCE(" + time + ", CURRENT_TIMESTAMP(3))";
  }

  private static void dropForeignKeys(Connection connection) throws SQLException {
    List<String> drops = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet keys =
            statement.executeQuery(
                "SELECT table_name, constraint_name FROM information_schema.table_constraints"
                    + " WHERE table_schema = DATABASE() AND constraint_type = 'FOREIGN KEY'")) {
      while (keys.next()) {
        drops.add(
            "ALTER TABLE `%s` DROP FOREIGN KEY `%s`"
                .formatted(keys.getString(1), keys.getString(2)));
      }
    }
    for (String drop : drops) {
      run(connection, drop);
    }
  }

  private static Map<String, Column> columns(Connection connection, String table)
      throws SQLException {
    Map<String, Column> columns = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT column_name, data_type, is_nullable, column_default, extra"
                    + " FROM information_schema.columns WHERE table_schema = DATABASE()"
                    + " AND table_name = '"
                    + table
                    + "' ORDER BY ordinal_position")) {
      while (rows.next()) {
        String name = rows.getString(1);
        boolean filled = rows.getString(4) != null || rows.getString(5).contains("auto_increment");
        columns.put(
            name, new Column(name, rows.getString(2), rows.getString(3).equals("YES"), filled));
      }
    }
    return columns;
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM " + VERSION)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static int run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private void alone(SchemaLock.Work work) {
    try {
      lock.alone(work);
    } catch (SQLException refused) {
      throw new StoreException(
          "the tables of the older system cannot be taken over: " + refused.getMessage(), refused);
    }
  }
}
