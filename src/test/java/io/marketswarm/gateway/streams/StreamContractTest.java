package io.marketswarm.gateway.streams;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.bus.UserEvents;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.gateway.models.ModelKeys;
import io.marketswarm.gateway.positions.PositionRoutes;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisProcess;
import io.marketswarm.web.gates.TierGates;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams, their description and their events stay in step. */
class StreamContractTest {
  private static final String SYMBOL = "I:SPX";

  private static final List<String> FAMILIES =
      List.of("/sse/alerts", "/sse/trade-log", "/sse/risk-graph", "/sse/positions", "/sse/logs");

  @TempDir private static Path directory;

  private static RedisProcess redis;
  private static Router router;
  private static RunningGateway gateway;
  private static UserEvents userEvents;
  private static StreamDocument document;

  @BeforeAll
  static void start() throws Exception {
    redis = RedisProcess.start(directory);
    RunningGateway.Plan plan =
        RunningGateway.plan()
            .with("SSE_CANDLE_POLL_INTERVAL_MS", "100")
            .behind(StreamRoutes::new)
            .behind(PositionRoutes::new);
    for (BusName bus : BusName.values()) {
      plan.bus(bus, redis.url());
    }
    plan.behind(
        edge ->
            new RouteGroup() {
              @Override
              public void mount(Router served) {
                router = served;
              }
            });
    gateway = plan.start();
    eventually(() -> gateway.stores().buses().stream().allMatch(bus -> bus.up()));
    userEvents = new UserEvents(gateway.stores().market(), gateway.context().messages());
    document =
        new StreamDocument(
            gateway.get("/api/asyncapi.json", RunningGateway.somebody()).bodyAsJsonObject());
  }

  @AfterAll
  static void stop() {
    gateway.close();
    redis.close();
  }

  @Test
  void everyStreamIsDescribedAndNothingElse() {
    Set<String> routed = new TreeSet<>();
    router
        .getRoutes()
        .forEach(
            route -> {
              String path = route.getPath();
              if (path != null
                  && path.startsWith("/sse")
                  && route.methods() != null
                  && route.methods().contains(HttpMethod.GET)) {
                routed.add(path.replaceAll(":(\\w+)", "{$1}"));
              }
            });
    assertThat(document.addresses()).isEqualTo(routed).hasSizeGreaterThan(20);
  }

  /** References lead somewhere, and every event belongs to a stream. */
  @Test
  void isADocumentThatHoldsTogether() {
    assertThat(document.whole().getString("asyncapi")).isEqualTo("3.0.0");
    Set<String> carried = new TreeSet<>();
    for (String address : document.addresses()) {
      carried.addAll(document.messagesOf(address));
    }
    assertThat(carried).isEqualTo(new TreeSet<>(document.messages()));
    JsonObject channels = document.whole().getJsonObject("channels");
    Set<String> sent = new TreeSet<>();
    document
        .whole()
        .getJsonObject("operations")
        .forEach(
            operation ->
                sent.add(
                    ((JsonObject) operation.getValue())
                        .getJsonObject("channel")
                        .getString("$ref")));
    assertThat(sent)
        .isEqualTo(
            new TreeSet<>(channels.fieldNames().stream().map(id -> "#/channels/" + id).toList()));
  }

  /** Somebody who listens: at which path of the document, and in which session. */
  private record Heard(String address, String token, Listener listener) {
    static Heard at(String address, String query, Identity who) {
      String token = gateway.session(who);
      String path = address.replace("{symbol}", SYMBOL) + query;
      return new Heard(address, token, new Listener(gateway, path, token, null));
    }

    Set<String> names() {
      return new TreeSet<>(listener.names());
    }
  }

