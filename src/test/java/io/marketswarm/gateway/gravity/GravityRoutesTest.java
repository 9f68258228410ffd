package io.marketswarm.gateway.gravity;

import static io.marketswarm.gateway.DataEdge.becomes;
import static io.marketswarm.store.BusName.MARKET;
import static io.marketswarm.store.BusName.SYSTEM;
import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.DataEdge;
import io.marketswarm.gateway.ai.FakeMessagesApi;
import io.marketswarm.gateway.models.ModelKeys;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dealer gravity over HTTP: drawn, configured, edited, deployed and looked at. */
class GravityRoutesTest {
  private static final String BASE = "/api/dealer-gravity";
  private static final String PROFILE = "massive:volume_profile";
  private static final String ARTIFACT = "dealer_gravity:artifact:spx";
  private static final String CONTEXT = "dealer_gravity:context:spx";
  private static final String STORED =
      """
      {"symbol":"SPY","vendor":"kept","buckets_tv":{"6000":10,"6001":25,"6003":7.5},
       "buckets_raw":{},"min_price":6000,"max_price":6004,"bin_size":1,
       "last_updated":"2026-03-02T14:30:00Z",
       "structures":{"volume_nodes":[5950,6010,{"price":6100,"color":"#00ff00","weight":2}],
       "volume_wells":[5990],"crevasses":[[5980,6005]]}}\
      """;

  private static FakeMessagesApi ai;
  private static HttpServer otherNode;
  private static final List<JsonObject> deployed = new CopyOnWriteArrayList<>();
  private static DataEdge edge;
  private static DataEdge.As trader;

