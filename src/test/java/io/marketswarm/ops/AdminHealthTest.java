package io.marketswarm.ops;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.ops.HealthCollector.Rhythm;
import io.marketswarm.web.TestServices;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminHealthTest extends OpsTests {

  @Test
  void answersItsOwnHealthBeforeAnythingElse() throws Exception {
    JsonObject health = admin().json("/health");

    assertThat(health.getString("status")).isEqualTo("healthy");
    assertThat(health.getString("service")).isEqualTo("admin");
  }

  @Test
  void saysThatItHasNotLookedYet() throws Exception {
    AdminVerticle waiting =
        new AdminVerticle(
            context("127.0.0.1", Optional.empty(), Map.of()),
            new Rhythm(Duration.ofHours(1), Duration.ofHours(1)),
            false);
    await(vertx.deployVerticle(waiting));

    for (String path : List.of("/api/health", "/api/health/deep", "/api/health/redis")) {
      HttpResponse<Buffer> answer = await(client.get(waiting.port(), "127.0.0.1", path).send());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.bodyAsJsonObject().getString("status")).isEqualTo("initializing");
      assertThat(answer.bodyAsJsonObject().getString("message")).isNotBlank();
    }
  }

  @Test
  void showsTheHealthOfEverything() throws Exception {
    await(control.start("ops_massive", Map.of()));
    Admin admin = lookedOnce(admin());

    JsonObject health = admin.json("/api/health");

    assertThat(admin.get("/api/health").bodyAsString()).containsPattern("\"ts\":\\d{10}\\.\\d{3},");
    assertThat(health.fieldNames())
        .containsExactly(
            "score",
            "score_label",
            "ts",
            "ts_iso",
            "redis",
            "heartbeats",
            "http_health",
            "database",
            "events_count");
    assertThat(OffsetDateTime.parse(health.getString("ts_iso"))).isNotNull();
    assertThat(health.getString("ts_iso")).endsWith("+00:00");
    // All four buses, one of two hearts, and no endpoint.
    assertThat(health.getDouble("score")).isEqualTo(0.55);
    assertThat(health.getString("score_label")).isEqualTo("critical");
    assertThat(health.getJsonObject("redis").getJsonObject("market-redis").fieldNames())
        .containsExactly(
            "alive",
            "used_memory_mb",
            "used_memory_peak_mb",
            "connected_clients",
            "total_keys",
            "uptime_seconds",
            "ops_per_sec",
            "hit_rate",
            "maxmemory",
            "evicted_keys");
    JsonObject massive = health.getJsonObject("heartbeats").getJsonObject("ops_massive");
    assertThat(massive.fieldNames())
        .containsExactly(
            "alive",
            "last_ts",
            "age_sec",
            "ttl_remaining",
            "expected_ttl",
            "status",
            "pid_alive",
            "pid");
    assertThat(massive.getString("status")).isEqualTo("healthy");
    assertThat(massive.getInteger("expected_ttl")).isEqualTo(15);
    assertThat(health.getJsonObject("heartbeats").getJsonObject("ops_journal"))
        .isEqualTo(
            new JsonObject()
                .put("alive", false)
                .put("expected_ttl", 15)
                .put("status", "dead")
                .put("pid_alive", false)
                .putNull("pid"));
    assertThat(health.getJsonObject("http_health").getJsonObject("ops_journal"))
        .isEqualTo(
            new JsonObject()
                .put("reachable", false)
                .put("healthy", false)
                .put("error", "connection_refused"));
    JsonObject database = health.getJsonObject("database");
    assertThat(database.getBoolean("alive")).isTrue();
    assertThat(database.getJsonObject("db_pool").fieldNames())
        .containsExactly("size", "in_use", "waiting", "wait_ms_p95");
    assertThat(admin.json("/api/health/deep").getJsonObject("redis").fieldNames()).hasSize(4);
    assertThat(admin.json("/api/health/redis").fieldNames()).containsExactly("redis", "ts");
    assertThat(admin.json("/api/health/heartbeats").fieldNames())
        .containsExactly("heartbeats", "ts");
  }

  @Test
  void showsHowTheScoreWentAndWhatHappened() throws Exception {
    Admin admin = lookedOnce(admin());

    JsonObject history = admin.json("/api/health/history?count=5");
    assertThat(history.getInteger("total_snapshots")).isEqualTo(1);
    assertThat(history.getJsonArray("history").getJsonObject(0).fieldNames())
        .containsExactly("ts", "score");
    assertThat(admin.json("/api/health/events?count=10&severity=critical,warning").fieldNames())
        .containsExactly("events");
    assertThat(admin.json("/api/health/alerts").getJsonArray("alerts")).isEmpty();
  }

  @Test
  void refusesQueriesThatMeanNothing() throws Exception {
    Admin admin = admin();

    for (String path :
        List.of(
            "/api/health/history?count=many",
            "/api/health/events?count=-1",
            "/api/health/events?severity=loud")) {
      HttpResponse<Buffer> answer = admin.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(answer.bodyAsJsonObject().getString("detail")).isNotBlank();
    }
  }

  @Test
  void writesEventsAsClientsReadThem() {
    HealthEvent event =
        HealthEvents.between(
                Snapshots.snapshot().score(0.9).taken(), Snapshots.snapshot().score(0.5).taken())
            .get(0);

    assertThat(HealthJson.events(List.of(event)).getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("ts", new BigDecimal("1770129005.000"))
                .put("ts_iso", "2026-02-03T14:30:05.000+00:00")
                .put("type", "score_critical")
                .put("severity", "critical")
                .putNull("service")
                .put("message", "health fell to 0.500")
                .put("data", new JsonObject().put("score", 0.5).put("previous_score", 0.9)));
  }

  private static Admin lookedOnce(Admin admin) throws Exception {
    TestServices.eventually(
        () -> {
          try {
            return admin.json("/api/health").containsKey("score");
          } catch (Exception failed) {
            throw new AssertionError(failed);
          }
        });
    return admin;
  }

  @Override
  Admin admin() throws Exception {
    return admin(
        "127.0.0.1", Optional.empty(), Map.of("ops_journal", URI.create("http://127.0.0.1:1")));
  }
}