  /** Has every event there is sent over every stream that carries it. */
  @Test
  void eventsAreAsPromised() throws Exception {
    Identity ada = RunningGateway.somebody("navigator");
    Identity bob = RunningGateway.somebody("subscriber");
    List<Heard> hers = new ArrayList<>();
    document.addresses().forEach(address -> hers.add(Heard.at(address, "", ada)));
    hers.add(Heard.at("/sse/all", "?user=1", ada));
    hers.add(Heard.at("/sse", "?user=1", ada));
    hers.add(Heard.at("/sse/market", "?tiles=brief", ada));
    Heard his = Heard.at("/sse/spot", "", bob);
    Listener behind = Listener.back(gateway, "/sse/logs", bob, "99");
    try {
      for (Heard heard : hers) {
        heard.listener().connected();
      }
      his.listener().connected();
      behind.connected();
      tellModels();
      tellNews();
      tellWhatIsPrivate(idOf(hers));
      changePositions(ada);
      shutObserversOut();
      his.listener().next("tier_blocked");
      his.listener().awaitEnd();
      for (Heard heard : hers) {
        Set<String> due = due(heard);
        eventually(() -> heard.names().containsAll(due));
      }
      for (Heard heard : hers) {
        signOut(heard.token());
        heard.listener().next("session_expired");
        heard.listener().awaitEnd();
      }
      Set<String> seen = new TreeSet<>();
      List<Heard> all = new ArrayList<>(hers);
      all.add(his);
      all.add(new Heard("/sse/logs", "", behind));
      for (Heard heard : all) {
        assertThat(heard.listener().text()).startsWith("retry: 3000\n");
        heard.listener().events().forEach(event -> document.require(heard.address(), event));
        seen.addAll(heard.names());
      }
      assertThat(seen).as("events nobody sampled").isEqualTo(new TreeSet<>(document.messages()));
    } finally {
      hers.forEach(heard -> heard.listener().close());
      his.listener().close();
      behind.close();
    }
  }

  private static int idOf(List<Heard> hers) throws Exception {
    Heard one =
        hers.stream().filter(heard -> heard.address().equals("/sse/logs")).findFirst().get();
    return Integer.parseInt(one.listener().next("connected").json().getString("userId"));
  }

  /** What a stream must have carried; mixed ones carry private news for those who asked for it. */
  private static Set<String> due(Heard heard) {
    Set<String> due = new TreeSet<>(document.messagesOf(heard.address()));
    due.removeAll(Set.of("resync_required", "tier_blocked", "session_expired"));
    boolean mixed = heard.address().equals("/sse/all") || heard.address().equals("/sse");
    if (mixed && heard.names().stream().noneMatch("PositionCreated"::equals)) {
      FAMILIES.forEach(family -> due.removeAll(news(family)));
    }
    return due;
  }

  /** The events of a stream of private news that no other stream has. */
  private static Set<String> news(String address) {
    Set<String> own = new TreeSet<>(document.messagesOf(address));
    own.removeAll(document.messagesOf("/sse/tier-gates"));
    own.remove("resync_required");
    return own;
  }

  private static void publish(String channel, JsonObject message) throws Exception {
    send(Request.cmd(Command.PUBLISH).arg(channel).arg(message.encode()));
  }

  private static void send(Request request) throws Exception {
    await(gateway.stores().market().send(request));
  }

  private static void model(String topic, ModelUpdate.Kind kind, JsonObject model) {
    gateway.tell(
        new ModelUpdate(
            topic,
            System.nanoTime(),
            System.currentTimeMillis(),
            kind,
            model.put("ts", 1).put("symbol", SYMBOL).toBuffer()));
  }

  private static void model(String topic, String json) {
    model(topic, ModelUpdate.Kind.FULL, new JsonObject(json));
  }

  private static void tellModels() throws Exception {
    String now = Instant.now().toString();
    gateway.tell(
        new ModelUpdate(
            ModelKeys.spot(SYMBOL),
            1,
            1,
            ModelUpdate.Kind.FULL,
            new JsonObject().put("symbol", SYMBOL).put("value", 6000).put("ts", now).toBuffer()));
    model(ModelKeys.calls(SYMBOL), "{\"expirations\":{\"2026-03-02\":{\"6000\":1.5}}}");
    model(ModelKeys.exposure(SYMBOL), "{\"gamma\":null,\"delta\":5}");
    model(ModelKeys.selector(SYMBOL), "{\"vix\":15,\"recommendations\":[]}");
    model(ModelKeys.MARKET_MODE, "{\"score\":60.5,\"mode\":\"expansion\"}");
    model(ModelKeys.VIX_REGIME, "{\"vix\":15.5,\"regime\":\"goldilocks\"}");
    model(ModelKeys.BIAS, "{\"directional_strength\":-5.5,\"lfi_score\":40}");
    model(ModelKeys.heatmap(SYMBOL), "{\"version\":1,\"tiles\":{\"single:0:0:6000\":{}}}");
    model(
        "massive:heatmap:diff:" + SYMBOL,
        ModelUpdate.Kind.DIFF,
        new JsonObject("{\"version\":2,\"changed\":{},\"removed\":[\"single:0:0:6000\"]}"));
    JsonObject words = new JsonObject().put("kind", "epoch").put("text", "Quiet.").put("ts", now);
    send(Request.cmd(Command.SET).arg(ModelKeys.VEXY_EPOCH).arg(words.encode()));
    publish("vexy:playbyplay", words);
    send(
        Request.cmd(Command.ZADD)
            .arg(ModelKeys.trail(SYMBOL))
            .arg(System.currentTimeMillis() / 1_000)
            .arg("{\"value\":6000}"));
    publish(
        "dealer_gravity_updated",
        new JsonObject()
            .put("type", "structures_updated")
            .put("symbol", "SPX")
            .put("artifact_version", "v1")
            .put("occurred_at", now));
  }