  @BeforeAll
  static void start() throws Exception {
    ai = new FakeMessagesApi();
    otherNode =
        await(
            Vertx.vertx()
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .body()
                            .onSuccess(
                                body -> {
                                  deployed.add(
                                      body.toJsonObject()
                                          .put("auth", request.getHeader("Authorization"))
                                          .put("path", request.path()));
                                  request.response().end("{\"success\":true,\"data_size\":1}");
                                }))
                .listen(0, "127.0.0.1"));
    edge =
        DataEdge.with(
            Map.of(
                "ANTHROPIC_API_KEY",
                "sk-test",
                "ANTHROPIC_BASE_URL",
                ai.url(),
                "PROD_NODE_ADMIN_URL",
                "http://127.0.0.1:" + otherNode.actualPort() + "/",
                "PROD_NODE_ADMIN_TOKEN",
                "operator"),
            GravityRoutes::new,
            ConfigRoutes::new,
            AnalysisRoutes::new);
    trader = edge.as("gravity");
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    ai.close();
    await(otherNode.close());
  }

  @BeforeEach
  void stored() throws Exception {
    edge.redis(SYSTEM, Command.DEL, ARTIFACT, CONTEXT);
    edge.redis(SYSTEM, Command.SET, PROFILE, STORED);
    edge.redis(MARKET, Command.SET, ModelKeys.spot("I:SPX"), "{\"value\":6000}");
    edge.redis(MARKET, Command.DEL, ModelKeys.BIAS);
    edge.redis(MARKET, Command.PUBLISH, "dealer_gravity_updated", "{}");
    becomes(
        () ->
            Integer.valueOf(6004)
                .equals(data("/artifact").getJsonObject("profile").getInteger("max")));
  }

  private static JsonObject data(String path) throws Exception {
    HttpResponse<Buffer> answer = trader.get(BASE + path);
    return answer.statusCode() == 200
        ? answer.bodyAsJsonObject().getJsonObject("data")
        : new JsonObject().put("profile", new JsonObject().put("max", 0));
  }

  @Test
  void drawsTheStoredProfile() throws Exception {
    HttpResponse<Buffer> answer = edge.nobody().get(BASE + "/artifact");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.getHeader("ETag")).isEqualTo("\"v1772461800000\"");
    JsonObject artifact = answer.bodyAsJsonObject().getJsonObject("data");
    assertThat(artifact.getJsonObject("profile"))
        .isEqualTo(
            new JsonObject(
                """
                {"min":6000,"max":6004,"step":1,"bins":[400,1000,0,300,0],"maxVolume":25,
                 "normalizedScale":1000}\
                """));
    assertThat(artifact.getJsonObject("meta").getString("algorithm")).isEqualTo("tv_microbins_30");
    assertThat(artifact.getJsonObject("meta").getInteger("normalized_scale")).isEqualTo(1000);
    assertThat(
            await(
                    edge.nobody()
                        .request(HttpMethod.GET, BASE + "/artifact")
                        .putHeader("If-None-Match", "\"v1772461800000\"")
                        .send())
                .statusCode())
        .isEqualTo(304);
  }

  @Test
  void tellsWhereSpotStands() throws Exception {
    edge.redis(MARKET, Command.SET, ModelKeys.BIAS, "{\"symbol\":\"I:SPX\",\"total_net_gex\":-5}");
    becomes(() -> "negative".equals(data("/context").getString("gammaAlignment")));
    becomes(() -> data("/context").getInteger("spot") == 6000); // others left theirs in the store
    JsonObject context = edge.nobody().get(BASE + "/context").bodyAsJsonObject();
    JsonObject data = context.getJsonObject("data");
    assertThat(data.getString("symbol")).isEqualTo("SPX");
    assertThat(data.getInteger("spot")).isEqualTo(6000);
    assertThat(data.getInteger("nearestVolumeNode")).isEqualTo(6010);
    assertThat(data.getDouble("nearestVolumeNodeDist")).isEqualTo(0.0016666666666666668);
    assertThat(data.getDouble("volumeWellProximity")).isEqualTo(0.0016666666666666668);
    assertThat(data.getBoolean("inCrevasse")).isTrue();
    assertThat(data.getDouble("marketMemoryStrength")).isEqualTo(0.59);
    assertThat(data.getString("artifactVersion")).isEqualTo("v1772461800000");
  }

  @Test
  void passesOnWhatIsPrepared() throws Exception {
    String artifact =
        """
        {"profile":{"min":1,"step":1,"bins":[1000]},"structures":{"volume_nodes":[1]},
         "meta":{"artifact_version":"v7"}}\
        """;
    edge.redis(SYSTEM, Command.SET, ARTIFACT, artifact);
    edge.redis(SYSTEM, Command.SET, CONTEXT, "{\"symbol\":\"SPX\",\"spot\":1}");
    edge.redis(MARKET, Command.PUBLISH, "dealer_gravity_updated", "{}");
    becomes(() -> "\"v7\"".equals(trader.get(BASE + "/artifact").getHeader("ETag")));
    assertThat(data("/artifact")).isEqualTo(new JsonObject(artifact));
    becomes(() -> data("/context").equals(new JsonObject("{\"symbol\":\"SPX\",\"spot\":1}")));
  }

  @Test
  void withoutAProfileItIsNotReady() throws Exception {
    HttpResponse<Buffer> answer = edge.nobody().get(BASE + "/artifact?symbol=NDX");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.bodyAsJsonObject().getString("error"))
        .isEqualTo("Volume profile data not available");
    assertThat(edge.nobody().get(BASE + "/context?symbol=NDX").statusCode()).isEqualTo(503);
    assertThat(edge.nobody().get(BASE + "/structures").statusCode()).isEqualTo(401);
  }

  @Test
  void administratorsDrawStructures() throws Exception {
    JsonObject drawn =
        new JsonObject()
            .put(
                "volume_nodes",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("price", 6050)
                            .put("color", "#ff00ff")
                            .put("weight", 3))
                    .add(6002))
            .put("volume_wells", new JsonArray().add(new JsonArray().add(5995).add(5990)));
    assertThat(trader.post(BASE + "/structures", drawn).statusCode()).isEqualTo(403);
    List<JsonObject> told = new CopyOnWriteArrayList<>();
    var ear =
        edge.stores()
            .market()
            .subscribe(
                Set.of("dealer_gravity_updated"),
                (channel, message) -> told.add(new JsonObject(message)),
                () -> {});
    await(ear.ready());
    JsonObject answer = edge.admin().post(BASE + "/structures", drawn).bodyAsJsonObject();
    JsonObject expected =
        new JsonObject(
            """
            {"volume_nodes":[{"price":6002,"color":"#ffff00","weight":1.5},
             {"price":6050,"color":"#ff00ff","weight":3}],
             "volume_wells":[[5990,5995]],"crevasses":[[5980,6005]]}\
            """);
    assertThat(answer.getBoolean("success")).isTrue();
    assertThat(answer.getString("message")).isNotEmpty();
    assertThat(answer.getJsonObject("data")).isEqualTo(expected);
    becomes(() -> data("/structures").equals(expected));
    JsonObject profile = new JsonObject(edge.redis(SYSTEM, Command.GET, PROFILE).toString());
    assertThat(profile.getString("vendor")).isEqualTo("kept");
    assertThat(profile.getJsonObject("structures")).isEqualTo(expected);
    JsonObject artifact = new JsonObject(edge.redis(SYSTEM, Command.GET, ARTIFACT).toString());
    assertThat(artifact.getJsonObject("structures")).isEqualTo(expected);
    assertThat(edge.redis(SYSTEM, Command.EXISTS, CONTEXT).toInteger()).isZero();
    becomes(() -> !told.isEmpty());
    assertThat(told.get(0).getString("type")).isEqualTo("structures_updated");
    assertThat(told.get(0).getString("artifact_version"))
        .isEqualTo(artifact.getJsonObject("meta").getString("artifact_version"))
        .matches("v\\d{13}");
    JsonObject nodesOnly = new JsonObject().put("volume_nodes", new JsonArray().add(6001));
    assertThat(
            edge.admin()
                .post(BASE + "/structures", nodesOnly)
                .bodyAsJsonObject()
                .getJsonObject("data")
                .getJsonArray("volume_wells"))
        .isEqualTo(expected.getJsonArray("volume_wells"));
    await(ear.close());
  }

  @Test
  void refusesStructuresThatAreNone() throws Exception {
    assertThat(structuresError(new JsonObject())).isEqualTo("volume_nodes array required");
    JsonObject nodes = new JsonObject().put("volume_nodes", new JsonArray().add("x"));
    assertThat(structuresError(nodes)).isEqualTo("prices must be numbers above 0");
    JsonObject wells =
        new JsonObject()
            .put("volume_nodes", new JsonArray())
            .put("volume_wells", new JsonArray().add(5));
    assertThat(structuresError(wells)).startsWith("volume_wells must be");
    edge.redis(SYSTEM, Command.DEL, PROFILE);
    HttpResponse<Buffer> none =
        edge.admin()
            .post(BASE + "/structures", new JsonObject().put("volume_nodes", new JsonArray()));
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.bodyAsJsonObject().getString("error"))
        .isEqualTo("No volume profile found in Redis");
  }

  private static String structuresError(JsonObject body) throws Exception {
    HttpResponse<Buffer> answer = edge.admin().post(BASE + "/structures", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    return answer.bodyAsJsonObject().getString("error");
  }

  @Test
  void deploysTheProfileToAnotherNode() throws Exception {
    JsonObject answer = edge.admin().post(BASE + "/deploy", new JsonObject()).bodyAsJsonObject();
    assertThat(answer.getBoolean("success")).isTrue();
    assertThat(answer.getJsonObject("summary").getInteger("node_count")).isEqualTo(3);
    assertThat(answer.getJsonObject("summary").getInteger("well_count")).isEqualTo(1);
    assertThat(answer.getJsonObject("production").getInteger("data_size")).isEqualTo(1);
    JsonObject received = deployed.get(deployed.size() - 1);
    assertThat(received.getString("path")).isEqualTo("/api/deploy/volume-profile");
    assertThat(received.getString("auth")).isEqualTo("Bearer operator");
    assertThat(received.getJsonObject("vp_data")).isEqualTo(new JsonObject(STORED));
    assertThat(trader.post(BASE + "/deploy", new JsonObject()).statusCode()).isEqualTo(403);
  }

  @Test
  void tradersKeepConfigurationsOfTheirOwn() throws Exception {
    DataEdge.As owner = edge.as("gravity-configs");
    int first = id(owner.post(BASE + "/configs", new JsonObject()));
    JsonObject told = configs(owner).getJsonObject(0);
    told.remove("createdAt");
    told.remove("updatedAt");
    assertThat(told)
        .isEqualTo(
            new JsonObject(
                    """
                    {"name":"Default","enabled":true,"mode":"tv","widthPercent":15,
                     "rowsLayout":"number_of_rows","rowSize":24,"cappingSigma":2.0,
                     "color":"#9333ea","transparency":50,"showVolumeNodes":true,
                     "showVolumeWells":true,"showCrevasses":true,"isDefault":false}\
                    """)
                .put("id", first));
    HttpResponse<Buffer> twice = owner.post(BASE + "/configs", new JsonObject());
    assertThat(twice.statusCode()).isEqualTo(409);
    int second =
        id(
            owner.post(
                BASE + "/configs", new JsonObject().put("name", "Zoom").put("isDefault", true)));
    assertThat(configs(owner).getJsonObject(0).getInteger("id")).isEqualTo(second);
    assertThat(
            owner
                .patch(
                    BASE + "/configs/" + first,
                    new JsonObject().put("isDefault", true).put("cappingSigma", 1.25))
                .bodyAsJsonObject()
                .getBoolean("success"))
        .isTrue();
    JsonArray swapped = configs(owner);
    assertThat(swapped.getJsonObject(0).getInteger("id")).isEqualTo(first);
    assertThat(swapped.getJsonObject(0).getDouble("cappingSigma")).isEqualTo(1.25);
    assertThat(swapped.getJsonObject(1).getBoolean("isDefault")).isFalse();
    DataEdge.As stranger = edge.as("gravity-stranger");
    String path = BASE + "/configs/" + first;
    assertThat(stranger.patch(path, new JsonObject().put("name", "x")).statusCode()).isEqualTo(404);
    assertThat(stranger.delete(path).bodyAsJsonObject().getString("error"))
        .isEqualTo("Configuration not found");
    assertThat(owner.patch(path, new JsonObject()).bodyAsJsonObject().getString("error"))
        .isEqualTo("No fields to update");
    assertThat(owner.patch(path, new JsonObject().put("color", "red")).statusCode()).isEqualTo(400);
    assertThat(owner.delete(path).statusCode()).isEqualTo(200);
    assertThat(configs(owner)).hasSize(1);
  }

  @Test
  void gammaPanelsAsWell() throws Exception {
    DataEdge.As owner = edge.as("gravity-panels");
    int panel = id(owner.post(BASE + "/gex-configs", new JsonObject().put("mode", "net")));
    assertThat(
            owner
                .patch(BASE + "/gex-configs/" + panel, new JsonObject().put("widthPx", 90))
                .statusCode())
        .isEqualTo(200);
    JsonObject told =
        owner.get(BASE + "/gex-configs").bodyAsJsonObject().getJsonArray("data").getJsonObject(0);
    assertThat(told.getString("mode")).isEqualTo("net");
    assertThat(told.getString("callsColor")).isEqualTo("#22c55e");
    assertThat(told.getInteger("widthPx")).isEqualTo(90);
  }

  private static int id(HttpResponse<Buffer> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.bodyAsJsonObject().getJsonObject("data").getInteger("id");
  }

  private static JsonArray configs(DataEdge.As owner) throws Exception {
    return owner.get(BASE + "/configs").bodyAsJsonObject().getJsonArray("data");
  }

  @Test
  void chartsAreLookedAtAndKept() throws Exception {
    DataEdge.As owner = edge.as("gravity-charts");
    ai.say(
        200,
        """
        {"volumeNodes":[6010,"x",-1],"volumeWells":[[5990,5995],[1]],"crevasses":[],
         "marketMemoryStrength":1.2,"bias":"bullish","summary":"A node at 6010."}\
        """);
    assertThat(
            owner.post(BASE + "/analyze", new JsonObject()).bodyAsJsonObject().getString("error"))
        .isEqualTo("Image data required");
    JsonObject chart =
        new JsonObject()
            .put("imageBase64", "data:image/png;base64,aGFsbG8=")
            .put("spotPrice", 6001.5);
    JsonObject seen = owner.post(BASE + "/analyze", chart).bodyAsJsonObject().getJsonObject("data");
    assertThat(seen.getJsonArray("volumeNodes")).isEqualTo(new JsonArray("[6010]"));
    assertThat(seen.getJsonArray("volumeWells")).isEqualTo(new JsonArray("[[5990,5995]]"));
    assertThat(seen.getDouble("marketMemoryStrength")).isEqualTo(1);
    JsonObject asked = ai.questions().get(ai.questions().size() - 1);
    assertThat(asked.getJsonArray("messages").encode()).contains("aGFsbG8=").contains("6001.5");
    JsonObject kept =
        owner.get(BASE + "/analyses").bodyAsJsonObject().getJsonArray("data").getJsonObject(0);
    assertThat(kept.getInteger("id")).isEqualTo(seen.getInteger("id"));
    assertThat(kept.getDouble("spotPrice")).isEqualTo(6001.5);
    assertThat(kept.getString("model")).isEqualTo("claude-test");
    assertThat(kept.getInteger("tokensUsed")).isEqualTo(12);
    HttpResponse<Buffer> last;
    int answered = 1;
    do {
      last = owner.post(BASE + "/analyze", chart);
      answered += last.statusCode() == 200 ? 1 : 0;
    } while (last.statusCode() == 200 && answered < 100);
    assertThat(answered).isBetween(5, 10);
    assertThat(last.statusCode()).isEqualTo(429);
    JsonObject refused = last.bodyAsJsonObject();
    assertThat(refused.getString("error")).isEqualTo("Rate limit exceeded");
    assertThat(refused.getInteger("retryAfter"))
        .isEqualTo(Integer.parseInt(last.getHeader("Retry-After")));
  }
}
