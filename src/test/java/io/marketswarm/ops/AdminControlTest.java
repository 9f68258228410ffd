package io.marketswarm.ops;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.log.Line;
import io.marketswarm.log.Logs;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminControlTest extends OpsTests {
  private final Queue<Line> said = new ConcurrentLinkedQueue<>();
  private Runnable stopListening;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    stopListening = Logs.onLine(said::add);
    admin = admin();
  }

  @AfterEach
  void stop() {
    stopListening.run();
  }

  @Test
  void describesItself() throws Exception {
    JsonObject info = admin.json("/api/admin/info");

    assertThat(info.getString("version")).isEqualTo("1.0");
    assertThat(info.getString("config_file")).isEqualTo("conf/node.yaml");
    assertThat(info.getJsonArray("features").stream().map(f -> ((JsonObject) f).getString("id")))
        .contains("service-mgmt", "log-viewer", "health-monitor");
  }

  @Test
  void showsEverythingAtAGlance() throws Exception {
    await(control.start("ops_massive", Map.of()));

    JsonObject status = admin.json("/api/status");

    assertThat(status.getJsonObject("node").getString("name")).isEqualTo("test");
    assertThat(status.getJsonObject("node").getString("env")).isEqualTo("dev");
    assertThat(status.getJsonObject("redis").fieldNames())
        .containsExactlyInAnyOrder("system-redis", "market-redis", "intel-redis", "echo-redis");
    JsonObject system = status.getJsonObject("redis").getJsonObject("system-redis");
    assertThat(system.getBoolean("running")).isTrue();
    assertThat(system.getInteger("port")).isEqualTo(stores.system().port());
    assertThat(status.getValue("truth")).isInstanceOf(Boolean.class);
    assertThat(OffsetDateTime.parse(status.getString("timestamp"))).isNotNull();
    assertThat(status.getJsonArray("services"))
        .isEqualTo(admin.get("/api/services").bodyAsJsonArray());
  }

  @Test
  void showsHowAServiceStands() throws Exception {
    JsonObject stopped = admin.json("/api/services/ops_journal");
    assertThat(stopped.getString("state")).isEqualTo("stopped");
    assertThat(stopped.getBoolean("running")).isFalse();
    assertThat(stopped.getInteger("port")).isEqualTo(3002);
    for (String absent : List.of("pid", "started_at", "uptime_seconds", "deployment_id")) {
      assertThat(stopped.containsKey(absent)).as(absent).isTrue();
      assertThat(stopped.getValue(absent)).as(absent).isNull();
    }

    await(control.start("ops_journal", Map.of()));
    JsonObject running = admin.json("/api/services/ops_journal");

    assertThat(running.getString("state")).isEqualTo("running");
    assertThat(running.getLong("pid")).isEqualTo(ProcessHandle.current().pid());
    assertThat(running.getString("started_at")).endsWith("+00:00");
    assertThat(running.getLong("uptime_seconds")).isNotNegative();
    assertThat(running.getString("deployment_id")).isNotNull();
    assertThat(running.getString("node_id")).isEqualTo("node-1");
    assertThat(running.getInteger("instances")).isEqualTo(2);
    assertThat(running.getInteger("phase")).isEqualTo(4);
    assertThat(running.getJsonArray("dependencies")).containsExactly("ops_massive");
    assertThat(running.getJsonArray("verticles").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("name", "http")
                .put("instances", 1)
                .put("max_instances", 16)
                .put("single_owner", false));
  }

  @Test
  void startsAServiceAndWaitsForItsHeartbeat() throws Exception {
    HttpResponse<Buffer> answer =
        admin.post(
            "/api/services/ops_journal/start",
            new JsonObject().put("env", new JsonObject().put("LOG_LEVEL", "DEBUG").put("RATE", 3)));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.bodyAsJsonObject())
        .isEqualTo(
            new JsonObject()
                .put("success", true)
                .put("message", "ops_journal started")
                .put("pid", ProcessHandle.current().pid())
                .put("log", "logs/ops_journal.log")
                .put("heartbeat", true));
    assertThat(control.overrides.get("ops_journal"))
        .isEqualTo(Map.of("LOG_LEVEL", "DEBUG", "RATE", "3"));

    HttpResponse<Buffer> again = admin.post("/api/services/ops_journal/start");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(message(again)).isEqualTo("ops_journal is already running");
  }

  @Test
  void saysWhyAServiceCouldNotBeStartedWithoutItsSecrets() throws Exception {
    HttpResponse<Buffer> answer = admin.post("/api/services/ops_broken/start");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(detail(answer)).contains("no API key").doesNotContain("abcdefgh12345678");
  }

  @Test
  void stopsAService() throws Exception {
    await(control.start("ops_massive", Map.of()));

    assertThat(message(admin.post("/api/services/ops_massive/stop")))
        .isEqualTo("ops_massive stopped");
    assertThat(message(admin.post("/api/services/ops_massive/stop")))
        .isEqualTo("ops_massive is not running");
  }

  @Test
  void restartsAServiceAsANewDeployment() throws Exception {
    await(control.start("ops_massive", Map.of()));
    String before = admin.json("/api/services/ops_massive").getString("deployment_id");

    HttpResponse<Buffer> answer =
        admin.post(
            "/api/services/ops_massive/restart",
            new JsonObject().put("env", new JsonObject().put("A", "1")));

    assertThat(message(answer)).isEqualTo("ops_massive started");
    assertThat(admin.json("/api/services/ops_massive").getString("deployment_id"))
        .isNotNull()
        .isNotEqualTo(before);
    assertThat(control.overrides.get("ops_massive")).isEqualTo(Map.of("A", "1"));
  }

  @Test
  void refusesWhatIsUnknown() throws Exception {
    for (String path : List.of("", "/config", "/logs", "/logs/stream")) {
      HttpResponse<Buffer> answer = admin.get("/api/services/nobody" + path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(detail(answer)).isEqualTo("Unknown service: nobody");
    }
    for (String action : List.of("start", "stop", "restart")) {
      assertThat(admin.post("/api/services/nobody/" + action).statusCode()).isEqualTo(404);
    }
    assertThat(scale("nobody", 2, null).statusCode()).isEqualTo(404);
    assertThat(detail(admin.get("/api/nothing"))).isEqualTo("Not Found");
  }

  @Test
  void refusesAChangeWhileAnotherIsUnderWay() throws Exception {
    await(control.start("ops_massive", Map.of()));
    control.busy.put("ops_massive", true);

    assertThat(admin.post("/api/services/ops_massive/stop").statusCode()).isEqualTo(409);
    assertThat(scale("ops_massive", 3, null).statusCode()).isEqualTo(409);
    assertThat(detail(admin.post("/api/services/ops_massive/restart"))).contains("ops_massive");
    control.busy.clear();
  }

  @Test
  void doesNotCutOffTheBranchItSitsOn() throws Exception {
    for (String action : List.of("stop", "restart")) {
      HttpResponse<Buffer> answer = admin.post("/api/services/admin/" + action);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(detail(answer)).contains("stop the node instead");
    }
  }

  @Test
  void scalesTheOnlyVerticleThatCanBe() throws Exception {
    await(control.start("ops_massive", Map.of()));

    HttpResponse<Buffer> answer = scale("ops_massive", 5, null);

    assertThat(message(answer)).isEqualTo("ops_massive builders scaled from 2 to 5");
    assertThat(admin.json("/api/services/ops_massive").getInteger("instances")).isEqualTo(6);
    assertThat(message(scale("ops_massive", 1, "builders"))).endsWith("from 5 to 1");
  }

  @Test
  void asksWhichVerticleWhenThereAreSeveral() throws Exception {
    await(control.start("ops_journal", Map.of()));

    HttpResponse<Buffer> doubtful = scale("ops_journal", 3, null);
    assertThat(doubtful.statusCode()).isEqualTo(400);
    assertThat(detail(doubtful)).contains("http, import");

    assertThat(message(scale("ops_journal", 3, "http"))).contains("http scaled from 1 to 3");
    assertThat(detail(scale("ops_journal", 3, "spot"))).contains("only http, import");
    assertThat(detail(scale("ops_single", 2, null))).contains("no verticle that can be scaled");
  }

  @Test
  void keepsTheNumberOfInstancesWithinItsLimits() throws Exception {
    await(control.start("ops_journal", Map.of()));

    assertThat(detail(scale("ops_journal", 5, "import"))).contains("allowed: 1 to 4");
    assertThat(detail(scale("ops_journal", 0, "http"))).contains("allowed: 1 to 16");
    assertThat(scale("ops_journal", "many", "http").statusCode()).isEqualTo(400);
    assertThat(scale("ops_journal", 1.5, "http").statusCode()).isEqualTo(400);
    assertThat(admin.post("/api/services/ops_journal/scale").statusCode()).isEqualTo(400);
    assertThat(detail(scale("ops_massive", 3, null))).contains("is not running");
  }

  @Test
  void startsAndStopsAllInTheOrderOfTheirNeeds() throws Exception {
    JsonObject body =
        new JsonObject()
            .put("env", new JsonObject().put("LOG_LEVEL", "INFO"))
            .put(
                "service_env",
                new JsonObject().put("ops_journal", new JsonObject().put("LOG_LEVEL", "DEBUG")));

    JsonArray started = results(admin.post("/api/services/start-all", body));

    assertThat(names(started))
        .containsExactlyInAnyOrder("ops_massive", "ops_journal", "ops_broken", "ops_single");
    assertThat(result(started, "ops_journal").getBoolean("success")).isTrue();
    assertThat(result(started, "ops_broken").getBoolean("success")).isFalse();
    assertThat(result(started, "ops_broken").getString("error")).contains("no API key");
    assertThat(control.overrides.get("ops_journal")).isEqualTo(Map.of("LOG_LEVEL", "DEBUG"));
    assertThat(control.overrides.get("ops_massive")).isEqualTo(Map.of("LOG_LEVEL", "INFO"));
    assertThat(control.history).containsSubsequence("start ops_massive", "start ops_journal");

    JsonArray stopped = results(admin.post("/api/services/stop-all"));

    assertThat(names(stopped)).doesNotContain("admin");
    assertThat(result(stopped, "ops_broken").getString("message")).endsWith("is not running");
    assertThat(control.history).containsSubsequence("stop ops_journal", "stop ops_massive");
  }

  @Test
  void refusesOverridesThatAreNone() throws Exception {
    for (Object env :
        List.of(
            "LOG_LEVEL=DEBUG",
            new JsonObject().put("A B", "1"),
            new JsonObject().put("A", new JsonArray()),
            new JsonObject().putNull("A"))) {
      HttpResponse<Buffer> answer =
          admin.post("/api/services/ops_massive/start", new JsonObject().put("env", env));
      assertThat(answer.statusCode()).as(String.valueOf(env)).isEqualTo(400);
    }
  }

  @Test
  void showsTheSettingsByKindAndNoSecret() throws Exception {
    JsonObject config = admin.json("/api/services/ops_journal/config");

    assertThat(config.encode()).doesNotContain("sk-very-secret");
    assertThat(config.getJsonObject("env").getString("API_KEY")).isEqualTo("********");
    JsonObject kinds = config.getJsonObject("categorized");
    assertThat(kinds.getJsonArray("boolean"))
        .containsExactly(
            new JsonObject().put("key", "ENABLED").put("default", "true").put("type", "boolean"));
    assertThat(kinds.getJsonArray("number").getJsonObject(0).getString("key")).isEqualTo("RATE");
    assertThat(kinds.getJsonArray("string").stream().map(e -> ((JsonObject) e).getString("key")))
        .containsExactly("API_KEY", "EMPTY_TOKEN", "SPREADS");
    assertThat(admin.json("/api/services/ops_massive/config").getJsonObject("env")).isEmpty();
  }

  @Test
  void notesEveryChangeAndNoLook() throws Exception {
    admin.get("/api/services");
    admin.post("/api/services/ops_massive/stop?token=in-the-query");
    admin.post("/api/services/nobody/stop");

    List<String> notes =
        said.stream()
            .filter(line -> line.service().equals("admin"))
            .map(line -> line.level() + " " + line.message())
            .filter(line -> line.contains("/api/"))
            .toList();
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0))
        .startsWith("INFO POST /api/services/ops_massive/stop by 127.0.0.1: 200")
        .doesNotContain("in-the-query");
    assertThat(notes.get(1)).startsWith("WARN POST /api/services/nobody/stop by 127.0.0.1: 404");
  }

  private HttpResponse<Buffer> scale(String service, Object instances, String verticle)
      throws Exception {
    JsonObject body = new JsonObject().put("instances", instances);
    if (verticle != null) {
      body.put("verticle", verticle);
    }
    return admin.post("/api/services/" + service + "/scale", body);
  }

  private static String message(HttpResponse<Buffer> answer) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    assertThat(answer.bodyAsJsonObject().getBoolean("success")).isTrue();
    return answer.bodyAsJsonObject().getString("message");
  }

  private static String detail(HttpResponse<Buffer> answer) {
    assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(answer.bodyAsJsonObject().fieldNames()).contains("detail");
    return answer.bodyAsJsonObject().getString("detail");
  }

  private static JsonArray results(HttpResponse<Buffer> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.bodyAsJsonObject().getJsonArray("results");
  }

  private static List<String> names(JsonArray results) {
    return results.stream().map(r -> ((JsonObject) r).getString("name")).toList();
  }

  private static JsonObject result(JsonArray results, String name) {
    return results.stream()
        .map(JsonObject.class::cast)
        .filter(r -> r.getString("name").equals(name))
        .findFirst()
        .orElseThrow();
  }
}