  private static void tellNews() throws Exception {
    for (String kind : List.of("article", "analysis", "synthetic")) {
      publish(
          "intel:articles",
          new JsonObject().put("uid", "u-" + kind).put("title", "Rates").put("kind", kind));
    }
  }

  private static void tellWhatIsPrivate(int id) throws Exception {
    for (String type : news("/sse/trade-log")) {
      JsonObject told = new JsonObject().put("event_id", "e").put("type", type);
      await(userEvents.publish(EventFamily.TRADE_LOG, id, told.put("payload", new JsonObject())));
    }
    for (String type : news("/sse/logs")) {
      JsonObject payload = new JsonObject().put("log_id", "l").put("cap_state", "ok");
      JsonObject told = new JsonObject().put("type", type).put("payload", payload);
      await(userEvents.publish(EventFamily.LOGS, id, told));
    }
    for (String type : news("/sse/risk-graph")) {
      JsonObject told = new JsonObject().put("type", type);
      await(
          userEvents.publish(
              EventFamily.RISK_GRAPH, id, told.put("data", new JsonObject().put("id", "s"))));
    }
    for (String type : news("/sse/alerts")) {
      JsonObject told = new JsonObject().put("type", type).put("data", alert(type));
      await(userEvents.publish(EventFamily.ALERTS, id, told));
    }
    for (String event : List.of("stage", "result", "error")) {
      JsonObject job = new JsonObject().put("event", event).put("job_id", "j").put("ts", 1);
      publish("vexy_interaction:" + id, job.put(event.equals("result") ? "text" : event, "So."));
    }
  }

  /** The least that publishers say of such an alert. */
  private static JsonObject alert(String type) {
    JsonObject payload = document.message(type).getJsonObject("payload");
    JsonObject least = new JsonObject();
    for (Object field : payload.getJsonArray("required")) {
      Object kind =
          payload.getJsonObject("properties").getJsonObject((String) field).getValue("type");
      if (!field.equals("data")) {
        least.put((String) field, "object".equals(kind) ? new JsonObject() : "x");
      }
    }
    return least;
  }

  private static void changePositions(Identity ada) throws Exception {
    JsonObject position =
        new JsonObject(
            """
            {"legs":[{"strike":6000,"expiration":"2030-03-15","right":"call","quantity":1}]}\
            """);
    String path = "/api/positions";
    int id = ask(HttpMethod.POST, path, ada, position).getJsonObject("data").getInteger("id");
    ask(HttpMethod.POST, path + "/batch", ada, list("positions", position));
    ask(HttpMethod.PATCH, path + "/" + id, ada, new JsonObject().put("visible", false));
    JsonObject place = new JsonObject().put("id", id).put("sortOrder", 2);
    ask(HttpMethod.PATCH, path + "/reorder", ada, list("order", place));
    ask(HttpMethod.DELETE, path + "/" + id, ada, new JsonObject());
  }

  private static JsonObject list(String name, JsonObject item) {
    return new JsonObject().put(name, new JsonArray().add(item));
  }

  private static JsonObject ask(HttpMethod method, String path, Identity who, JsonObject body)
      throws Exception {
    HttpResponse<Buffer> answer = await(gateway.ask(method, path, who).sendJsonObject(body));
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isIn(200, 201);
    return answer.bodyAsJsonObject();
  }

  private static void shutObserversOut() throws Exception {
    JsonObject gates =
        new JsonObject()
            .put("mode", "full_production")
            .put("updated_at", "now")
            .put("allowed_tiers", new JsonObject().put("observer", false));
    send(Request.cmd(Command.SET).arg(TierGates.KEY).arg(gates.encode()));
    publish(TierGates.CHANNEL, new JsonObject());
  }

  private static void signOut(String token) throws Exception {
    await(
        gateway
            .ask(HttpMethod.GET, "/api/logout")
            .putHeader("Cookie", "ms_session=" + token)
            .send());
  }
}
