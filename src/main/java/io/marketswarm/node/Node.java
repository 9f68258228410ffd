package io.marketswarm.node;

import io.marketswarm.bus.MessageBus;
import io.marketswarm.log.Log;
import io.marketswarm.log.LogSettings;
import io.marketswarm.log.Logs;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.node.conf.NodeConfigReader;
import io.marketswarm.service.BroadcastClock;
import io.marketswarm.service.Catalogue;
import io.marketswarm.service.Facilities;
import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.Operator;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.store.Leases;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.SchemaMark;
import io.marketswarm.store.StoreException;
import io.marketswarm.store.Stores;
import io.marketswarm.truth.TruthDocument;
import io.marketswarm.truth.TruthException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One running node. Starting and stopping block the caller; everything else is event-driven. */
public final class Node {
  private static final Log LOG = Log.of("node");
  private static final long STOP_SECONDS = 10;
  private static final long START_SECONDS = 120;

  /** Services a proxy on another host may stand in front of. */
  private static final Set<String> MAY_BE_PUBLIC = Set.of("sse", "copilot", "vexy_proxy");

  private static final Pattern LOOPBACK = Pattern.compile("127\\..*|localhost|::1|\\[::1]");
  private static final long STORES_SECONDS = 5;

  /** Whoever waits for the node to come up is served before the work of the owners begins. */
  private static final long FIRST_COMERS_MILLIS = 500;

  /** Who ends a node. */
  public enum Stop {
    /** SIGTERM or SIGINT: the first one in order, the second at once. */
    ON_SIGNAL,
    /** Whoever started it. */
    BY_CALLER
  }

  private final NodeConfig config;
  private final NodeIdentity identity;
  private final StoreServers servers;
  private final Vertx vertx;
  private final Stores stores;
  private final BroadcastClock clock;
  private final Leases leases;
  private final TruthBoot truth;
  private final SchemaBoot schema;
  private final LogStreams logStreams;
  private final Fleet fleet;
  private final Orders orders;
  private final Promise<Void> doors = Promise.promise();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private ConfWatch watch;

  /**
   * Starts a node and returns when every service that can run does.
   *
   * @param only the services to run, all if empty
   * @param stop who ends it
   * @throws CannotStart when something is in the way; nothing is left running then
   */
  public static Node start(
      NodeConfig config,
      NodeConfigReader reader,
      Catalogue catalogue,
      Set<String> only,
      Stop stop) {
    long begin = System.nanoTime();
    startLogging(config);
    Set<String> services =
        only.isEmpty()
            ? catalogue.services().stream().map(ServiceSpec::id).collect(Collectors.toSet())
            : only;
    List<String> problems = Preflight.problems(config, services);
    if (!problems.isEmpty()) {
      throw new CannotStart(problems);
    }
    LOG.info("starting node " + config.name() + ", data in " + config.data());
    warnOfPublicPorts(config, services);
    MeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    CompletableFuture<Vertx> vertx = startVertx(config, metrics);
    CompletableFuture<Optional<TruthDocument>> truth =
        CompletableFuture.supplyAsync(() -> TruthBoot.build(config));
    StoreServers servers = null;
    Node node = null;
    try {
      servers = StoreServers.start(config, LOG::info);
      node = new Node(config, catalogue, services, servers, vertx.join(), metrics, truth.join());
      if (stop == Stop.ON_SIGNAL) {
        node.stopOnSignal();
      }
      node.begin(reader, begin);
      return node;
    } catch (RuntimeException failure) {
      undo(node, vertx, servers);
      throw told(failure);
    } catch (Error failure) {
      undo(node, vertx, servers);
      throw failure;
    }
  }

  /** Leaves nothing half-started behind. */
  private static void undo(Node node, CompletableFuture<Vertx> vertx, StoreServers servers) {
    if (node != null) {
      node.stop();
    } else {
      vertx.thenCompose(v -> v.close().toCompletionStage()).exceptionally(e -> null).join();
      if (servers != null) {
        servers.stop();
      }
    }
    Logs.flush();
  }

