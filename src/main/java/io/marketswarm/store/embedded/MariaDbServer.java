package io.marketswarm.store.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The MariaDB server of the application's database. */
final class MariaDbServer implements Server {
  static final String STORE = "database";
  static final String SCHEMA = "fotw_app";
  static final String USER = "marketswarm";

  private static final Duration BOOTSTRAP_LIMIT = Duration.ofMinutes(2);

  /** The dictionary of a server, in the order in which it must be built. */
  private static final List<String> SYSTEM_TABLES =
      List.of(
          "share/mariadb_system_tables.sql",
          "share/mariadb_performance_tables.sql",
          "share/mariadb_system_tables_data.sql");

  /**
   * At least as strict as any server the product may meet, so that a statement that passes here
   * passes everywhere.
   */
  private static final String SQL_MODE =
      "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
          + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

  private final DataDirectory data;
  private final String password;
  private final boolean passwordIsNew;
  private final Engine engine;
  private final Supplier<Path> engineHome;
  private final Progress progress;

  MariaDbServer(
      DataDirectory data,
      String password,
      boolean passwordIsNew,
      Engine engine,
      Supplier<Path> engineHome,
      Progress progress) {
    this.data = data;
    this.password = password;
    this.passwordIsNew = passwordIsNew;
    this.engine = engine;
    this.engineHome = engineHome;
    this.progress = progress;
  }

  @Override
  public String store() {
    return STORE;
  }

  @Override
  public String label() {
    return "MariaDB";
  }

  @Override
  public Path home() {
    return data.home(STORE);
  }

  @Override
  public Path executable() {
    return engineHome.get().resolve(engine.executable());
  }

  @Override
  public String password() {
    return password;
  }

  @Override
  public String url(int port) {
    return "mysql://" + USER + ":" + password + "@127.0.0.1:" + port + "/" + SCHEMA;
  }

  @Override
  public void prepare() throws IOException {
    executable();
    Path temporary = temporary();
    Trees.delete(temporary);
    Files.createDirectories(temporary);
    if (!Files.isDirectory(home())) {
      progress.say("creating the database");
      Path building = data.home(STORE + ".new");
      Trees.delete(building);
      Files.createDirectories(building);
      bootstrap(building, systemTables() + accounts());
      Files.move(building, home(), StandardCopyOption.ATOMIC_MOVE);
    } else if (passwordIsNew) {
      refuseForeignServer();
      bootstrap(home(), accounts());
    } else {
      refuseForeignServer();
    }
  }

  @Override
  public Launch launch(int port) {
    List<String> command = command(home());
    command.addAll(
        List.of(
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--pid-file=" + home().resolve("mariadb.pid"),
            "--skip-name-resolve",
            "--skip-ssl",
            "--local-infile=0",
            "--tmpdir=" + temporary(),
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_unicode_ci",
            "--default-time-zone=+00:00",
            "--sql-mode=" + SQL_MODE,
            "--max-allowed-packet=64M",
            "--max-connections=200",
            "--innodb-buffer-pool-size=128M"));
    return new Launch(command, "", home(), data.log(STORE));
  }

  @Override
  public boolean answers(int port) throws IOException {
    String refusal = MySqlLogin.attempt(port, USER, password, SCHEMA);
    if (!refusal.isEmpty()) {
      throw new StoreException(label() + " on port " + port + " refuses our login: " + refusal);
    }
    return true;
  }

  private List<String> command(Path directory) {
    Path base = engineHome.get();
    List<String> command = new ArrayList<>();
    command.add(executable().toString());
    command.addAll(
        List.of(
            "--no-defaults",
            "--basedir=" + base,
            "--datadir=" + directory,
            "--lc-messages-dir=" + base.resolve("share"),
            "--character-sets-dir=" + base.resolve("share/charsets"),
            "--innodb-log-file-size=16M",
            // No socket file: one way in, and no limit on the length of the path.
            "--socket="));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    return command;
  }

  private void bootstrap(Path directory, String sql) throws IOException {
    List<String> command = command(directory);
    command.addAll(
        List.of(
            "--bootstrap",
            "--skip-networking",
            "--enforce-storage-engine=",
            "--max-allowed-packet=16M"));
    Path log = data.log(STORE);
    Child child = Launcher.launch(new Launch(command, sql, directory, log), born -> {});
    try {
      int code = child.exit().get(BOOTSTRAP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (code != 0) {
        throw new StoreException(
            "cannot create the database (exit code " + code + ")" + LogTail.of(log));
      }
    } catch (TimeoutException | ExecutionException e) {
      child.stop(Duration.ZERO);
      throw new StoreException("cannot create the database" + LogTail.of(log), e);
    } catch (InterruptedException e) {
      child.stop(Duration.ZERO);
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while creating the database", e);
    }
  }

  private String systemTables() throws IOException {
    StringBuilder sql = new StringBuilder("create database mysql;\nuse mysql;\n");
    for (String script : SYSTEM_TABLES) {
      sql.append(Files.readString(engineHome.get().resolve(script))).append('\n');
    }
    return sql.toString();
  }

  /** One account, for one schema. The first line makes the server respect accounts at all. */
  private String accounts() {
    return """
    FLUSH PRIVILEGES;
    DELETE FROM mysql.global_priv WHERE User NOT IN ('PUBLIC', 'mariadb.sys');
    DELETE FROM mysql.proxies_priv;
    FLUSH PRIVILEGES;
    CREATE DATABASE IF NOT EXISTS %s CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    CREATE USER '%s'@'127.0.0.1' IDENTIFIED BY '%s';
    GRANT ALL PRIVILEGES ON %s.* TO '%s'@'127.0.0.1';
    FLUSH PRIVILEGES;
    """
        .formatted(SCHEMA, USER, password, SCHEMA, USER);
  }

  private Path temporary() {
    return data.home(STORE + ".tmp");
  }

  /**
   * A server on a directory in use waits half a minute before it gives up; the lock that it would
   * wait for tells at once.
   */
  private void refuseForeignServer() throws IOException {
    Path control = home().resolve("aria_log_control");
    if (!Files.exists(control)) {
      return;
    }
    try (FileChannel channel =
            FileChannel.open(control, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw new StoreException("another MariaDB server is using " + home() + ": stop it first");
      }
    }
  }
}
