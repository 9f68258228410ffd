package io.marketswarm.market.spot;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MarketStage;
import io.marketswarm.market.feed.ScriptedProvider;
import io.marketswarm.market.trail.Trail;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.service.Vitals.Condition;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StocksWorkerTest {
  private static final String HASH = "massive:volume_profile:spx";
  private static final String SESSION = HASH + ":2026-01-27";
  private static final String AAPL =
      "{\"ev\":\"A\",\"sym\":\"AAPL\",\"v\":200,\"o\":25.39,\"c\":25.40,\"h\":25.41,\"l\":25.38,"
          + "\"s\":1769527800000,\"e\":1769527801000}";

  @TempDir static Path folder;
  private static MarketStage stage;
  private static ScriptedProvider provider;

  private final List<String> subscribed = new CopyOnWriteArrayList<>();
  private String worker;

  @BeforeAll
  static void open() {
    stage = new MarketStage(folder, HandMarketClock.at("2026-01-27T15:30:00Z"));
    provider = new ScriptedProvider(stage.vertx());
  }

  @AfterAll
  static void close() {
    provider.close();
    stage.close();
  }

  @BeforeEach
  void start() {
    stage.clock().set("2026-01-27T15:30:00Z");
    stage.ask(Command.FLUSHDB);
    provider.sockets().clear();
    provider.converses(this::letIn);
    provider.answers(
        """
        {"status":"OK","ticker":{"ticker":"X","day":{"o":1,"h":1,"l":1,"c":1,"v":10},
        "min":{"t":1769527740000},"prevDay":{"c":25.00}}}
        """);
    deploy(Map.of());
  }

  @AfterEach
  void stop() {
    stage.undeploy(worker);
  }

  private void deploy(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    String socket = provider.url().replace("http:", "ws:");
    variables.put("MASSIVE_API_KEY", "key");
    variables.put("MASSIVE_REST_BASE", provider.url());
    variables.put("MASSIVE_STOCKS_WS_URL", socket + "/stocks");
    variables.put("MASSIVE_FUTURES_WS_URL", socket + "/futures");
    worker = stage.deploy(new StocksWorker(stage.context("stocks", variables)));
  }

  private void letIn(ServerWebSocket socket) {
    status(socket, "connected");
    socket.textMessageHandler(
        text -> {
          JsonObject command = new JsonObject(text);
          if (command.getString("action").equals("auth")) {
            status(socket, "auth_success");
          } else {
            subscribed.addAll(List.of(command.getString("params").split(",")));
            status(socket, "success");
          }
        });
  }

  private static void status(ServerWebSocket socket, String status) {
    socket.writeTextMessage("[{\"ev\":\"status\",\"status\":\"" + status + "\",\"message\":\"\"}]");
  }

  private void send(String... events) {
    until("it has subscribed", () -> subscribed.contains("T.SPY"));
    ServerWebSocket stocks =
        provider.sockets().stream().filter(s -> s.path().equals("/stocks")).findFirst().get();
    get(stocks.writeTextMessage("[" + String.join(",", events) + "]"));
  }

  private static String trade(double price, long size) {
    return new JsonObject()
        .put("ev", "T")
        .put("sym", "SPY")
        .put("p", price)
        .put("s", size)
        .put("t", 1_769_527_800_000L)
        .encode();
  }

  private static long bucket(String key, int bucket) {
    Response value = stage.ask(Command.HGET, key, bucket);
    return value == null ? 0 : value.toLong();
  }

  private static List<Trail.Row> rows(String symbol) {
    return get(new Trail(stage.market(), symbol).rows(0, 1e12, 1_000));
  }

  @Test
  void aSecondOfAStockIsItsValueAndOneThatChangesNothingIsNot() {
    until("closes are known", () -> provider.asked().size() >= 10);
    send(AAPL);
    until("it is written", () -> stage.json("massive:model:spot:AAPL") != null);
    JsonObject latest = stage.json("massive:model:spot:AAPL");
    JsonObject expected =
        new JsonObject()
            .put("symbol", "AAPL")
            .put("value", 25.40)
            .put("open", 25.39)
            .put("high", 25.41)
            .put("low", 25.38)
            .put("close", 25.40)
            .put("volume", 200)
            .put("ts", "2026-01-27T15:30:00+00:00")
            .put("source", "massive/ws")
            .put("instrument_type", "stock")
            .put("timeframe", "REAL-TIME");
    assertThat(rows("AAPL")).hasSize(1);
    assertThat(new JsonObject(rows("AAPL").get(0).member())).isEqualTo(expected);
    expected.forEach(field -> assertThat(latest).contains(field));
    assertThat(latest.getDouble("prevClose")).isEqualTo(25.00);

    send(AAPL.replace("1769527800000", "1769527801000"));
    send(AAPL.replace("AAPL", "ZZZZ"));
    send(AAPL.replace("AAPL", "TSLA"));
    until("what came later is written", () -> stage.json("massive:model:spot:TSLA") != null);
    assertThat(stage.json("massive:model:spot:AAPL")).isEqualTo(latest);
    assertThat(rows("AAPL")).hasSize(1);
    assertThat(stage.json("massive:model:spot:ZZZZ")).isNull();
  }

  @Test
  void oneConnectionCarriesStocksAndTheFundsTrades() {
    until("it has subscribed", () -> subscribed.contains("T.SPY"));
    assertThat(subscribed)
        .containsExactlyInAnyOrder(
            "A.AAPL", "A.AMD", "A.AMZN", "A.GOOGL", "A.META", "A.MSFT", "A.NVDA", "A.TSLA", "A.DIA",
            "A.IWM", "T.SPY");
    assertThat(provider.sockets()).hasSize(1);
  }

  @Test
  void futuresComeByAConnectionOfTheirOwn() {
    stage.undeploy(worker);
    deploy(Map.of("MASSIVE_FUTURES_WS_ENABLED", "true", "MASSIVE_FUTURES_WS_SYMBOLS", "ES"));
    until(
        "both have subscribed",
        () -> subscribed.contains("A.ES") && provider.sockets().size() >= 2);
    ServerWebSocket futures =
        provider.sockets().stream().filter(s -> s.path().equals("/futures")).findFirst().get();
    get(
        futures.writeTextMessage(
            new JsonArray().add(new JsonObject(AAPL).put("sym", "ES").put("dv", 5_080)).encode()));
    until("it is written", () -> stage.json("massive:model:spot:ES") != null);
    assertThat(stage.json("massive:model:spot:ES").getString("instrument_type"))
        .isEqualTo("future");
    assertThat(stage.json("massive:model:spot:ES").getInteger("dollar_volume")).isEqualTo(5_080);
  }

  @Test
  void tradesOfTheFundAreCountedByBucketWithoutAnotherMessage() {
    send(
        trade(697.50, 100),
        trade(689.123, 7),
        trade(690.005, 3),
        trade(701.999, 2),
        trade(655.555, 1),
        trade(697.50, 50),
        trade(-1, 9),
        trade(697.50, 0),
        AAPL.replace("\"A\"", "\"T\""));
    until("it is counted", () -> bucket(HASH, 697_500) == 150);
    for (String key : List.of(HASH, SESSION)) {
      assertThat(bucket(key, 689_120)).isEqualTo(7);
      assertThat(bucket(key, 690_000)).isEqualTo(3);
      assertThat(bucket(key, 702_000)).isEqualTo(2);
      assertThat(bucket(key, 655_560)).isEqualTo(1);
      assertThat(stage.ask(Command.HLEN, key).toInteger()).isEqualTo(5);
    }
    assertThat(stage.ask(Command.TTL, HASH).toLong()).isEqualTo(-1);
    assertThat(stage.ask(Command.TTL, SESSION).toLong()).isBetween(691_100L, 691_200L);
    String analytics = "massive:volume_profile:analytics";
    assertThat(stage.count(analytics, "trades_processed")).isEqualTo(6);
    assertThat(stage.count(analytics, "volume_added")).isEqualTo(163);
    assertThat(stage.count(analytics, "pending_buckets")).isZero();
    until("it is described", () -> stage.count(HASH + ":meta", "days_processed") == 1);
    assertThat(stage.count(HASH + ":meta", "levels")).isEqualTo(5);
    assertThat(stage.count(HASH + ":meta", "total_volume")).isEqualTo(163);
    assertThat(stage.count(HASH + ":meta", "min_price")).isEqualTo(6555.60);
    assertThat(stage.count(HASH + ":meta", "max_price")).isEqualTo(7020.00);
  }

  @Test
  void nothingCountedIsLostWhenTheWorkerStopsAndTheNextOneGoesOn() {
    send(trade(690.10, 10));
    send(trade(690.10, 20));
    until("a trade has come", () -> counted() == 2);
    stage.undeploy(worker);
    assertThat(bucket(HASH, 690_100)).isEqualTo(30);
    subscribed.clear();
    provider.sockets().clear();
    deploy(Map.of());
    send(trade(690.20, 5));
    until("it goes on", () -> bucket(HASH, 690_200) == 5);
    until("it is described", () -> stage.count(HASH + ":meta", "levels") == 2);
    assertThat(stage.count("massive:volume_profile:analytics", "trades_processed")).isEqualTo(3);
    assertThat(stage.count(HASH + ":meta", "total_volume")).isEqualTo(35);
    assertThat(stage.count(HASH + ":meta", "days_processed")).isEqualTo(1);
  }

  private double base;

  private double counted() {
    return stage.metrics().counter("marketswarm.market.volume.trades").count() - base;
  }

  @BeforeEach
  void countFromHere() {
    base = stage.metrics().counter("marketswarm.market.volume.trades").count();
  }

  @Test
  void whatIsCountedWhileRedisIsAwayIsStoredLater() {
    until("it has subscribed", () -> subscribed.contains("T.SPY"));
    stage.redis().kill();
    until("Redis is missed", () -> !stage.market().up());
    send(trade(690.10, 10));
    until("a trade has come", () -> counted() == 1);
    stage.redis().start();
    until("Redis is back", () -> stage.market().up() && stage.system().up());
    send(trade(690.10, 20));
    until("all is stored", () -> bucket(HASH, 690_100) == 30);
  }

  @Test
  void theConnectionRestsOutsideTheSession() {
    until("it has subscribed", () -> subscribed.contains("T.SPY"));
    stage.clock().set("2026-01-27T21:19:00Z");
    send(AAPL);
    until("it still follows", () -> stage.json("massive:model:spot:AAPL") != null);
    stage.clock().set("2026-01-27T21:21:00Z");
    until("it has left", () -> provider.sockets().get(0).isClosed());
    assertThat(stage.vitals().conditions()).containsEntry("stocks", Condition.OK);
    subscribed.clear();
    stage.clock().set("2026-01-28T14:25:00Z");
    until("it has come back", () -> subscribed.contains("T.SPY"));
  }
}