  private Node(
      NodeConfig config,
      Catalogue catalogue,
      Set<String> services,
      StoreServers servers,
      Vertx vertx,
      MeterRegistry metrics,
      Optional<TruthDocument> truthFiles) {
    this.config = config;
    this.servers = servers;
    this.vertx = vertx;
    this.identity =
        new NodeIdentity(
            config.name() + "-" + UUID.randomUUID().toString().substring(0, 8),
            config.name(),
            config.env().id(),
            ProcessHandle.current().pid(),
            Build.version(),
            Instant.now());
    NodeSecrets secrets = NodeSecrets.in(config.data(), System.getenv());
    Future<String> databaseUrl = Future.fromCompletionStage(servers.databaseUrl());
    this.stores = Stores.open(vertx, servers.busUrls(), databaseUrl);
    awaitMoment(() -> stores.buses().stream().allMatch(RedisBus::up));
    this.clock = new BroadcastClock(vertx, stores.market(), InstantSource.system());
    await(clock.start(), STORES_SECONDS);
    this.leases = new Leases(vertx, stores.system(), identity.id(), config.cluster().lease());
    this.truth =
        TruthBoot.begin(vertx, config, truthFiles, servers.busUrls(), secrets, stores.system());
    this.schema =
        new SchemaBoot(
            vertx,
            databaseUrl,
            new SchemaMark(vertx, stores.database(), config.data().resolve("schema.mark")));
    schema.start();
    this.logStreams =
        new LogStreams(
            vertx, stores.system(), truth, "true".equals(System.getenv("LOG_STREAM_ALL")));
    MessageBus messages = MessageBus.on(vertx, metrics);
    Assembly assembly =
        new Assembly(
            vertx,
            config,
            identity,
            stores,
            leases,
            doors.future(),
            truth,
            schema,
            messages,
            metrics,
            clock);
    this.fleet = new Fleet(vertx, catalogue, config, stores.system(), assembly::runner);
    fleet.restrictTo(services);
    stores.buses().forEach(bus -> bus.onChange(up -> fleet.lookAgain()));
    stores.database().onChange(up -> fleet.lookAgain());
    schema.settled().onComplete(done -> fleet.lookAgain());
    Operator operator = new Operator(vertx, fleet, stores.system(), identity);
    this.orders = new Orders(messages, identity, fleet, operator);
    assembly.offer(
        new Facilities(
            catalogue,
            fleet,
            config.data(),
            config.file(),
            config.addresses(),
            config.bridge(),
            config.adminToken(),
            secrets::get,
            truth::declared,
            truth::version));
  }

  private void begin(NodeConfigReader reader, long begin) {
    try {
      bringUp(reader);
    } catch (RuntimeException failure) {
      if (stopping.get()) {
        // Told to stop while starting: the one who stops says how it ends.
        return;
      }
      throw failure;
    }
    if (!stopping.get()) {
      announce((System.nanoTime() - begin) / 1e9);
      vertx.setTimer(FIRST_COMERS_MILLIS, served -> openDoors());
    }
  }

  /** A node that is told to stop meanwhile takes up no work. */
  private void openDoors() {
    if (!stopping.get()) {
      doors.complete();
    }
  }

  private void bringUp(NodeConfigReader reader) {
    logStreams.start();
    // Without a document of its own the node waits for the system bus, however long that takes.
    truth.settled().toCompletionStage().toCompletableFuture().join();
    Future<Void> started = fleet.startAll();
    servers.databaseUrl().join();
    await(started, START_SECONDS);
    await(orders.serve(), START_SECONDS);
    await(schema.settled(), START_SECONDS);
    awaitMoment(stores.database()::up);
    config
        .file()
        .ifPresent(
            file -> {
              watch = new ConfWatch(vertx, file, reader, config, fleet::apply);
              watch.start();
            });
  }

