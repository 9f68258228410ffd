package io.marketswarm.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs of the server that listen nowhere, read statements and end: they make the system tables and
 * the one account, so that no server without a password is ever reachable.
 */
final class MariaDbBootstrap {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  /** The server's own tables, in the order in which they must be made. */
  private static final List<String> SYSTEM_TABLES =
      List.of(
          "share/mariadb_system_tables.sql",
          "share/mariadb_performance_tables.sql",
          "share/mariadb_system_tables_data.sql");

  /**
   * The first line makes the server respect accounts at all. What remains besides ours can not log
   * in: a role, and the locked owner of system views. One statement per line.
   */
  private static final String ACCOUNT =
      """
      FLUSH PRIVILEGES;
      DELETE FROM mysql.global_priv WHERE User NOT IN ('PUBLIC', 'mariadb.sys');
      DELETE FROM mysql.db;
      DELETE FROM mysql.proxies_priv;
      FLUSH PRIVILEGES;
      CREATE DATABASE IF NOT EXISTS %1$s CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
      CREATE USER '%2$s'@'127.0.0.1' IDENTIFIED VIA mysql_native_password USING '%3$s';
      GRANT ALL PRIVILEGES ON %1$s.* TO '%2$s'@'127.0.0.1';
      FLUSH PRIVILEGES;
      """;

  private final Path engine;
  private final List<String> command;
  private final Path directory;
  private final Path log;
  private final Consumer<ProcessHandle> born;

  /**
   * @param engine the unpacked server
   * @param command the server with the arguments that every run needs
   * @param directory the data directory of the server
   * @param born hears of every run before it begins
   */
  MariaDbBootstrap(
      Path engine, List<String> command, Path directory, Path log, Consumer<ProcessHandle> born) {
    this.engine = engine;
    this.command = new ArrayList<>(command);
    this.command.addAll(
        List.of(
            "--bootstrap",
            "--skip-networking",
            "--enforce-storage-engine=",
            "--max-allowed-packet=16M"));
    this.directory = directory;
    this.log = log;
    this.born = born;
  }

  /** Fills an empty directory. */
  void create(String schema, String user, String password) throws IOException {
    StringBuilder sql = new StringBuilder("create database mysql;\nuse mysql;\n");
    for (String script : SYSTEM_TABLES) {
      sql.append(Files.readString(engine.resolve(script))).append('\n');
    }
    run(sql + account(schema, user, password));
  }

  /** Leaves one account, with this password, in a directory that was filled before. */
  void resetAccount(String schema, String user, String password) throws IOException {
    run(account(schema, user, password));
  }

  private static String account(String schema, String user, String password) {
    return ACCOUNT.formatted(schema, user, MySqlLogin.stored(password));
  }

  private void run(String sql) throws IOException {
    ServerLog output = ServerLog.begin(log);
    Child child = Launcher.launch(new Launch(command, sql, directory, log), born);
    try {
      int code = child.exit().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (code != 0) {
        throw new StoreException(
            "cannot create the database (exit code " + code + ")" + output.tail());
      }
    } catch (TimeoutException | ExecutionException e) {
      throw new StoreException("cannot create the database" + output.tail(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while creating the database", e);
    } finally {
      child.stop(STOP_PATIENCE);
    }
  }
}
