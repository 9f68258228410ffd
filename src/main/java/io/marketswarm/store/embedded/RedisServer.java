package io.marketswarm.store.embedded;

import io.marketswarm.store.BusName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** The Redis server of one bus. */
final class RedisServer implements Server {
  private static final String COMMON =
      """
      bind 127.0.0.1
      protected-mode yes
      daemonize no
      dir ./
      tcp-keepalive 300
      """;

  /** Snapshots, and the log of commands: even when the machine fails, one second is lost. */
  private static final String DURABLE =
      """
      maxmemory 0
      maxmemory-policy noeviction
      save 900 1
      save 300 10
      save 60 10000
      appendonly yes
      appendfsync everysec
      auto-aof-rewrite-percentage 200
      auto-aof-rewrite-min-size 128mb
      """;

  /** A hot tier for what can be made again: limited in size, and gone when it stops. */
  private static final String FORGETFUL =
      """
      maxmemory 256mb
      maxmemory-policy volatile-lru
      save ""
      appendonly no
      """;

  private final BusName bus;
  private final DataDirectory data;
  private final Secret secret;
  private final Supplier<Path> engine;

  RedisServer(BusName bus, DataDirectory data, Secret secret, Supplier<Path> engine) {
    this.bus = bus;
    this.data = data;
    this.secret = secret;
    this.engine = engine;
  }

  BusName bus() {
    return bus;
  }

  @Override
  public String store() {
    return bus.id();
  }

  @Override
  public String label() {
    return bus.id();
  }

  @Override
  public Path home() {
    return data.home(store());
  }

  @Override
  public Path executable() {
    return engine.get();
  }

  @Override
  public String password() {
    return secret.password();
  }

  @Override
  public String url(int port) {
    return "redis://:" + password() + "@127.0.0.1:" + port;
  }

  @Override
  public void prepare() throws IOException {
    executable();
    PrivateFiles.createDirectories(home());
  }

  @Override
  public Launch launch(int port) {
    String tier = bus == BusName.ECHO ? FORGETFUL : DURABLE;
    String config = COMMON + tier + "port " + port + "\nrequirepass " + password() + "\n";
    return new Launch(List.of(executable().toString(), "-"), config, home(), data.log(store()));
  }

  @Override
  public boolean answers(int port) throws IOException {
    try (RespSocket redis = RespSocket.open(port)) {
      String login = redis.send("AUTH", password());
      if (login.startsWith("-LOADING")) {
        return false;
      }
      if (!login.equals("OK")) {
        throw new StoreException(label() + " on port " + port + " refuses our password");
      }
      return redis.send("PING").equals("PONG");
    }
  }
}
