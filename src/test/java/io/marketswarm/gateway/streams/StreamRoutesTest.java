package io.marketswarm.gateway.streams;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.bus.UserEvents;
import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.gateway.streams.Listener.Event;
import io.marketswarm.web.gates.TierGates;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamRoutesTest {
  private static final AtomicLong SEQUENCE = new AtomicLong(1);
  private static RunningGateway gateway;
  private static UserEvents userEvents;

  private final List<Listener> open = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    gateway = RunningGateway.plan().behind(StreamRoutes::new).start();
    eventually(() -> gateway.stores().market().up());
    userEvents = new UserEvents(gateway.stores().market(), gateway.context().messages());
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
  }

  @AfterEach
  void hangUp() {
    open.forEach(Listener::close);
  }

  private Listener listen(String path, Identity who) {
    Listener listener = Listener.on(gateway, path, who);
    open.add(listener);
    return listener;
  }

  private Listener back(String path, Identity who, String lastEventId) {
    Listener listener = Listener.back(gateway, path, who, lastEventId);
    open.add(listener);
    return listener;
  }

  /** A symbol that no other test knows. */
  private static String symbol() {
    return "T" + Long.toString(System.nanoTime(), 36).toUpperCase(java.util.Locale.ROOT);
  }

  private static void publish(String topic, ModelUpdate.Kind kind, String json) {
    gateway.tell(
        new ModelUpdate(
            topic,
            SEQUENCE.getAndIncrement(),
            System.currentTimeMillis(),
            kind,
            Buffer.buffer(json)));
  }

  private static void publish(String channel, JsonObject message) throws Exception {
    await(
        gateway
            .stores()
            .market()
            .send(Request.cmd(Command.PUBLISH).arg(channel).arg(message.encode())));
  }

  private static int idOf(Identity who) throws Exception {
    var profile = gateway.get("/api/profile/me", who);
    if (profile.statusCode() == 200) {
      return profile.bodyAsJsonObject().getInteger("id");
    }
    Listener first = Listener.on(gateway, "/sse/logs", who);
    String id = first.next("connected").json().getString("userId");
    first.close();
    return Integer.parseInt(id);
  }

  @Test
  void greetsWithTheSymbolInCapitals() throws Exception {
    String symbol = symbol();
    Listener listener = listen("/sse/gex/" + symbol.toLowerCase(), RunningGateway.somebody());
    JsonObject hello = listener.next("connected").json();
    assertThat(hello.getString("channel")).isEqualTo("gex");
    assertThat(hello.getString("symbol")).isEqualTo(symbol);
    assertThat(hello.getValue("ts")).isInstanceOf(Number.class);
    assertThat(listener.text()).startsWith("retry: 3000\n");
  }

  @Test
  void sendsStateThenConnectedThenNews() throws Exception {
    String symbol = symbol();
    String key = "massive:selector:model:" + symbol + ":latest";
    String first = "{\"ts\":1,\"symbol\":\"%s\",\"recommendations\":[]}".formatted(symbol);
    publish(key, ModelUpdate.Kind.FULL, first);
    Listener listener = listen("/sse/trade_selector/" + symbol, RunningGateway.somebody());
    listener.connected();
    assertThat(listener.names()).containsExactly("trade_selector", "connected");
    assertThat(listener.events().get(0).data()).isEqualTo(first);
    publish(key, ModelUpdate.Kind.FULL, first.replace(":1,", ":2,"));
    eventually(() -> listener.names().size() == 3);
    assertThat(listener.events().get(2).data()).contains("\"ts\":2");
    assertThat(listener.events().get(2).id()).matches("\\d+-\\d+");
  }

  @Test
  void replaysWhatWasMissed() throws Exception {
    String symbol = symbol();
    String key = "massive:selector:model:" + symbol + ":latest";
    Identity who = RunningGateway.somebody();
    Listener listener = listen("/sse/trade_selector/" + symbol, who).connected();
    publish(key, ModelUpdate.Kind.FULL, "{\"ts\":1}");
    String seen = listener.next("trade_selector").id();
    listener.close();
    publish(key, ModelUpdate.Kind.FULL, "{\"ts\":2}");
    publish(key, ModelUpdate.Kind.FULL, "{\"ts\":3}");
    for (String path : List.of("", "?last_event_id=" + seen)) {
      Listener again =
          back("/sse/trade_selector/" + symbol + path, who, path.isEmpty() ? seen : null);
      again.connected();
      eventually(() -> again.events().stream().anyMatch(e -> e.data().contains("\"ts\":3")));
      assertThat(again.events().stream().map(Event::data)).noneMatch("{\"ts\":1}"::equals);
    }
    Listener nonsense = back("/sse/trade_selector/" + symbol, who, "what-ever\u00e9:-5");
    nonsense.connected();
    assertThat(nonsense.events().get(0).data()).isEqualTo("{\"ts\":3}");
  }

  /** Whatever a client says it had, it gets what there is, and the stream stays a stream. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "9999999999999999999999",
        "1-2-3",
        "0x10",
        "1e3",
        "null",
        "alerts:1,alerts:2",
        "alerts:,trade-log:x",
        "alerts:-5,logs:99999999999999999999",
        ":,,:",
        "%0d%0aevent: x",
        "'; DROP TABLE users; --",
        "\u00e9\u00e8"
      })
  void nonsenseForAnIdIsNoHarm(String id) throws Exception {
    Identity ada = RunningGateway.somebody("navigator");
    for (String path : List.of("/sse/spot", "/sse/trade-log", "/sse/all?user=1", "/sse/intel")) {
      Listener listener = back(path, ada, id);
      assertThat(listener.status()).isEqualTo(200);
      listener.connected();
      assertThat(listener.isOpen()).isTrue();
      listener.close();
    }
    String query = "?last_seq=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    Listener listener = listen("/sse/positions" + query, ada).connected();
    assertThat(listener.names()).isSubsetOf("connected", "resync_required");
    String much = "?last_event_id=" + "9".repeat(2_000);
    assertThat(listen("/sse/alerts" + much, ada).connected().isOpen()).isTrue();
  }

  @Test
  void joinsTheHalvesOfGamma() throws Exception {
    String symbol = symbol();
    publish("massive:gex:model:" + symbol + ":calls", ModelUpdate.Kind.FULL, "{\"ts\":1}");
    publish("massive:gex:model:" + symbol + ":puts", ModelUpdate.Kind.FULL, "{\"ts\":2}");
    Listener listener = listen("/sse/gex/" + symbol, RunningGateway.somebody());
    // Whoever comes between the two is told of one first.
    eventually(() -> gammas(listener).anyMatch(told -> told.getJsonObject("puts") != null));
    JsonObject gamma = gammas(listener).reduce((earlier, later) -> later).orElseThrow();
    assertThat(gamma.getString("symbol")).isEqualTo(symbol);
    assertThat(gamma.getJsonObject("calls").getInteger("ts")).isEqualTo(1);
    assertThat(gamma.getJsonObject("puts").getInteger("ts")).isEqualTo(2);
  }

  private static Stream<JsonObject> gammas(Listener listener) {
    return listener.events().stream().filter(event -> event.name().equals("gex")).map(Event::json);
  }

  @Test
  void aNewcomersHeatmapHoldsAllChangesSoFar() throws Exception {
    String symbol = symbol();
    Listener early = listen("/sse/heatmap/" + symbol, RunningGateway.somebody()).connected();
    String latest = "massive:heatmap:model:" + symbol + ":latest";
    String diff = "massive:heatmap:diff:" + symbol;
    publish(
        latest,
        ModelUpdate.Kind.FULL,
        "{\"ts\":1,\"symbol\":\"%s\",\"version\":100,\"tiles\":{\"a\":{\"v\":1},\"b\":{\"v\":2}}}"
            .formatted(symbol));
    publish(
        diff,
        ModelUpdate.Kind.DIFF,
        ("{\"ts\":2,\"version\":101,\"symbol\":\"%s\",\"changed\":{\"b\":{\"v\":3},\"c\":{\"v\":4}},"
                + "\"removed\":[\"a\"],\"dtes_available\":[0]}")
            .formatted(symbol));
    assertThat(early.next("heatmap_diff").json().getInteger("version")).isEqualTo(101);
    assertThat(early.names())
        .as("a change is of no use without what it changes")
        .containsSubsequence("connected", "heatmap", "heatmap_diff");
    Listener late = listen("/sse/heatmap/" + symbol, RunningGateway.somebody()).connected();
    JsonObject tiles = new JsonObject();
    for (Event event : late.events()) {
      JsonObject json = event.json();
      if (event.name().equals("heatmap")) {
        tiles = json.getJsonObject("tiles");
      } else if (event.name().equals("heatmap_diff")) {
        tiles.mergeIn(json.getJsonObject("changed"));
        for (Object key : json.getJsonArray("removed")) {
          tiles.remove((String) key);
        }
      }
    }
    assertThat(tiles)
        .isEqualTo(
            new JsonObject()
                .put("b", new JsonObject().put("v", 3))
                .put("c", new JsonObject().put("v", 4)));
  }

  @Test
  void everythingComesInItsOrder() throws Exception {
    String symbol = symbol();
    publish(
        "massive:model:spot:" + symbol,
        ModelUpdate.Kind.FULL,
        "{\"symbol\":\"%s\",\"value\":10,\"ts\":\"2026-03-02T15:00:00+00:00\",\"prevClose\":9}"
            .formatted(symbol));
    publish("massive:gex:model:" + symbol + ":calls", ModelUpdate.Kind.FULL, "{\"ts\":1}");
    publish("massive:selector:model:" + symbol + ":latest", ModelUpdate.Kind.FULL, "{\"ts\":1}");
    publish("massive:market_mode:model:latest", ModelUpdate.Kind.FULL, "{\"ts\":1,\"score\":60}");
    // The halves of gamma are waited for a moment before it is told.
    listen("/sse/gex/" + symbol, RunningGateway.somebody()).next("gex");
    Listener listener = listen("/sse/all?symbols=" + symbol, RunningGateway.somebody()).connected();
    List<String> names = listener.names();
    assertThat(names.subList(0, names.indexOf("connected")))
        .startsWith("spot", "gex")
        .contains("trade_selector", "market_mode");
    assertThat(names.indexOf("trade_selector")).isLessThan(names.indexOf("market_mode"));
    assertThat(listener.next("spot").json().getJsonObject(symbol).getInteger("value"))
        .isEqualTo(10);
  }

  @Test
  void privateNewsReachesItsOwnerAlone() throws Exception {
    Identity ada = RunningGateway.somebody();
    Identity bob = RunningGateway.somebody();
    int id = idOf(ada);
    idOf(bob);
    Listener hers = listen("/sse/trade-log", ada).connected();
    Listener his = listen("/sse/trade-log", bob).connected();
    Listener everything = listen("/sse/all", bob).connected();
    JsonObject told = new JsonObject().put("event_id", "e1").put("type", "FillRecorded");
    long sequence = await(userEvents.publish(EventFamily.TRADE_LOG, id, told));
    Event event = hers.next("FillRecorded");
    assertThat(event.id()).isEqualTo(Long.toString(sequence));
    assertThat(event.json().getInteger("user_id")).isEqualTo(id);
    assertThat(his.names()).doesNotContain("FillRecorded");
    assertThat(everything.names()).doesNotContain("FillRecorded");
  }

  @Test
  void aTradeLogGoesOnWhereItWasLeft() throws Exception {
    Identity ada = RunningGateway.somebody();
    int id = idOf(ada);
    for (int i = 1; i <= 4; i++) {
      await(
          userEvents.publish(
              EventFamily.TRADE_LOG, id, i, new JsonObject().put("type", "FillRecorded")));
    }
    Listener listener = listen("/sse/trade-log?last_seq=2", ada).connected();
    assertThat(listener.events().stream().map(Event::id).limit(2)).containsExactly("3", "4");
    assertThat(listener.names()).endsWith("connected");
    assertThat(listener.next("connected").json().getInteger("lastSeq")).isEqualTo(2);
    await(
        userEvents.publish(
            EventFamily.TRADE_LOG, id, 5, new JsonObject().put("type", "PositionClosed")));
    assertThat(listener.next("PositionClosed").id()).isEqualTo("5");
    assertThat(listener.events())
        .filteredOn(e -> "4".equals(e.id()) && e.name().startsWith("Fill"))
        .hasSize(1);
  }

  @Test
  void whatNobodyKeepsIsSaidToBeGone() throws Exception {
    Identity ada = RunningGateway.somebody();
    int id = idOf(ada);
    await(userEvents.publish(EventFamily.POSITIONS, id, position()));
    Listener listener = back("/sse/positions", ada, "99").connected();
    JsonObject gone = listener.next("resync_required").json();
    assertThat(gone.getInteger("from")).isEqualTo(99);
    assertThat(gone.getInteger("to")).isEqualTo(1);
  }

  private static JsonObject position() {
    return new JsonObject()
        .put("type", "position")
        .put("action", "reordered")
        .put("position", new JsonObject().put("order", new JsonArray().add("x")));
  }

  @Test
  void orderStandsAtTheTopAsWell() throws Exception {
    Identity ada = RunningGateway.somebody();
    int id = idOf(ada);
    Listener listener = listen("/sse/positions", ada).connected();
    await(userEvents.publish(EventFamily.POSITIONS, id, position()));
    assertThat(listener.next("position_reordered").json().getJsonArray("order")).hasSize(1);
  }

  @Test
  void anAlertHasItsFieldsInBothPlaces() throws Exception {
    Identity ada = RunningGateway.somebody();
    int id = idOf(ada);
    Listener listener = listen("/sse/alerts", ada).connected();
    publish(
        "copilot:alerts:events",
        new JsonObject()
            .put("type", "algo_alert_proposal")
            .put("user_id", id)
            .put("seq", 1)
            .put("ts", "T")
            .put("data", new JsonObject().put("proposalId", "p").put("type", "entry")));
    Event event = listener.next("algo_alert_proposal");
    assertThat(event.id()).isEqualTo("1");
    assertThat(event.json())
        .isEqualTo(
            new JsonObject()
                .put("proposalId", "p")
                .put("type", "entry")
                .put("data", new JsonObject().put("proposalId", "p").put("type", "entry"))
                .put("ts", "T"));
  }

  @Test
  void alertsOfOlderPublishersAreAdoptedOrDropped() throws Exception {
    Identity ada = RunningGateway.somebody();
    Identity bob = RunningGateway.somebody();
    int id = idOf(ada);
    idOf(bob);
    Listener hers = listen("/sse/alerts", ada).connected();
    Listener his = listen("/sse/alerts", bob).connected();
    String mark = UUID.randomUUID().toString();
    publish(
        "copilot:alerts:events",
        new JsonObject()
            .put("type", "alert_created")
            .put(
                "data",
                new JsonObject()
                    .put("alert", new JsonObject().put("userId", id).put("label", mark))));
    assertThat(hers.next("alert_created").id()).isEqualTo("1");
    publish(
        "copilot:alerts:events",
        new JsonObject()
            .put("type", "alert_digest")
            .put("broadcast", true)
            .put("data", new JsonObject()));
    his.next("alert_digest");
    assertThat(his.names()).doesNotContain("alert_created");
    double before = gateway.metrics().counter("marketswarm.gateway.alerts.homeless").count();
    publish("copilot:alerts:events", new JsonObject().put("type", "alert_updated"));
    eventually(
        () -> gateway.metrics().counter("marketswarm.gateway.alerts.homeless").count() > before);
  }

  @Test
  void alertsOfOthersAreNeitherHeardNorReplayed() throws Exception {
    Identity ada = RunningGateway.somebody();
    Identity bob = RunningGateway.somebody();
    int id = idOf(ada);
    idOf(bob);
    List<Listener> his =
        List.of(listen("/sse/alerts", bob).connected(), listen("/sse/all?user=1", bob).connected());
    JsonObject alert =
        new JsonObject()
            .put("type", "alert_triggered")
            .put("data", new JsonObject().put("alertId", UUID.randomUUID().toString()));
    Listener hers = listen("/sse/alerts", ada).connected();
    await(userEvents.publish(EventFamily.ALERTS, id, alert));
    hers.next("alert_triggered");
    List<Listener> newcomers =
        List.of(
            listen("/sse/alerts", bob).connected(),
            listen("/sse/alerts?last_seq=0", bob).connected(),
            back("/sse/alerts", bob, "0").connected(),
            listen("/sse/all", bob).connected(),
            back("/sse/all?user=1", bob, "alerts:0").connected());
    publish(
        "copilot:alerts:events",
        new JsonObject().put("type", "alert_digest").put("broadcast", true));
    for (Listener listener : List.of(his.get(0), newcomers.get(0), newcomers.get(4))) {
      listener.next("alert_digest");
    }
    assertThat(Stream.concat(his.stream(), newcomers.stream()))
        .allSatisfy(listener -> assertThat(listener.text()).doesNotContain("alertId"));
    assertThat(back("/sse/alerts", ada, "0").connected().names()).contains("alert_triggered");
  }

  @Test
  void peopleOfTwoSitesWhoBearOneNumberShareNothing() throws Exception {
    Identity fotw = RunningGateway.somebody();
    Identity house =
        new Identity("0-dte", fotw.wpId(), fotw.email(), fotw.name(), fotw.roles(), null);
    int one = idOf(fotw);
    int other = idOf(house);
    assertThat(one).isNotEqualTo(other);
    Listener hers = listen("/sse/trade-log", fotw).connected();
    Listener his = listen("/sse/trade-log", house).connected();
    Listener herJobs = listen("/sse/vexy-interaction", fotw).connected();
    Listener hisJobs = listen("/sse/vexy-interaction", house).connected();
    JsonObject job = new JsonObject().put("event", "result").put("text", "So it is.");
    await(userEvents.publish(EventFamily.TRADE_LOG, one, fill()));
    publish("vexy_interaction:" + fotw.wpId(), job.copy().put("job_id", "by number of the site"));
    publish("vexy_interaction:" + one, job.copy().put("job_id", "hers"));
    publish("vexy_interaction:" + other, job.copy().put("job_id", "his"));
    hers.next("FillRecorded");
    assertThat(herJobs.next("vexy_interaction_result").json().getString("job_id"))
        .isEqualTo("hers");
    assertThat(hisJobs.next("vexy_interaction_result").json().getString("job_id")).isEqualTo("his");
    await(userEvents.publish(EventFamily.TRADE_LOG, other, fill().put("type", "PositionClosed")));
    his.next("PositionClosed");
    assertThat(his.names()).doesNotContain("FillRecorded");
    assertThat(hers.names()).doesNotContain("PositionClosed");
    assertThat(herJobs.text() + hisJobs.text()).doesNotContain("by number of the site");
  }

  private static JsonObject fill() {
    return new JsonObject().put("type", "FillRecorded");
  }

  @Test
  void aMixedStreamSaysHowFarEachFamilyIs() throws Exception {
    Identity ada = RunningGateway.somebody();
    int id = idOf(ada);
    Listener listener = listen("/sse/all?user=1", ada).connected();
    await(
        userEvents.publish(
            EventFamily.LOGS, id, new JsonObject().put("type", "log.lifecycle.archived")));
    Event event = listener.next("log.lifecycle.archived");
    assertThat(event.id()).contains("logs:1").contains("trade-log:0");
    listener.close();
    await(
        userEvents.publish(
            EventFamily.LOGS, id, new JsonObject().put("type", "log.lifecycle.retired")));
    Listener again = back("/sse/all?user=1", ada, event.id());
    again.next("log.lifecycle.retired");
    assertThat(again.names()).doesNotContain("log.lifecycle.archived");
  }

  @Test
  void anAnswerOfTheCompanionIsNotLostBeforeSomebodyListens() throws Exception {
    Identity ada = RunningGateway.somebody();
    int id = idOf(ada);
    publish(
        "vexy_interaction:" + id,
        new JsonObject().put("event", "result").put("job_id", "j" + id).put("text", "So it is."));
    Listener first = listen("/sse/vexy-interaction", ada);
    first.next("vexy_interaction_result");
    assertThat(listen("/sse/vexy-interaction", ada).connected().names())
        .containsExactly("vexy_interaction_result", "connected");
  }

  @Test
  void nobodyOpensStreamsWithoutEnd() throws Exception {
    Identity ada = RunningGateway.somebody();
    String token = gateway.session(ada);
    for (int i = 0; i < 12; i++) {
      Listener listener = new Listener(gateway, "/sse/bias_lfi", token, null);
      open.add(listener);
      listener.connected();
    }
    Listener oneTooMany = new Listener(gateway, "/sse/bias_lfi", token, null);
    open.add(oneTooMany);
    assertThat(oneTooMany.status()).isEqualTo(429);
    eventually(() -> oneTooMany.text().contains("too_many_streams"));
    open.get(0).close();
    Listener another;
    do {
      another = new Listener(gateway, "/sse/bias_lfi", token, null);
      open.add(another);
    } while (another.status() == 429);
    another.connected();
  }

  @Test
  void theGatesReachOpenStreams() throws Exception {
    Identity ada = RunningGateway.somebody("navigator");
    Identity bob = RunningGateway.somebody("subscriber");
    Listener stays = listen("/sse/tier-gates", ada).connected();
    Listener goes = listen("/sse/spot", bob).connected();
    JsonObject gates =
        new JsonObject()
            .put("mode", "tier_limited")
            .put("updated_at", UUID.randomUUID().toString())
            .put("defaults", new JsonObject())
            .put("tiers", new JsonObject())
            .put("allowed_tiers", new JsonObject().put("observer", false));
    var system = gateway.stores().system();
    try {
      await(system.send(Request.cmd(Command.SET).arg(TierGates.KEY).arg(gates.encode())));
      await(system.send(Request.cmd(Command.PUBLISH).arg(TierGates.CHANNEL).arg("{}")));
      assertThat(stays.next("tier_gates_updated").json().getString("user_tier"))
          .isEqualTo("navigator");
      assertThat(goes.next("tier_blocked").json().getString("error")).isEqualTo("tier_blocked");
      goes.awaitEnd();
      assertThat(stays.isOpen()).isTrue();
    } finally {
      await(system.send(Request.cmd(Command.DEL).arg(TierGates.KEY)));
      await(system.send(Request.cmd(Command.PUBLISH).arg(TierGates.CHANNEL).arg("{}")));
    }
  }

  @Test
  void signingOutEndsTheStreamsOfThatSession() throws Exception {
    Identity ada = RunningGateway.somebody();
    String token = gateway.session(ada);
    Listener listener = new Listener(gateway, "/sse/spot", token, null);
    open.add(listener);
    listener.connected();
    await(
        gateway
            .ask(HttpMethod.GET, "/api/auth/logout?next=/")
            .putHeader("Cookie", "ms_session=" + token)
            .send());
    listener.next("session_expired");
    listener.awaitEnd();
  }

  @Test
  void whoHasNoSessionHearsNothing() throws Exception {
    for (String path :
        List.of("/sse/all", "/Sse/all", "/sse", "/%73se/all", "//sse/all", "/sse/x")) {
      assertThat(gateway.get(path).statusCode()).as(path).isIn(401, 404);
    }
    assertThat(gateway.get("/sse/nothing", RunningGateway.somebody()).statusCode()).isEqualTo(404);
    assertThat(gateway.get("/sse/gex/a%20b", RunningGateway.somebody()).statusCode())
        .isEqualTo(400);
  }

  @Test
  void healthCountsWhoListens() throws Exception {
    listen("/sse/candles/" + symbol(), RunningGateway.somebody()).connected();
    JsonObject clients = gateway.get("/api/health").bodyAsJsonObject().getJsonObject("clients");
    assertThat(clients.getInteger("candles")).isPositive();
    assertThat(clients.getInteger("total"))
        .isEqualTo(
            clients.fieldNames().stream()
                .filter(name -> !name.equals("total"))
                .mapToInt(clients::getInteger)
                .sum());
  }

  @Test
  void manyListenersGetTheSameBytes() throws Exception {
    String symbol = symbol();
    List<Listener> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(listen("/sse/trade_selector/" + symbol, RunningGateway.somebody()).connected());
    }
    IntStream.range(0, 50)
        .forEach(
            i ->
                publish(
                    "massive:selector:model:" + symbol + ":latest",
                    ModelUpdate.Kind.FULL,
                    "{\"ts\":" + i + "}"));
    for (Listener each : all) {
      eventually(() -> each.text().contains("{\"ts\":49}"));
    }
    assertThat(all.stream().map(each -> each.events().get(each.events().size() - 1)).distinct())
        .hasSize(1);
  }
}
