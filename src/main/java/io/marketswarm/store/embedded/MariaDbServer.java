package io.marketswarm.store.embedded;

import io.marketswarm.store.PrivateFiles;
import io.marketswarm.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The MariaDB server of the application's database. */
final class MariaDbServer implements Server {
  static final String STORE = "database";
  private static final String SCHEMA = "fotw_app";
  private static final String USER = "marketswarm";
  private static final int ROOT = 0;
  private static final int NO_PORT = 0;
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

  /**
   * At least as strict as any server the product may meet, so that a statement that passes here
   * passes everywhere.
   */
  private static final String SQL_MODE =
      "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
          + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

  private final DataDirectory data;
  private final Secret secret;
  private final Engine engine;
  private final Supplier<Path> engineHome;
  private final Progress progress;

  MariaDbServer(
      DataDirectory data,
      Secret secret,
      Engine engine,
      Supplier<Path> engineHome,
      Progress progress) {
    this.data = data;
    this.secret = secret;
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
    return secret.password();
  }

  @Override
  public String url(int port) {
    return "mysql://" + USER + ":" + password() + "@127.0.0.1:" + port + "/" + SCHEMA;
  }

  @Override
  public void prepare() throws IOException {
    engineHome.get();
    Trees.delete(temporary());
    PrivateFiles.createDirectories(temporary());
    if (!Files.isDirectory(home())) {
      create();
      return;
    }
    refuseForeignServer();
    if (secret.isNew()) {
      progress.say("giving the database a new password");
      bootstrap(home()).resetAccount(SCHEMA, USER, password());
    }
  }

  @Override
  public Launch launch(int port) throws IOException {
    List<String> command = command(home());
    command.addAll(
        List.of(
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--pid-file=" + home().resolve("mariadb.pid"),
            "--skip-name-resolve",
            // Without a certificate given, each start would make one, which takes seconds.
            "--skip-ssl",
            "--local-infile=0",
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
    String refusal = MySqlLogin.attempt(port, USER, password(), SCHEMA);
    if (!refusal.isEmpty()) {
      throw new StoreException(label() + " on port " + port + " refuses our login: " + refusal);
    }
    return true;
  }

  /** Builds the directory under another name: it is there as a whole or not at all. */
  private void create() throws IOException {
    progress.say("creating the database");
    Path building = data.home(STORE + ".new");
    Trees.delete(building);
    PrivateFiles.createDirectories(building);
    bootstrap(building).create(SCHEMA, USER, password());
    Files.move(building, home(), StandardCopyOption.ATOMIC_MOVE);
  }

  private MariaDbBootstrap bootstrap(Path directory) throws IOException {
    return new MariaDbBootstrap(
        engineHome.get(),
        command(directory),
        directory,
        data.log(STORE),
        process -> remember(process, directory));
  }

  private void remember(ProcessHandle process, Path directory) {
    try {
      ChildState.of(STORE, process, executable(), directory, NO_PORT).write(data.state(STORE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(Path directory) throws IOException {
    Path base = engineHome.get();
    List<String> command = new ArrayList<>();
    command.add(executable().toString());
    command.addAll(
        List.of(
            "--no-defaults",
            "--basedir=" + base,
            "--datadir=" + directory,
            // A starting server clears its temporary directory, of others' tables too.
            "--tmpdir=" + temporary(),
            "--lc-messages-dir=" + base.resolve("share"),
            "--character-sets-dir=" + base.resolve("share/charsets"),
            "--innodb-log-file-size=16M",
            "--open-files-limit=8192",
            // No socket file: one way in, and no limit on the length of the path.
            "--socket="));
    if (PrivateFiles.owner(temporary()) == ROOT) {
      command.add("--user=root");
    }
    return command;
  }

  private Path temporary() {
    return data.home(STORE + ".tmp");
  }

  /**
   * A server on a directory in use waits half a minute before it gives up; the lock that it would
   * wait for tells sooner. A killed server may hold it for a moment after its end.
   */
  private void refuseForeignServer() throws IOException {
    Path control = home().resolve("aria_log_control");
    if (Files.exists(control) && !Patience.until(LOCK_PATIENCE, () -> unlocked(control))) {
      throw new StoreException("another MariaDB server is using " + home() + ": stop it first");
    }
  }

  private static boolean unlocked(Path file) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    }
  }
}
