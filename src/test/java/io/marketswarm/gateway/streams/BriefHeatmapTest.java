package io.marketswarm.gateway.streams;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.gateway.streams.Listener.Event;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever hears tiles in brief knows the same prices as whoever hears all of them. */
class BriefHeatmapTest {
  private static final String ALL = "/sse/all?symbols=%s";
  private static final String BRIEF = "/sse/all?tiles=brief&symbols=%s";
  private static final String BRIEF_AND_OWN = BRIEF + "&user=1";
  private static final int MOST_PER_SESSION = 12;
  private static RunningGateway gateway;
  private static long sequence;

  private final String symbol = "B" + Long.toString(System.nanoTime(), 36).toUpperCase(Locale.ROOT);
  private final List<Listener> open = new ArrayList<>();
  private final Random random = new Random(7);
  private final Map<String, JsonObject> tiles = new TreeMap<>();

  @BeforeAll
  static void start() throws Exception {
    gateway = RunningGateway.plan().behind(StreamRoutes::new).start();
    eventually(() -> gateway.stores().market().up());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @AfterEach
  void hangUp() {
    open.forEach(Listener::close);
  }

  @Test
  void statesAreTheSameWheneverSomebodyComes() throws Exception {
    for (int strike = 0; strike < 40; strike++) {
      tiles.put("single:0:0:" + strike, tile());
    }
    publish(":latest", ModelUpdate.Kind.FULL, whole(1));
    List<Listener> all = new ArrayList<>(List.of(listen(ALL, null)));
    List<Listener> brief = new ArrayList<>(List.of(listen(BRIEF, null)));
    String lastSeen = "";
    for (int version = 2; version <= 200; version++) {
      publish("", ModelUpdate.Kind.DIFF, change(version));
      if (version % 70 == 0) {
        publish(":latest", ModelUpdate.Kind.FULL, whole(version));
      }
      if (version % 45 == 0) {
        all.add(listen(ALL, null));
        brief.add(listen(BRIEF_AND_OWN, null));
        lastSeen = awaitVersion(brief.get(0), version);
      }
    }
    Listener back = listen(BRIEF, lastSeen);
    publish("", ModelUpdate.Kind.DIFF, change(201));

    Map<String, List<Object>> expected = prices();
    for (Listener listener : all) {
      awaitVersion(listener, 201);
      assertThat(state(listener)).isEqualTo(expected);
    }
    for (Listener listener : brief) {
      awaitVersion(listener, 201);
      assertThat(state(listener)).isEqualTo(expected);
      assertThat(listener.text()).doesNotContain("max_profit");
    }
    awaitVersion(back, 201);
    assertThat(back.names()).as("it goes on where it was").doesNotContain("heatmap");
  }

  @Test
  void whoHasToWaitForTheWholeIsRefusedLikeAnybodyElse() throws Exception {
    tiles.put("single:0:0:1", tile());
    publish(":latest", ModelUpdate.Kind.FULL, whole(1));
    Identity greedy = RunningGateway.somebody();
    String session = gateway.session(greedy);
    for (int i = 0; i < MOST_PER_SESSION; i++) {
      open.add(new Listener(gateway, BRIEF.formatted(symbol), session, null).connected());
    }
    publish("", ModelUpdate.Kind.DIFF, change(2));
    awaitVersion(open.get(0), 2);
    Listener refused = new Listener(gateway, BRIEF.formatted(symbol), session, null);
    open.add(refused);
    assertThat(refused.status()).isEqualTo(429);
  }

  @Test
  void whoComesBeforeThereIsAHeatmapGetsItWhenItComes() throws Exception {
    Listener early = listen(BRIEF, null);
    assertThat(early.names()).doesNotContain("heatmap");
    tiles.put("single:0:0:1", tile());
    publish(":latest", ModelUpdate.Kind.FULL, whole(5));
    awaitVersion(early, 5);
    assertThat(state(early)).isEqualTo(prices());
  }

  @Test
  void aPublisherThatBeginsAnewIsFollowed() throws Exception {
    tiles.put("single:0:0:1", tile());
    publish(":latest", ModelUpdate.Kind.FULL, whole(5_000));
    Listener listener =
        listen("/sse/heatmap/%s?tiles=brief", null); // this one tells of nothing else
    publish("", ModelUpdate.Kind.DIFF, change(5_001));
    awaitVersion(listener, 5_001);
    tiles.clear();
    tiles.put("single:0:0:2", tile());
    set(whole(7));
    JsonObject nothing = new JsonObject().put("symbol", symbol).put("version", 7);
    publish("", ModelUpdate.Kind.DIFF, nothing.put("changed", new JsonObject()));
    awaitVersion(listener, 7);
    assertThat(state(listener)).isEqualTo(prices());
  }

  private Listener listen(String path, String lastSeen) throws Exception {
    String of = path.formatted(symbol);
    Listener listener =
        lastSeen == null
            ? Listener.on(gateway, of, RunningGateway.somebody())
            : Listener.back(gateway, of, RunningGateway.somebody(), lastSeen);
    open.add(listener.connected());
    return listener;
  }

  /** Waits for a version; returns the id of the event that brought it. */
  private static String awaitVersion(Listener listener, int version) throws Exception {
    eventually(() -> heatmaps(listener).stream().anyMatch(event -> isOf(event, version)));
    return heatmaps(listener).stream()
        .filter(event -> isOf(event, version))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static boolean isOf(Event event, int version) {
    return event.json().getInteger("version") == version;
  }

  private static List<Event> heatmaps(Listener listener) {
    return listener.events().stream().filter(e -> e.name().startsWith("heatmap")).toList();
  }

  /** As a client keeps it. */
  private static Map<String, List<Object>> state(Listener listener) {
    Map<String, List<Object>> state = new TreeMap<>();
    int version = 0;
    for (Event event : heatmaps(listener)) {
      JsonObject json = event.json();
      if (event.name().equals("heatmap")) {
        state.clear();
        json.getJsonObject("tiles").forEach(tile -> state.put(tile.getKey(), of(tile.getValue())));
      } else if (json.getInteger("version") > version) {
        json.getJsonObject("changed")
            .forEach(tile -> state.put(tile.getKey(), of(tile.getValue())));
        json.getJsonArray("removed", new JsonArray()).forEach(key -> state.remove(key.toString()));
      } else {
        continue;
      }
      version = json.getInteger("version");
    }
    return state;
  }

  private Map<String, List<Object>> prices() {
    Map<String, List<Object>> prices = new TreeMap<>();
    tiles.forEach((key, tile) -> prices.put(key, of(tile)));
    return prices;
  }

  /** The four prices of a tile in either form. */
  private static List<Object> of(Object tile) {
    if (tile instanceof JsonArray brief) {
      assertThat(brief).hasSize(4);
      return brief.stream().collect(Collectors.toList());
    }
    List<Object> prices = new ArrayList<>();
    for (String side : List.of("call", "put")) {
      JsonObject of = ((JsonObject) tile).getJsonObject(side, new JsonObject());
      prices.add(of.getValue("debit"));
      prices.add(of.getValue("market_debit"));
    }
    return prices;
  }

  private JsonObject tile() {
    JsonObject tile = new JsonObject().put("symbol", symbol).put("strategy", "vertical");
    for (String side : List.of("call", "put")) {
      if (random.nextInt(8) > 0) {
        double price = random.nextInt(10_000) / 100.0;
        JsonObject prices = new JsonObject().put("debit", price).put("max_profit", 100 - price);
        tile.put(side, random.nextBoolean() ? prices.put("market_debit", price + 0.05) : prices);
      }
    }
    return tile;
  }

  private JsonObject whole(int version) {
    JsonObject all = new JsonObject();
    tiles.forEach((key, tile) -> all.put(key, tile.copy()));
    return new JsonObject()
        .put("ts", 1)
        .put("symbol", symbol)
        .put("version", version)
        .put("tiles", all);
  }

  private JsonObject change(int version) {
    JsonObject changed = new JsonObject();
    JsonArray removed = new JsonArray();
    for (int i = 0; i < 6; i++) {
      String key = "single:0:0:" + random.nextInt(60);
      if (random.nextInt(4) == 0 && !changed.containsKey(key) && tiles.remove(key) != null) {
        removed.add(key);
      } else if (!removed.contains(key)) {
        tiles.put(key, tile());
        changed.put(key, tiles.get(key).copy());
      }
    }
    return new JsonObject()
        .put("ts", 2)
        .put("symbol", symbol)
        .put("version", version)
        .put("changed", changed)
        .put("removed", removed);
  }

  private void publish(String after, ModelUpdate.Kind kind, JsonObject json) {
    String topic =
        (kind == ModelUpdate.Kind.DIFF ? "massive:heatmap:diff:" : "massive:heatmap:model:")
            + symbol;
    gateway.tell(
        new ModelUpdate(
            topic + after,
            ++sequence,
            System.currentTimeMillis(),
            kind,
            Buffer.buffer(json.encode())));
  }

  private void set(JsonObject json) throws Exception {
    String key = "massive:heatmap:model:" + symbol + ":latest";
    await(gateway.stores().market().send(Request.cmd(Command.SET).arg(key).arg(json.encode())));
  }
}
