package io.marketswarm.store;

import io.marketswarm.store.embedded.TestStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Redis server of one test, which may be killed, frozen and started again on its port. */
public final class RedisProcess implements AutoCloseable {
  private static final String PASSWORD = "p@ss:/w%rd";

  private final Path directory;
  private final int port;
  private final String settings;
  private Process process;

  private RedisProcess(Path directory, int port, String settings) {
    this.directory = directory;
    this.port = port;
    this.settings = settings;
  }

  public static RedisProcess start(Path directory) {
    return start(directory, "");
  }

  /** With further lines of its configuration. */
  public static RedisProcess start(Path directory, String settings) {
    RedisProcess redis = down(directory, settings);
    redis.start();
    return redis;
  }

  /** A server that does not run yet. */
  static RedisProcess down(Path directory) {
    return down(directory, "");
  }

  private static RedisProcess down(Path directory, String settings) {
    try (ServerSocket free = new ServerSocket(0)) {
      return new RedisProcess(directory, free.getLocalPort(), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "redis://:" + PASSWORD + "@127.0.0.1:" + port + "/0";
  }

  String urlWithPassword(String password) {
    return "redis://:" + password + "@127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  public String password() {
    return PASSWORD;
  }

  /** Starts and waits until it accepts connections. */
  public void start() {
    try {
      Path config = directory.resolve("redis.conf");
      Files.writeString(
          config,
          """
          bind 127.0.0.1
          port %d
          requirepass "%s"
          save ""
          dir "%s"
          %s
          """
              .formatted(port, PASSWORD, directory, settings));
      process =
          new ProcessBuilder(binary(), config.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("redis.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Eventually.until("Redis listens", this::listens);
  }

  public void kill() {
    process.destroyForcibly();
    ended();
  }

  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void ended() {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("Redis does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() > 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The server named by MARKETSWARM_TEST_REDIS, or else the one the shared stores run. */
  private static String binary() {
    String named = System.getenv("MARKETSWARM_TEST_REDIS");
    if (named != null) {
      return named;
    }
    TestStores.shared();
    return ProcessHandle.current()
        .descendants()
        .map(child -> child.info().command().orElse(""))
        .filter(command -> command.contains("redis-server"))
        .findFirst()
        .orElseThrow();
  }
}
