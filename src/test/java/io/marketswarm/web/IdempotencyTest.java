package io.marketswarm.web;

import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.service.ServiceSpec;
import io.marketswarm.store.Database;
import io.marketswarm.store.Migrations;
import io.marketswarm.store.embedded.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
  private static final ServiceSpec SPEC =
      ServiceSpec.service("deeds", "Under test").buses().port(0, "NONE", "/health").runs();

  private final Vertx vertx = Vertx.vertx();
  private final WebClient client = WebClient.create(vertx);
  private final int user = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
  private Database database;
  private Deeds service;

  /** Writes one row for each deed. */
  private final class Deeds extends ServiceHttp {
    private final Idempotency idempotency = new Idempotency(database);

    Deeds() {
      super(TestServices.context(SPEC, new SimpleMeterRegistry()));
    }

    @Override
    protected void routes(Router router) {
      router.post("/deeds").handler(this::answer);
      router.post("/other").handler(this::answer);
    }

    private void answer(RoutingContext request) {
      idempotency
          .once(request, user, connection -> deed(connection, JsonBody.object(request)))
          .onSuccess(reply -> reply.send(request))
          .onFailure(request::fail);
    }

    private Future<Reply> deed(SqlConnection connection, JsonObject body) {
      return connection
          .preparedQuery("INSERT INTO deeds (user_id, what) VALUES (?, ?)")
          .execute(Tuple.of(user, body.getString("what")))
          .compose(
              done ->
                  body.getBoolean("refuse", false)
                      ? Future.failedFuture(ApiError.badRequest("refused"))
                      : connection
                          .query("SELECT COUNT(*) n FROM deeds WHERE user_id = " + user)
                          .execute()
                          .map(
                              rows ->
                                  Reply.created(
                                      new JsonObject()
                                          .put("n", rows.iterator().next().getInteger("n")))));
    }
  }

  @BeforeEach
  void open() {
    get(Migrations.apply(vertx, TestStores.shared().databaseUrl()));
    database = Database.open(vertx, TestStores.shared().databaseUrl());
    until("the database is up", database::up);
    get(
        database
            .pool()
            .query(
                "CREATE TABLE IF NOT EXISTS deeds"
                    + " (id INT AUTO_INCREMENT PRIMARY KEY, user_id INT, what VARCHAR(50))")
            .execute());
    start();
  }

  private void start() {
    service = new Deeds();
    get(vertx.deployVerticle(service));
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  @Test
  void answersTheSameAgainWithoutDoingItAgain() {
    HttpResponse<Buffer> first = post("/deeds", "key-1", body("buy"));
    HttpResponse<Buffer> second = post("/deeds", "key-1", body("buy"));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.getHeader("Idempotency-Replayed")).isNull();
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.getHeader("Idempotency-Replayed")).isEqualTo("true");
    assertThat(second.bodyAsBuffer()).isEqualTo(first.bodyAsBuffer());
    assertThat(deeds()).isEqualTo(1);
  }

  @Test
  void remembersAcrossARestart() {
    HttpResponse<Buffer> first = post("/deeds", "key-1", body("buy"));
    vertx.deploymentIDs().forEach(id -> get(vertx.undeploy(id)));
    start();

    HttpResponse<Buffer> second = post("/deeds", "key-1", body("buy"));
    assertThat(second.bodyAsBuffer()).isEqualTo(first.bodyAsBuffer());
    assertThat(deeds()).isEqualTo(1);
  }

  @Test
  void doesConcurrentDuplicatesOnceAndAnswersAllTheSame() {
    List<HttpResponse<Buffer>> answers =
        get(Future.all(
                IntStream.range(0, 100)
                    .mapToObj(i -> request("/deeds", "key-1").sendJsonObject(body("buy")))
                    .toList()))
            .list();

    assertThat(deeds()).isEqualTo(1);
    assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
    assertThat(answers)
        .extracting(HttpResponse::bodyAsString)
        .containsOnly(answers.get(0).bodyAsString());
    assertThat(answers.stream().filter(a -> a.getHeader("Idempotency-Replayed") == null))
        .hasSize(1);
  }

  @Test
  void anotherNodeWaitsForTheFirstAndAnswersTheSame() {
    Database elsewhere = Database.open(vertx, TestStores.shared().databaseUrl());
    until("the database is up", elsewhere::up);
    Database here = database;
    database = elsewhere;
    Deeds other = new Deeds();
    get(vertx.deployVerticle(other));
    database = here;

    List<HttpResponse<Buffer>> answers =
        get(Future.all(
                IntStream.range(0, 20)
                    .mapToObj(i -> List.of(service, other).get(i % 2))
                    .map(
                        node ->
                            client
                                .post(node.port(), "127.0.0.1", "/deeds")
                                .putHeader(Idempotency.HEADER, "key-1")
                                .sendJsonObject(body("buy")))
                    .toList()))
            .list();

    assertThat(deeds()).isEqualTo(1);
    assertThat(answers)
        .extracting(HttpResponse::bodyAsString)
        .containsOnly(answers.get(0).bodyAsString());
  }

  @Test
  void refusesTheKeyForADifferentRequest() {
    post("/deeds", "key-1", body("buy"));

    assertThat(post("/deeds", "key-1", body("sell")).statusCode()).isEqualTo(422);
    assertThat(post("/other", "key-1", body("buy")).statusCode()).isEqualTo(422);
    assertThat(deeds()).isEqualTo(1);
  }

  @Test
  void keysAreCaseSensitiveAndBounded() {
    post("/deeds", "key-a", body("buy"));
    assertThat(post("/deeds", "KEY-A", body("buy")).getHeader("Idempotency-Replayed")).isNull();
    assertThat(post("/deeds", "x".repeat(101), body("buy")).statusCode()).isEqualTo(400);
    assertThat(post("/deeds", " ", body("buy")).statusCode()).isEqualTo(400);
    assertThat(deeds()).isEqualTo(2);
  }

  @Test
  void aFailureLeavesNothingAndMayBeRetried() {
    assertThat(post("/deeds", "key-1", body("buy").put("refuse", true)).statusCode())
        .isEqualTo(400);
    assertThat(deeds()).isZero();

    assertThat(post("/deeds", "key-1", body("buy")).statusCode()).isEqualTo(201);
    assertThat(deeds()).isEqualTo(1);
  }

  @Test
  void forgetsAfterADay() {
    post("/deeds", "key-1", body("buy"));
    get(
        database
            .pool()
            .query(
                "UPDATE idempotency_keys SET expires_at = UTC_TIMESTAMP(3) WHERE user_id = " + user)
            .execute());

    assertThat(post("/deeds", "key-1", body("sell")).statusCode()).isEqualTo(201);
    assertThat(deeds()).isEqualTo(2);

    get(
        database
            .pool()
            .query(
                "UPDATE idempotency_keys SET expires_at = UTC_TIMESTAMP(3) WHERE user_id = " + user)
            .execute());
    assertThat(get(new Idempotency(database).forgetExpired())).isPositive();
  }

  @Test
  void withoutAKeyEachRequestCounts() {

    get(client.post(service.port(), "127.0.0.1", "/deeds").sendJsonObject(body("buy")));
    get(client.post(service.port(), "127.0.0.1", "/deeds").sendJsonObject(body("buy")));
    assertThat(deeds()).isEqualTo(2);
  }

  private static JsonObject body(String what) {
    return new JsonObject().put("what", what);
  }

  private HttpRequest<Buffer> request(String path, String key) {
    return client.post(service.port(), "127.0.0.1", path).putHeader(Idempotency.HEADER, key);
  }

  private HttpResponse<Buffer> post(String path, String key, JsonObject body) {
    return get(request(path, key).sendJsonObject(body));
  }

  private int deeds() {
    return get(database
            .pool()
            .query("SELECT COUNT(*) n FROM deeds WHERE user_id = " + user)
            .execute())
        .iterator()
        .next()
        .getInteger("n");
  }
}
