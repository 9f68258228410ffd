package io.marketswarm.store.embedded;

import io.marketswarm.store.BusName;
import io.marketswarm.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Running servers of this node: real MariaDB and Redis on 127.0.0.1, each behind a password that is
 * made once. They are started again when they end, and end with this JVM. All methods block; call
 * them off the event loop.
 */
public final class EmbeddedStores implements AutoCloseable {
  private static final ThreadFactory DAEMONS = daemons();

  private final DataDirectory data;
  private final List<SupervisedServer> servers;
  private final ScheduledExecutorService timer;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private CompletableFuture<Void> complete = CompletableFuture.completedFuture(null);

  private EmbeddedStores(
      DataDirectory data, List<SupervisedServer> servers, ScheduledExecutorService timer) {
    this.data = data;
    this.servers = servers;
    this.timer = timer;
  }

  /**
   * Starts the embedded stores and returns when every one answers.
   *
   * @throws StoreException when one cannot run; nothing is left running then
   */
  public static EmbeddedStores start(Settings settings, Progress progress) {
    EmbeddedStores stores = begin(settings, progress);
    try {
      join(stores.complete());
      return stores;
    } catch (RuntimeException | Error e) {
      stores.stop();
      throw e;
    }
  }

  /**
   * As {@link #start}, but returns as soon as the buses answer: the database, which takes several
   * times as long, follows.
   */
  public static EmbeddedStores begin(Settings settings, Progress progress) {
    DataDirectory data = DataDirectory.open(settings.data());
    EmbeddedStores stores = null;
    try {
      Orphans.stopAll(data, progress);
      stores = assemble(settings, data, progress);
      stores.startBuses();
      return stores;
    } catch (RuntimeException | Error e) {
      if (stores != null) {
        stores.stop();
      } else {
        data.close();
      }
      throw e;
    }
  }

  /** Completes when every store answers, or when one has turned out not to run. */
  public CompletableFuture<Void> complete() {
    return complete;
  }

  /** The addresses, with passwords, of all stores that ever ran embedded in a data directory. */
  public static List<StoreEntry> readStoresFile(Path dataDirectory) {
    return StoresFile.in(dataDirectory).entries();
  }

  /** The URLs, with passwords, of the embedded buses. */
  public Map<BusName, String> urls() {
    Map<BusName, String> urls = new EnumMap<>(BusName.class);
    for (SupervisedServer running : servers) {
      if (running.server() instanceof RedisServer redis) {
        urls.put(redis.bus(), redis.url(running.port()));
      }
    }
    return urls;
  }

  /** The URL, with password, of the database if it is embedded; it has to answer already. */
  public Optional<String> databaseUrl() {
    return servers.stream()
        .filter(running -> running.server() instanceof MariaDbServer)
        .map(running -> running.server().url(running.port()))
        .findFirst();
  }

  /** Stops every server, saving its data, and frees the data directory. */
  public void stop() {
    if (stopped.compareAndSet(false, true)) {
      try {
        join(CompletableFuture.allOf(all(eachOn(servers, SupervisedServer::stop).values())));
        complete.exceptionally(givenUp -> null).join();
      } finally {
        timer.shutdownNow();
        data.close();
      }
    }
  }

  @Override
  public void close() {
    stop();
  }

  private static EmbeddedStores assemble(Settings settings, DataDirectory data, Progress progress) {
    Platform platform = Platform.current();
    Unpacker unpacker = new Unpacker(settings.engines(), progress);
    StoresFile known = StoresFile.in(data.root());
    List<Server> wanted = new ArrayList<>();
    Map<String, Integer> wantedPorts = new HashMap<>();
    Supplier<Path> shipped = once(() -> unpackRedis(unpacker, platform));
    settings
        .buses()
        .forEach(
            (name, bus) -> {
              Secret secret =
                  bus.password().map(Secret::known).orElseGet(() -> known.secret(name.id()));
              Supplier<Path> binary = bus.binary().map(EmbeddedStores::given).orElse(shipped);
              wanted.add(new RedisServer(name, data, secret, binary));
              wantedPorts.put(name.id(), bus.port());
            });
    if (settings.databasePort().isPresent()) {
      Engine mariaDb = Engine.mariaDb(platform);
      wanted.add(
          new MariaDbServer(
              data,
              known.secret(MariaDbServer.STORE),
              mariaDb,
              once(() -> unpacker.unpack(mariaDb)),
              progress));
      wantedPorts.put(MariaDbServer.STORE, settings.databasePort().getAsInt());
    }
    Ports ports = new Ports(wantedPorts, settings.exactPorts(), progress);
    ScheduledExecutorService timer =
        Executors.newScheduledThreadPool(Math.max(1, wanted.size()), DAEMONS);
    List<SupervisedServer> servers =
        wanted.stream()
            .map(server -> new SupervisedServer(server, data, ports, timer, progress))
            .toList();
    return new EmbeddedStores(data, servers, timer);
  }

  /** All start at once. */
  private void startBuses() {
    Map<SupervisedServer, CompletableFuture<Void>> starts =
        eachOn(servers, SupervisedServer::start);
    complete = CompletableFuture.allOf(all(starts.values())).thenRun(this::writeDown);
    join(
        CompletableFuture.allOf(
            servers.stream()
                .filter(running -> running.server() instanceof RedisServer)
                .map(starts::get)
                .toArray(CompletableFuture<?>[]::new)));
  }

  private void writeDown() {
    StoresFile file = StoresFile.in(data.root());
    for (SupervisedServer running : servers) {
      Server server = running.server();
      file.put(
          server.store(),
          server.password(),
          server.url(running.port()),
          running.port(),
          server.home());
    }
    file.save();
  }

  private static Map<SupervisedServer, CompletableFuture<Void>> eachOn(
      List<SupervisedServer> servers, Consumer<SupervisedServer> action) {
    ExecutorService workers = Executors.newCachedThreadPool(DAEMONS);
    try {
      Map<SupervisedServer, CompletableFuture<Void>> begun = new LinkedHashMap<>();
      for (SupervisedServer server : servers) {
        begun.put(server, CompletableFuture.runAsync(() -> action.accept(server), workers));
      }
      return begun;
    } finally {
      workers.shutdown();
    }
  }

  private static CompletableFuture<?>[] all(Collection<CompletableFuture<Void>> futures) {
    return futures.toArray(CompletableFuture<?>[]::new);
  }

  private static void join(CompletableFuture<Void> done) {
    try {
      done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static Path unpackRedis(Unpacker unpacker, Platform platform) {
    Engine redis = Engine.redis(platform);
    return unpacker.unpack(redis).resolve(redis.executable());
  }

  private static Supplier<Path> given(Path binary) {
    if (!Files.isExecutable(binary)) {
      throw new StoreException("no server to execute: " + binary);
    }
    return () -> binary;
  }

  private static <T> Supplier<T> once(Supplier<T> source) {
    return new Supplier<>() {
      private T value;

      @Override
      public synchronized T get() {
        if (value == null) {
          value = source.get();
        }
        return value;
      }
    };
  }

  private static ThreadFactory daemons() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "stores-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
