package io.marketswarm.ops;

import static io.marketswarm.service.ServiceSpec.service;
import static io.marketswarm.service.VerticleSpec.scalable;
import static io.marketswarm.service.VerticleSpec.singleOwner;
import static io.marketswarm.web.TestServices.await;

import io.marketswarm.bus.MessageBus;
import io.marketswarm.log.Level;
import io.marketswarm.log.Log;
import io.marketswarm.log.LogSettings;
import io.marketswarm.log.Logs;
import io.marketswarm.ops.HealthCollector.Rhythm;
import io.marketswarm.service.Catalogue;
import io.marketswarm.service.Facilities;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.Phase;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.Vitals;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Stores;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.web.TestServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An admin server over real stores and services that do nothing but run. */
abstract class OpsTests {
  static final ServiceSpec ADMIN =
      service("admin", "Under test")
          .phase(Phase.INFRASTRUCTURE)
          .port(8099, "ADMIN_PORT", "/api/health")
          .outsideTruth()
          .buses(BusName.values())
          .database()
          .runs();

  static final Catalogue CATALOGUE =
      new Catalogue(
          List.of(
              service("ops_journal", "Two verticles that scale")
                  .phase(Phase.AI_AND_JOURNAL)
                  .port(3002, "NONE", "/health")
                  .beat(5, 15)
                  .needs("ops_massive")
                  .runs(
                      scalable("http", 1, 16, c -> new Idle()),
                      scalable("import", 1, 4, c -> new Idle())),
              service("ops_massive", "One that scales, one that does not")
                  .beat(5, 15)
                  .runs(
                      scalable("builders", 2, 8, c -> new Idle()),
                      singleOwner("spot", c -> new Idle())),
              service("ops_broken", "Never starts").runs(scalable("http", 1, 2, c -> new Broken())),
              service("ops_single", "Cannot be scaled").runs(singleOwner("loop", c -> new Idle())),
              ADMIN));

  static final String TOKEN = "correct horse battery staple";

  final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  Vertx vertx;
  Stores stores;
  LocalControl control;
  WebClient client;

  @BeforeEach
  void open() throws Exception {
    Logs.start(new LogSettings(Level.INFO, false, false, null, ""));
    vertx = Vertx.vertx();
    stores = openStores(vertx);
    control = new LocalControl(vertx, CATALOGUE, stores.system());
    client = WebClient.create(vertx);
    TestServices.eventually(() -> stores.buses().stream().allMatch(bus -> bus.up()));
    TestServices.eventually(stores.database()::up);
  }

  @AfterEach
  void close() throws Exception {
    for (ServiceSpec service : CATALOGUE.services()) {
      await(control.stop(service.id()));
    }
    for (String deployment : vertx.deploymentIDs()) {
      await(vertx.undeploy(deployment));
    }
    await(stores.close());
    await(vertx.close());
  }

  static Stores openStores(Vertx vertx) {
    TestStores shared = TestStores.shared();
    Map<BusName, String> urls = new EnumMap<>(BusName.class);
    for (BusName bus : BusName.values()) {
      urls.put(bus, shared.url(bus));
    }
    return Stores.open(vertx, urls, shared.databaseUrl());
  }

  ServiceContext context(String host, Optional<String> token, Map<String, URI> addresses) {
    Facilities facilities =
        new Facilities(
            CATALOGUE,
            control,
            Path.of("data"),
            Optional.of(Path.of("conf", "node.yaml")),
            addresses,
            null,
            token,
            name -> null,
            service ->
                service.equals("ops_journal")
                    ? Map.of(
                        "ENABLED", "true",
                        "RATE", "2.25",
                        "SPREADS", "20,25",
                        "API_KEY", "sk-very-secret",
                        "EMPTY_TOKEN", "")
                    : Map.of(),
            () -> "3.1");
    return new ServiceContext(
        ADMIN,
        TestServices.node(),
        new ServiceContext.Listen(host, 0),
        null,
        stores,
        MessageBus.on(vertx, new SimpleMeterRegistry()),
        metrics,
        MarketClock.ofTheWall(),
        new Vitals(),
        facilities,
        Log.of(ADMIN.id()),
        null,
        failed -> {});
  }

  /** An admin server that looks for the first time in a moment. */
  Admin admin(String host, Optional<String> token, Map<String, URI> addresses) throws Exception {
    AdminVerticle verticle =
        new AdminVerticle(
            context(host, token, addresses),
            new Rhythm(Duration.ofMillis(1), Duration.ofSeconds(15)),
            false);
    return new Admin(verticle, await(vertx.deployVerticle(verticle)));
  }

  Admin admin() throws Exception {
    return admin(
        "127.0.0.1", Optional.empty(), Map.of("ops_journal", URI.create("http://127.0.0.1:3002")));
  }

  /** A running admin server and how to ask it. */
  final class Admin {
    private final AdminVerticle verticle;
    private final String deployment;

    private Admin(AdminVerticle verticle, String deployment) {
      this.verticle = verticle;
      this.deployment = deployment;
    }

    int port() {
      return verticle.port();
    }

    HttpRequest<Buffer> request(HttpMethod method, String path) {
      return client.request(method, port(), "127.0.0.1", path);
    }

    HttpResponse<Buffer> get(String path) throws Exception {
      return await(request(HttpMethod.GET, path).send());
    }

    JsonObject json(String path) throws Exception {
      HttpResponse<Buffer> answer = get(path);
      org.assertj.core.api.Assertions.assertThat(answer.statusCode()).isEqualTo(200);
      return answer.bodyAsJsonObject();
    }

    HttpResponse<Buffer> post(String path) throws Exception {
      return await(request(HttpMethod.POST, path).send());
    }

    HttpResponse<Buffer> post(String path, JsonObject body) throws Exception {
      return await(request(HttpMethod.POST, path).sendJsonObject(body));
    }

    void stop() throws Exception {
      await(vertx.undeploy(deployment));
    }
  }

  static final class Idle extends VerticleBase {}

  private static final class Broken extends VerticleBase {
    @Override
    public Future<?> start() {
      return Future.failedFuture(new IllegalStateException("no API key: token=abcdefgh12345678"));
    }
  }
}
