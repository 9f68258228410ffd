package io.marketswarm.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.sim.core.MarketOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedTest {
  private static final String CALL = "O:SPXW260127C06900000";
  private static final String PUT = "O:SPXW260127P06900000";
  private static SimServer server;

  @BeforeAll
  static void start() {
    server = SimServer.start(SimServer.MARKET);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void leave() {
    server.closeClients();
  }

  @Test
  void greetsAuthenticatesAndConfirmsEachChannel() {
    FeedProbe probe = server.open("/options");
    assertThat(probe.status("connected").getString("message")).isNotBlank();
    probe.say("auth", "any key");
    assertThat(probe.status("auth_success").getString("message")).isEqualTo("authenticated");
    probe.say("subscribe", "T." + CALL + ",T." + PUT);
    Wait.until("both confirmed", () -> messages(probe, "success").size() == 2);
    assertThat(messages(probe, "success"))
        .containsExactly("subscribed to: T." + CALL, "subscribed to: T." + PUT);
    probe.say("unsubscribe", "T." + PUT);
    Wait.until("confirmed", () -> messages(probe, "success").size() == 3);
    assertThat(messages(probe, "success")).endsWith("unsubscribed to: T." + PUT);
  }

  private static List<String> messages(FeedProbe probe, String status) {
    return probe.events("status").stream()
        .filter(e -> status.equals(e.getString("status")))
        .map(e -> e.getString("message"))
        .toList();
  }

  @Test
  void tellsOptionTradesInTheProvidersShape() {
    FeedProbe probe = server.open("/options").authenticated().subscribed("T." + CALL);
    server.pass(3_000);
    Wait.until("trades came", () -> !probe.events("T").isEmpty());
    for (JsonObject trade : probe.events("T")) {
      assertThat(trade.fieldNames()).containsExactly("ev", "sym", "x", "p", "s", "c", "t", "q");
      assertThat(trade.getString("sym")).isEqualTo(CALL);
      assertThat(trade.getInteger("x")).isBetween(300, 325);
      assertThat(trade.getDouble("p")).isPositive();
      assertThat(trade.getInteger("s")).isPositive();
      assertThat(trade.getLong("t")).isBetween(SimServer.START, server.clock().millis());
    }
    assertThat(probe.events("T")).extracting(t -> t.getInteger("q")).isSorted();
  }

  @Test
  void changesSubscriptionsInPlace() {
    FeedProbe probe = server.open("/options").authenticated().subscribed("T." + CALL);
    server.pass(2_000);
    Wait.until("trades came", () -> !probe.events("T").isEmpty());
    probe.say("unsubscribe", "T." + CALL);
    probe.expect(
        "end of subscription", e -> ("unsubscribed to: T." + CALL).equals(e.getString("message")));
    probe.subscribed("T." + PUT);
    probe.forget();
    server.pass(3_000);
    Wait.until("trades came", () -> !probe.events("T").isEmpty());
    assertThat(probe.events("T")).allMatch(trade -> PUT.equals(trade.getString("sym")));
  }

  @Test
  void theFirehoseTellsEveryTradeOnce() {
    FeedProbe probe = server.open("/options").authenticated().subscribed("T.*", "T." + CALL);
    server.pass(2_000);
    Wait.until("trades came", () -> probe.events("T").size() > 1_000);
    List<String> ids =
        probe.events("T").stream().map(t -> t.getString("sym") + "#" + t.getInteger("q")).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(probe.events("T").stream().map(t -> t.getString("sym")).distinct())
        .hasSizeGreaterThan(50);
  }

  @Test
  void tellsQuotesAsTheyChange() {
    FeedProbe probe = server.open("/options").authenticated().subscribed("Q." + CALL);
    server.pass(3_000);
    Wait.until("quotes came", () -> probe.events("Q").size() > 3);
    for (JsonObject quote : probe.events("Q")) {
      assertThat(quote.fieldNames())
          .containsExactly("ev", "sym", "bx", "ax", "bp", "ap", "bs", "as", "t", "q");
      assertThat(quote.getDouble("bp")).isLessThan(quote.getDouble("ap"));
    }
    assertThat(probe.events("Q")).extracting(q -> q.getLong("t")).isSorted();
  }

  @Test
  void limitsQuotesToAThousandContracts() {
    List<String> contracts =
        server
            .pages("/v3/reference/options/contracts?limit=1000&expiration_date.lte=2026-01-29")
            .stream()
            .limit(1_001)
            .map(c -> "Q." + c.getString("ticker"))
            .toList();
    assertThat(contracts).hasSize(1_001);
    FeedProbe probe = server.open("/options").authenticated();
    for (int i = 0; i < contracts.size(); i += 500) {
      probe.say(
          "subscribe", String.join(",", contracts.subList(i, Math.min(i + 500, contracts.size()))));
    }
    JsonObject error = probe.status("error");
    assertThat(error.getString("message")).contains("1000", contracts.get(1_000));
    assertThat(messages(probe, "success")).hasSize(1_000);
    probe.forget();
    probe.say("subscribe", contracts.get(0));
    probe.status("success");
    probe.say("unsubscribe", contracts.get(0));
    probe.say("subscribe", contracts.get(1_000));
    probe.expect(
        "room for one more",
        e -> ("subscribed to: " + contracts.get(1_000)).equals(e.getString("message")));
    FeedProbe all = server.open("/options").authenticated();
    all.say("subscribe", "Q.*");
    assertThat(all.status("error").getString("message")).contains("1000");
  }

  @Test
  void tellsIndexValues() {
    FeedProbe probe = server.open("/indices").authenticated().subscribed("V.I:SPX", "V.I:VIX");
    server.pass(1_000);
    Wait.until("values came", () -> probe.events("V").size() >= 40);
    assertThat(probe.events("V"))
        .allSatisfy(
            value -> {
              assertThat(value.fieldNames()).containsExactly("ev", "T", "val", "t");
              assertThat(value.getString("T")).isIn("I:SPX", "I:VIX");
              assertThat(value.getDouble("val")).isPositive();
            });
    FeedProbe all = server.open("/indices").authenticated().subscribed("V.*");
    server.pass(1_000);
    Wait.until("values came", () -> all.events("V").size() >= 100);
    assertThat(all.events("V").stream().map(v -> v.getString("T")).distinct()).hasSize(5);
  }

  @Test
  void tellsStockTradesAndOneBarPerSecond() {
    FeedProbe probe = server.open("/stocks").authenticated().subscribed("T.SPY", "A.SPY", "A.AAPL");
    server.pass(5_000);
    Wait.until(
        "bars came",
        () ->
            probe.events("A").stream().filter(a -> "AAPL".equals(a.getString("sym"))).count() >= 3);
    JsonObject trade = probe.events("T").get(0);
    assertThat(trade.fieldNames())
        .containsExactly("ev", "sym", "x", "i", "z", "p", "s", "c", "t", "q");
    assertThat(trade.getInteger("s")).isBetween(1, 2_000);
    List<JsonObject> bars =
        probe.events("A").stream().filter(a -> "AAPL".equals(a.getString("sym"))).toList();
    for (JsonObject bar : bars) {
      assertThat(bar.getLong("s") % 1_000).isZero();
      assertThat(bar.getLong("e") - bar.getLong("s")).isEqualTo(1_000);
      assertThat(bar.getDouble("l")).isLessThanOrEqualTo(bar.getDouble("h"));
      assertThat(bar.getDouble("vw"))
          .isBetween(bar.getDouble("l") - 0.01, bar.getDouble("h") + 0.01);
      assertThat(bar.getLong("v")).isPositive().isLessThanOrEqualTo(bar.getLong("av"));
    }
    assertThat(bars).extracting(bar -> bar.getLong("s")).doesNotHaveDuplicates().isSorted();
    long second = bars.get(1).getLong("s");
    long printed =
        probe.events("T").stream()
            .filter(t -> t.getLong("t") >= second && t.getLong("t") < second + 1_000)
            .mapToLong(t -> t.getLong("s"))
            .sum();
    JsonObject spy =
        probe.expect(
            "SPY's bar",
            e ->
                "A".equals(e.getString("ev"))
                    && "SPY".equals(e.getString("sym"))
                    && e.getLong("s") == second);
    assertThat(spy.getLong("v")).as("the bar adds up the prints").isEqualTo(printed);
  }

  @Test
  void tellsFutures() {
    FeedProbe probe = server.open("/futures").authenticated().subscribed("A.ES");
    server.pass(3_000);
    Wait.until("bars came", () -> !probe.events("A").isEmpty());
    assertThat(probe.events("A").get(0).getDouble("dv")).isPositive();
    assertThat(probe.events("A").get(0).getDouble("c")).isBetween(6_000.0, 8_000.0);
  }

  @Test
  void manyClientsHearTheSame() {
    List<FeedProbe> probes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      probes.add(server.open("/options").authenticated().subscribed("T." + CALL));
    }
    server.pass(3_000);
    Wait.until("all heard", () -> probes.stream().noneMatch(p -> p.events("T").isEmpty()));
    long last = server.clock().millis();
    int count = probes.get(0).events("T").size();
    Wait.until(
        "all heard everything", () -> probes.stream().allMatch(p -> p.events("T").size() >= count));
    assertThat(probes)
        .allSatisfy(
            p ->
                assertThat(p.events("T").subList(0, count))
                    .isEqualTo(probes.get(0).events("T").subList(0, count)));
    assertThat(last).isGreaterThan(SimServer.START);
  }

  @Test
  void refusesToServeStrangers() {
    FeedProbe probe = server.open("/options");
    probe.say("subscribe", "T." + CALL);
    probe.status("not_authorized");
    probe.say("auth", "");
    assertThat(probe.status("auth_failed")).isNotNull();
    assertThat(probe.awaitClose()).isEqualTo((short) 1008);
  }

  @Test
  void answersNonsenseWithAnErrorAndGoesOn() {
    FeedProbe probe = server.open("/options").authenticated();
    for (String nonsense :
        List.of("hello", "[1,2]", "{\"action\":7}", "{\"action\":\"dance\",\"params\":\"x\"}")) {
      probe.forget();
      probe.sayRaw(nonsense);
      probe.status("error");
    }
    for (String channel : List.of("T", ".", "T.SPY", "A." + CALL, "V.I:SPX", "X.\"quoted\"", "")) {
      probe.forget();
      probe.say("subscribe", channel);
      assertThat(probe.status("error").getString("message")).contains(channel);
    }
    probe.subscribed("T." + CALL);
  }

  @ParameterizedTest
  @CsvSource({"/", "/forex", "/options/x"})
  void servesNoOtherClusters(String path) throws Exception {
    WebSocketClient client = server.vertx().createWebSocketClient();
    try {
      client
          .connect(server.port(), "127.0.0.1", path)
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
      throw new AssertionError("connected to " + path);
    } catch (ExecutionException refused) {
      assertThat(refused.getCause()).isInstanceOf(UpgradeRejectedException.class);
      assertThat(((UpgradeRejectedException) refused.getCause()).getStatus()).isEqualTo(404);
    }
  }

  @Test
  void answersPings() {
    FeedProbe probe = server.open("/options").authenticated();
    StringBuffer pong = new StringBuffer();
    probe.socket().pongHandler(buffer -> pong.append(buffer));
    Wait.get(probe.socket().writePing(io.vertx.core.buffer.Buffer.buffer("hi")));
    Wait.until("pong", () -> pong.toString().equals("hi"));
  }

  @Test
  void shutsOutWhoeverTakesTooLongToAuthenticate() {
    try (SimServer strict =
        SimServer.start(o -> o.withMarket(small()).withLimits(0, 0, Duration.ofMillis(100)))) {
      FeedProbe probe = strict.open("/options");
      probe.status("auth_timeout");
      assertThat(probe.awaitClose()).isEqualTo((short) 1008);
    }
  }

  @Test
  void allowsOneConnectionPerClusterWhenSoConfigured() {
    try (SimServer strict =
        SimServer.start(o -> o.withMarket(small()).withLimits(1, 0, Duration.ofSeconds(10)))) {
      FeedProbe first = strict.open("/options").authenticated();
      FeedProbe second = strict.open("/options");
      second.status("max_connections");
      assertThat(second.awaitClose()).isEqualTo((short) 1008);
      strict.open("/stocks").authenticated();
      assertThat(first.isClosed()).isFalse();
      Wait.get(first.socket().close());
      Wait.until("seen gone", () -> strict.state().getInteger("clients") == 1);
      strict.open("/options").authenticated();
    }
  }

  @Test
  void wantsTheRightKeyWhenStrict() {
    try (SimServer strict = SimServer.start(o -> o.withMarket(small()).withStrictKey("s3cret"))) {
      assertThat(strict.withKey("/v3/snapshot", "sim").statusCode()).isEqualTo(401);
      assertThat(strict.withKey("/v3/snapshot", "s3cret").statusCode()).isEqualTo(200);
      FeedProbe probe = strict.open("/options");
      probe.say("auth", "sim");
      probe.status("auth_failed");
      assertThat(probe.awaitClose()).isEqualTo((short) 1008);
    }
  }

  @Test
  void shutsOutAClientThatDoesNotReadAndKeepsServingTheOthers() {
    try (SimServer busy =
        SimServer.start(SimServer.MARKET.withSpeed(60).withTradesPerSecond(1_000))) {
      FeedProbe slow = busy.open("/options").authenticated().subscribed("T.*");
      FeedProbe quick = busy.open("/options").authenticated().subscribed("T." + CALL);
      slow.socket().pause();
      busy.clock().move(2_000);
      Wait.until(
          "the slow one is out",
          () -> busy.state().getJsonObject("counters").getInteger("slow_closed") == 1);
      long last = busy.clock().millis() - 100;
      quick.expect("the last trades", e -> "T".equals(e.getString("ev")) && e.getLong("t") > last);
      assertThat(quick.isClosed()).isFalse();
    }
  }

  private static MarketOptions small() {
    return SimServer.MARKET.withUnderlyings(List.of());
  }

  @Test
  void batchesManyEventsIntoFewFrames() {
    FeedProbe probe = server.open("/options").authenticated();
    long before = server.state().getJsonObject("counters").getLong("frames_sent");
    String many =
        IntStream.range(0, 400)
            .mapToObj(i -> "T.O:SPXW260127C%08d".formatted(6_000_000 + i * 5_000))
            .collect(Collectors.joining(","));
    probe.say("subscribe", many);
    Wait.until("all confirmed", () -> messages(probe, "success").size() == 400);
    long frames = server.state().getJsonObject("counters").getLong("frames_sent") - before;
    assertThat(frames).isLessThan(20);
  }
}
