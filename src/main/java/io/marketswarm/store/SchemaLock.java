package io.marketswarm.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets one node at a time work on the schema. The lock is its connection's, and goes with it,
 * however the node ends. Blocks.
 */
final class SchemaLock {
  private static final int PATIENCE_SECONDS = 120;

  private final DatabaseUrl url;
  private final String name;

  SchemaLock(DatabaseUrl url, String name) {
    this.url = url;
    this.name = name;
  }

  interface Work {
    void on(Connection connection) throws SQLException;
  }

  void alone(Work work) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        Statement statement = connection.createStatement()) {
      try (ResultSet taken =
          statement.executeQuery("SELECT GET_LOCK('" + name + "', " + PATIENCE_SECONDS + ")")) {
        taken.next();
        if (taken.getInt(1) != 1) {
          throw new StoreException("another node has been working on the schema for too long");
        }
      }
      work.on(connection);
    }
  }

  static Set<String> tables(Connection connection) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet tables =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'")) {
      while (tables.next()) {
        names.add(tables.getString(1));
      }
    }
    return names;
  }
}