  private void announce(double seconds) {
    Logs.flush();
    List<String> summary =
        Summary.lines(identity, config, fleet.services(), servers.places(), seconds);
    if (config.log().console() && config.log().format() == NodeConfig.Log.Format.HUMAN) {
      summary.forEach(System.out::println);
    } else {
      LOG.ok("node %s is up (%.1f s)".formatted(identity.name(), seconds));
    }
  }

  /** Gives the stores a moment; what is not there by then is waited for while the node runs. */
  private static void awaitMoment(BooleanSupplier up) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STORES_SECONDS);
    while (System.nanoTime() < deadline && !up.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private void stopOnSignal() {
    boolean heard =
        Signals.onStop(
            () -> {
              if (stopping.get()) {
                Runtime.getRuntime().halt(130);
              }
              Thread stop = new Thread(this::stopAndExit, "stop");
              // Not of its own accord: whoever handles signals is a daemon, and the JVM would end
              // with the last event loop, before the stores have stopped.
              stop.setDaemon(false);
              stop.start();
            });
    if (!heard) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    }
  }

  private void stopAndExit() {
    stop();
    System.exit(0);
  }

  /** Drains and stops everything, the embedded stores last. */
  public void stop() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    LOG.info("stopping; a second signal stops at once");
    long begin = System.nanoTime();
    if (watch != null) {
      watch.stop();
    }
    clock.stop();
    try {
      Future<Void> drained =
          orders
              .stop()
              .otherwiseEmpty()
              .compose(v -> fleet.stopAll())
              .compose(v -> leases.close())
              .eventually(schema::stop)
              .eventually(truth::stop)
              .eventually(logStreams::stop)
              .eventually(stores::close);
      await(drained.otherwiseEmpty(), STOP_SECONDS - 3);
      // From here, not from an event loop, which could not tell its own end.
      await(vertx.close(), 1);
    } catch (RuntimeException late) {
      LOG.warn("not everything stopped in time: " + late.getMessage());
    }
    servers.stop();
    LOG.ok("stopped (%.1f s)".formatted((System.nanoTime() - begin) / 1e9));
    Logs.flush();
  }

  private static void startLogging(NodeConfig config) {
    config.adminToken().ifPresent(Logs.redactor()::hide);
    Logs.start(
        new LogSettings(
            config.log().level(),
            config.log().format() == NodeConfig.Log.Format.JSON,
            config.log().console(),
            config.log().files() ? config.data().resolve("logs") : null,
            ProcessHandle.current().info().commandLine().orElse("marketswarm run")));
    config
        .services()
        .forEach((id, service) -> service.level().ifPresent(level -> Logs.level(id, level)));
  }

  private static void warnOfPublicPorts(NodeConfig config, Set<String> services) {
    config
        .services()
        .forEach(
            (id, service) -> {
              boolean open = service.enabled() && service.port() > 0 && services.contains(id);
              if (open
                  && !MAY_BE_PUBLIC.contains(id)
                  && !LOOPBACK.matcher(service.bind()).matches()) {
                LOG.warn(
                    "%s listens on %s:%d, beyond this machine, though its port is private"
                        .formatted(id, service.bind(), service.port()));
              }
            });
  }

  private static CompletableFuture<Vertx> startVertx(NodeConfig config, MeterRegistry metrics) {
    return CompletableFuture.supplyAsync(() -> VertxStart.start(config.cluster(), metrics))
        .thenCompose(f -> f.toCompletionStage())
        .thenApplyAsync(
            vertx -> {
              WarmUp.run(vertx);
              return vertx;
            });
  }

  private static RuntimeException told(RuntimeException failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof StoreException || cause instanceof TruthException) {
      return new CannotStart(List.of(cause.getMessage()));
    }
    return cause instanceof RuntimeException known
        ? known
        : new CannotStart(List.of(String.valueOf(cause.getMessage())));
  }

  private static <T> T await(Future<T> future, long seconds) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException known
          ? known
          : new CompletionException(failed.getCause());
    } catch (TimeoutException late) {
      throw new CannotStart(List.of("not done in " + seconds + " s"));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CannotStart(List.of("interrupted"));
    }
  }
}
