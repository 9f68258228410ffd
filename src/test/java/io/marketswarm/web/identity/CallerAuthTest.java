package io.marketswarm.web.identity;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.service.ServiceSpec;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Database;
import io.marketswarm.store.Eventually;
import io.marketswarm.store.Migrations;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.web.ServiceHttp;
import io.marketswarm.web.TestServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CallerAuthTest {
  private static final String WHO = "/api/who";
  private static final InstantSource CLOCK = InstantSource.system();
  private static final GatewayAuth AUTH = new GatewayAuth("internal secret", CLOCK);
  private static final SessionTokens SESSIONS =
      new SessionTokens("session secret", Duration.ofHours(1), CLOCK);

  private static final Identity ADA =
      new Identity(
          "fotw", "c-" + UUID.randomUUID(), "ada@example.com", "Ada", List.of("navigator"), null);

  private static Vertx vertx;
  private static WebClient client;
  private static Database database;
  private static RedisBus system;
  private static Service strict;
  private static Service lenient;
  private static int ada;

  @BeforeAll
  static void open() throws Exception {
    vertx = Vertx.vertx();
    client = WebClient.create(vertx);
    String url = TestStores.shared().databaseUrl();
    Eventually.get(Migrations.apply(vertx, url));
    database = Database.open(vertx, url);
    system = RedisBus.open(vertx, BusName.SYSTEM, TestStores.shared().url(BusName.SYSTEM));
    TestServices.eventually(() -> database.up() && system.up());
    ada =
        await(
            database
                .pool()
                .preparedQuery("INSERT INTO users (issuer, wp_user_id, email) VALUES (?, ?, ?)")
                .execute(Tuple.of(ADA.issuer(), ADA.wpId(), ADA.email()))
                .map(rows -> rows.property(MySQLClient.LAST_INSERTED_ID).intValue()));
    strict = new Service(false);
    lenient = new Service(true);
    await(vertx.deployVerticle(strict));
    await(vertx.deployVerticle(lenient));
  }

  @AfterAll
  static void close() throws Exception {
    await(database.close());
    await(system.close());
    await(vertx.close());
  }

  @Test
  void knowsThePersonTheEdgeVouchesFor() throws Exception {
    JsonObject who =
        who(
            strict,
            Map.of(
                "X-Gateway-Auth",
                AUTH.forPerson("gateway", ADA, Optional.of(4711), WHO),
                "X-User-Name",
                "%C5%81ukasz",
                "X-User-Db-Id",
                "1"));

    assertThat(who.getInteger("id")).isEqualTo(4711);
    assertThat(who.getString("name")).isEqualTo("Łukasz");
    assertThat(who.getString("tier")).isEqualTo("navigator");
    assertThat(who.getBoolean("service")).isFalse();
  }

  @Test
  void looksUpAPersonTheEdgeHasNoNumberFor() throws Exception {
    String token = AUTH.forPerson("vexy_proxy", ADA, Optional.empty(), WHO);
    assertThat(who(strict, Map.of("X-Gateway-Auth", token)).getInteger("id")).isEqualTo(ada);

    Identity stranger = new Identity("0-dte", ADA.wpId(), "", "", List.of(), null);
    String unknown = AUTH.forPerson("vexy_proxy", stranger, Optional.empty(), WHO);
    assertRefused(strict, Map.of("X-Gateway-Auth", unknown));
  }

  @Test
  void takesASessionOfThePersonThemselves() throws Exception {
    String token = SESSIONS.issue(ADA);
    assertThat(who(strict, Map.of("Cookie", "ms_session=" + token)).getInteger("id"))
        .isEqualTo(ada);
    assertThat(
            who(
                    strict,
                    Map.of(
                        "Authorization",
                        "Bearer " + token,
                        "X-Gateway-Auth",
                        AUTH.forPerson("gateway", ADA, Optional.of(4711), WHO)))
                .getInteger("id"))
        .as("the session wins")
        .isEqualTo(ada);

    new Revocations(system, CLOCK).revoke(SESSIONS.verify(token).orElseThrow());
    TestServices.eventually(() -> refused(strict, Map.of("Cookie", "ms_session=" + token)));
  }

  @Test
  void refusesWhoeverNobodyVouchesFor() throws Exception {
    assertRefused(strict, Map.of());
    assertRefused(strict, Map.of("X-Gateway-Auth", "forged"));
    assertRefused(
        strict, Map.of("X-Gateway-Auth", AUTH.forPerson("gateway", ADA, Optional.of(1), "/api")));
    assertRefused(strict, Map.of("X-User-Id", ADA.wpId(), "X-User-Issuer", ADA.issuer()));
    assertRefused(strict, Map.of("X-Internal-User-Id", "" + ada));
  }

  @Test
  void letsOnlyServicesPastTheInternalDoor() throws Exception {
    String inside = "/api/internal/who";
    HttpResponse<Buffer> person =
        get(
            strict,
            inside,
            Map.of("X-Gateway-Auth", AUTH.forPerson("gateway", ADA, Optional.of(ada), inside)));
    assertThat(person.statusCode()).isEqualTo(403);
    assertThat(person.bodyAsJsonObject().getString("error")).isEqualTo("Internal endpoint only");

    JsonObject service =
        get(strict, inside, Map.of("X-Gateway-Auth", AUTH.forService("copilot", ada, inside)))
            .bodyAsJsonObject();
    assertThat(service.getBoolean("service")).isTrue();
    assertThat(service.getInteger("id")).isEqualTo(ada);

    HttpResponse<Buffer> forNobody =
        get(strict, inside, Map.of("X-Gateway-Auth", AUTH.forService("copilot", inside)));
    assertThat(forNobody.statusCode()).as("acts for nobody").isEqualTo(401);
  }

  @Test
  void believesPlainHeadersOnLoopbackOnlyWhereThatIsAllowed() throws Exception {
    Map<String, String> plain = Map.of("X-User-Id", ADA.wpId(), "X-User-Issuer", ADA.issuer());
    assertThat(who(lenient, plain).getInteger("id")).isEqualTo(ada);
    assertThat(who(lenient, Map.of("X-Internal-User-Id", "7")).getInteger("id")).isEqualTo(7);

    assertRefused(lenient, Map.of());
    assertRefused(lenient, Map.of("X-User-Id", ADA.wpId()));
    assertRefused(lenient, Map.of("X-User-Id", ADA.wpId(), "X-Internal-User-Id", "7"));
    assertRefused(lenient, Map.of("X-Internal-User-Id", "0"));
    assertRefused(
        lenient,
        Map.of("X-Gateway-Auth", "forged", "X-User-Id", ADA.wpId(), "X-User-Issuer", "fotw"));
  }

  @Test
  void leavesTheBodyToTheRoute() throws Exception {
    HttpResponse<Buffer> echoed =
        await(
            client
                .request(HttpMethod.POST, strict.port(), "127.0.0.1", "/api/upload")
                .putHeader(
                    "X-Gateway-Auth",
                    AUTH.forPerson("vexy_proxy", ADA, Optional.empty(), "/api/upload"))
                .sendBuffer(Buffer.buffer("x".repeat(100_000))));

    assertThat(echoed.bodyAsString()).isEqualTo("100000");
  }

  private static JsonObject who(Service service, Map<String, String> headers) throws Exception {
    HttpResponse<Buffer> answer = get(service, WHO, headers);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }

  private static void assertRefused(Service service, Map<String, String> headers) throws Exception {
    HttpResponse<Buffer> answer = get(service, WHO, headers);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.bodyAsJsonObject())
        .isEqualTo(new JsonObject().put("success", false).put("error", "Authentication required"));
  }

  private static boolean refused(Service service, Map<String, String> headers) {
    try {
      return get(service, WHO, headers).statusCode() == 401;
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static HttpResponse<Buffer> get(Service service, String path, Map<String, String> headers)
      throws Exception {
    var request = client.get(service.port(), "127.0.0.1", path);
    headers.forEach(request::putHeader);
    return await(request.send());
  }

  /** A service behind the edge, as others write them. */
  private static final class Service extends ServiceHttp {
    private static final ServiceSpec SPEC =
        ServiceSpec.service("journal", "A service under test")
            .buses()
            .port(0, "TEST_PORT", "/health")
            .runs();

    private final boolean trusting;

    Service(boolean trusting) {
      super(TestServices.context(SPEC, new SimpleMeterRegistry()));
      this.trusting = trusting;
    }

    @Override
    protected void streamed(Router router) {
      CallerAuth callers =
          new CallerAuth(AUTH, new UserIds(database, CLOCK), "Authentication required")
              .withSessions(SESSIONS, new Revocations(system, CLOCK));
      router.route("/api/*").handler(trusting ? callers.trustingLoopback() : callers);
      router
          .post("/api/upload")
          .handler(
              request -> request.request().body().onSuccess(b -> request.end("" + b.length())));
    }

    @Override
    protected void routes(Router router) {
      router.route("/api/internal/*").handler(CallerAuth::servicesOnly);
      router.get("/api/internal/who").handler(Service::answer);
      router.get(WHO).handler(Service::answer);
    }

    private static void answer(RoutingContext request) {
      Caller caller = Caller.of(request);
      request.json(
          new JsonObject()
              .put("id", caller.userId())
              .put("name", caller.identity().name())
              .put("tier", caller.tier().id())
              .put("service", caller.isService()));
    }
  }
}
