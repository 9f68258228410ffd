package io.marketswarm.journal;

import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.SessionTokens;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages of other origins: which may read, and that the others can do nothing in our name. */
class OriginTest {
  private static final String KNOWN = "http://localhost:5173";
  private static final String FOREIGN = "https://evil.example";

  private static JournalServer journal;
  private static String cookie;
  private static String owner;

  @BeforeAll
  static void open() {
    journal = JournalServer.start();
    owner = "origin-" + journal.trader().id();
    journal.sql(
        "INSERT INTO users (issuer, wp_user_id, email) VALUES ('fotw', ?, 'a@example.org')", owner);
    cookie =
        "ms_session="
            + new SessionTokens(
                    JournalServer.SESSION_SECRET, Duration.ofHours(1), InstantSource.system())
                .issue(new Identity("fotw", owner, "", "Ada", List.of(), null));
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  private static HttpRequest<Buffer> from(String origin, HttpMethod method, String path) {
    return journal
        .client
        .request(method, journal.port(), "127.0.0.1", path)
        .putHeader("Cookie", cookie)
        .putHeader("Origin", origin);
  }

  @Test
  void aKnownPageMayCallWithCookies() {
    HttpResponse<Buffer> preflight =
        get(
            from(KNOWN, HttpMethod.OPTIONS, "/api/trades")
                .putHeader("Access-Control-Request-Method", "PATCH")
                .send());
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.getHeader("Access-Control-Allow-Origin")).isEqualTo(KNOWN);
    assertThat(preflight.getHeader("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(preflight.getHeader("Access-Control-Allow-Methods").split(", "))
        .containsExactlyInAnyOrder("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    assertThat(preflight.getHeader("Access-Control-Allow-Headers").split(", "))
        .containsExactlyInAnyOrder("Content-Type", "Authorization", "Idempotency-Key", "If-Match");
    HttpResponse<Buffer> answer = get(from(KNOWN, HttpMethod.GET, "/api/logs").send());
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    assertThat(answer.getHeader("Access-Control-Allow-Origin")).isEqualTo(KNOWN);
    assertThat(answer.headers().getAll("Vary")).anyMatch(v -> v.equalsIgnoreCase("Origin"));
  }

  @Test
  void aForeignPageReadsNothingAndChangesNothing() {
    HttpResponse<Buffer> preflight =
        get(
            from(FOREIGN, HttpMethod.OPTIONS, "/api/trades")
                .putHeader("Access-Control-Request-Method", "POST")
                .send());
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.getHeader("Access-Control-Allow-Origin")).isNull();
    assertThat(preflight.getHeader("Access-Control-Allow-Methods")).isNull();
    HttpResponse<Buffer> health = get(from(FOREIGN, HttpMethod.GET, "/health").send());
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.getHeader("Access-Control-Allow-Origin")).isNull();
    for (String origin : List.of(FOREIGN, "null", "not an origin", "http://localhost:5173.evil")) {
      HttpResponse<Buffer> write =
          get(
              from(origin, HttpMethod.POST, "/api/logs")
                  .putHeader("Content-Type", "text/plain")
                  .sendBuffer(Buffer.buffer("{\"name\":\"x\",\"starting_capital\":1}")));
      assertThat(write.statusCode()).as(origin).isEqualTo(401);
      assertThat(write.getHeader("Access-Control-Allow-Origin")).isNull();
    }
    assertThat(
            journal.count(
                "SELECT COUNT(*) FROM trade_logs l JOIN users u ON u.id = l.user_id"
                    + " WHERE u.wp_user_id = ? AND l.name = 'x'",
                owner))
        .isZero();
  }

  @Test
  void ourOwnPageIsNoForeignOne() {
    HttpResponse<Buffer> own =
        get(
            from("http://127.0.0.1:" + journal.port(), HttpMethod.POST, "/api/logs")
                .sendBuffer(Buffer.buffer("{\"name\":\"mine\",\"starting_capital\":1}")));
    assertThat(own.statusCode()).as(own.bodyAsString()).isEqualTo(201);
    Trader ada = journal.trader();
    assertThat(
            get(ada.request(HttpMethod.GET, "/api/logs").putHeader("Origin", FOREIGN).send())
                .statusCode())
        .as("the gateway vouches for whom it forwards")
        .isEqualTo(200);
  }
}
