package io.marketswarm.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A database server that somebody else runs, named by MARKETSWARM_TEST_DATABASE_URL, whose user may
 * create and drop schemas that begin with the one of the URL: MySQL, or another MariaDB.
 */
public final class GivenDatabase {
  private static final String URL = System.getenv("MARKETSWARM_TEST_DATABASE_URL");

  private GivenDatabase() {}

  /** The URL of an empty schema of that server, which is gone with this JVM; empty without one. */
  public static Optional<String> schema(String purpose) {
    return Optional.ofNullable(URL).map(server -> create(server, purpose));
  }

  /** Made as the server makes it by itself: neither its character set nor its collation is ours. */
  private static String create(String server, String purpose) {
    DatabaseUrl given = DatabaseUrl.parse(server);
    String schema = given.database() + "_" + purpose + "_" + ProcessHandle.current().pid();
    run(given, "DROP DATABASE IF EXISTS " + schema, "CREATE DATABASE " + schema);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> run(given, "DROP DATABASE IF EXISTS " + schema)));
    return server.replaceFirst("/" + given.database() + "(?=$|\\?)", "/" + schema);
  }

  private static void run(DatabaseUrl server, String... statements) {
    String url = server.jdbcUrl().replace("/" + server.database() + "?", "/?");
    try (Connection connection =
            DriverManager.getConnection(url, server.user(), server.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot use " + server, e);
    }
  }
}
