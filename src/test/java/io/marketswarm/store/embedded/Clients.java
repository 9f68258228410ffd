package io.marketswarm.store.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;

/** What a test does to a store: one command over a connection of its own, and waiting. */
final class Clients {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Clients() {}

  static String redis(String url, String... command) throws Exception {
    URI address = URI.create(url);
    try (RespSocket redis = RespSocket.open(address.getPort())) {
      redis.send("AUTH", password(url));
      return redis.send(command);
    }
  }

  /** Runs a statement; the first column of the first row, or nothing. */
  static String sql(String url, String statement) throws SQLException {
    String[] account = URI.create(url).getUserInfo().split(":");
    return sql(url, account[0], account[1], statement);
  }

  static String sql(String url, String user, String password, String statement)
      throws SQLException {
    URI address = URI.create(url);
    String jdbc = "jdbc:mariadb://127.0.0.1:" + address.getPort() + address.getPath();
    try (Connection connection = DriverManager.getConnection(jdbc, user, password);
        Statement sql = connection.createStatement()) {
      if (!sql.execute(statement)) {
        return "";
      }
      try (ResultSet rows = sql.getResultSet()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  /** The process of a store, as its node has written it down. */
  static ProcessHandle running(Path data, String store) throws IOException {
    Path state = data.resolve("run").resolve(store + ".json");
    return ChildState.read(state).flatMap(ChildState::running).orElseThrow();
  }

  static String password(String url) {
    String account = URI.create(url).getUserInfo();
    return account.substring(account.indexOf(':') + 1);
  }

  /** Waits until the condition holds; a condition that throws does not hold yet. */
  static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Exception last = null;
    while (System.nanoTime() < deadline) {
      try {
        if (condition.call()) {
          return;
        }
      } catch (Exception e) {
        last = e;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("in vain waited for: " + what, last);
  }
}
