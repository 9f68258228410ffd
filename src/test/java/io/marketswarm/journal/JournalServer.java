package io.marketswarm.journal;

import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;

import io.marketswarm.bus.MessageBus;
import io.marketswarm.log.Level;
import io.marketswarm.log.Log;
import io.marketswarm.log.LogSettings;
import io.marketswarm.log.Logs;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.Vitals;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Database;
import io.marketswarm.store.Migrations;
import io.marketswarm.store.Stores;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.truth.ConfigSources;
import io.marketswarm.truth.ResolvedConfig;
import io.marketswarm.truth.TruthDocument;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.identity.GatewayAuth;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The journal over real stores, with traders who call it as the gateway would. */
public final class JournalServer implements AutoCloseable {
  static final String SESSION_SECRET = "session secret of a test";
  private static final String SECRET = "internal secret of a test";
  private static final ServiceSpec SPEC =
      ServiceSpec.service("journal", "Under test")
          .port(0, "NONE", "/health")
          .buses(BusName.SYSTEM, BusName.MARKET)
          .database()
          .runs();

  /** Each trader of a test run is new, as all tests share one database. */
  private static final AtomicInteger USERS =
      new AtomicInteger((int) (ProcessHandle.current().pid() % 1_000) * 100_000 + 1);

  public final Vertx vertx;
  public final Stores stores;
  public final WebClient client;
  public final MessageBus messages;
  final GatewayAuth tokens = new GatewayAuth(SECRET, InstantSource.system());
  final ServiceContext context;
  private final JournalHttp http;

  private JournalServer(String databaseUrl, Map<String, String> environment) {
    Logs.start(LogSettings.console(Level.ERROR));
    vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    client =
        WebClient.create(
            vertx,
            new WebClientOptions().setMaxInitialLineLength(1 << 16),
            new PoolOptions().setHttp1MaxSize(64));
    get(Migrations.apply(vertx, databaseUrl));
    Map<BusName, String> urls = new EnumMap<>(BusName.class);
    for (BusName bus : BusName.values()) {
      urls.put(bus, TestStores.shared().url(bus));
    }
    stores = Stores.open(vertx, urls, databaseUrl);
    until("stores are up", () -> stores.database().up() && stores.market().up());
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    messages = MessageBus.on(vertx, metrics);
    context =
        new ServiceContext(
            SPEC,
            TestServices.node(),
            new ServiceContext.Listen("127.0.0.1", 0),
            config(environment),
            stores,
            messages,
            metrics,
            MarketClock.ofTheWall(),
            new Vitals(),
            null,
            Log.of("journal"),
            null,
            failed -> {});
    http = new JournalHttp(context);
    get(vertx.deployVerticle(http));
  }

  public static JournalServer start() {
    return start(Map.of());
  }

  static JournalServer start(Map<String, String> environment) {
    return new JournalServer(TestStores.shared().databaseUrl(), environment);
  }

  static JournalServer on(String databaseUrl) {
    return new JournalServer(databaseUrl, Map.of());
  }

  private static ResolvedConfig config(Map<String, String> environment) {
    try {
      JsonObject component =
          new JsonObject(Files.readString(Path.of("truth", "components", "journal.json")));
      JsonObject truth =
          new JsonObject()
              .put(
                  "buses",
                  new JsonObject()
                      .put(
                          "system-redis",
                          new JsonObject().put("url", "redis://127.0.0.1:1").put("role", "system")))
              .put("components", new JsonObject().put("journal", component))
              .put("version", "1");
      return ResolvedConfig.of(
          TruthDocument.of(truth),
          "journal",
          ConfigSources.of(environment)
              .withSecrets(
                  Map.of("INTERNAL_AUTH_SECRET", SECRET, "APP_SESSION_SECRET", SESSION_SECRET)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return http.port();
  }

  public Trader trader() {
    return trader("observer");
  }

  Trader trader(String tier) {
    return new Trader(this, USERS.getAndIncrement(), tier);
  }

  Database database() {
    return stores.database();
  }

  public RowSet<Row> sql(String sql, Object... parameters) {
    Tuple values = Tuple.tuple();
    for (Object parameter : parameters) {
      values.addValue(parameter);
    }
    return get(stores.database().pool().preparedQuery(sql).execute(values));
  }

  public long count(String sql, Object... parameters) {
    return sql(sql, parameters).iterator().next().getLong(0);
  }

  @Override
  public void close() {
    get(vertx.undeploy(vertx.deploymentIDs().iterator().next()).otherwiseEmpty());
    get(stores.close());
    get(vertx.close());
  }
}
