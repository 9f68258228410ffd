package io.marketswarm.gateway.models;

import static io.marketswarm.gateway.DataEdge.becomes;
import static io.marketswarm.store.BusName.MARKET;
import static io.marketswarm.store.BusName.SYSTEM;
import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.gateway.DataEdge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models over HTTP, as Redis and the event bus bring them. */
class ModelRoutesTest {
  private static DataEdge edge;
  private static DataEdge.As trader;

  @BeforeAll
  static void start() throws Exception {
    edge = DataEdge.with(ModelRoutes::new);
    trader = edge.as("models");
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
  }

  @BeforeEach
  void noModels() throws Exception {
    edge.redis(MARKET, Command.FLUSHDB);
    edge.redis(SYSTEM, Command.DEL, VolumeProfiles.KEY, "tier_gates");
  }

  private static void set(String key, Object json) throws Exception {
    edge.redis(MARKET, Command.SET, key, json);
  }

  private static JsonObject data(String path) throws Exception {
    HttpResponse<Buffer> answer = trader.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    JsonObject body = answer.bodyAsJsonObject();
    assertThat(body.getBoolean("success")).isTrue();
    assertThat(body.getLong("ts")).isBetween(1_700_000_000_000L, 4_000_000_000_000L);
    return body.getJsonObject("data");
  }

  private static void expectMissing(String path, String error) throws Exception {
    HttpResponse<Buffer> answer = trader.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(404);
    assertThat(answer.bodyAsJsonObject())
        .isEqualTo(new JsonObject().put("success", false).put("error", error));
  }

  /** A key of its own for each test, as models that are gone stay. */
  private static String fresh(String test) {
    return "T:" + test;
  }

  @Test
  void passesModelsOnByteByByte() throws Exception {
    String model = "{\"ts\":1772461800.5,\"symbol\":\"T:SEL\",\"recommendations\":[ 1.50 ]}";
    set(ModelKeys.selector(fresh("SEL")), model);
    HttpResponse<Buffer> answer = trader.get("/api/models/trade_selector/t%3Asel");
    assertThat(answer.bodyAsString())
        .startsWith("{\"success\":true,\"data\":" + model + ",\"ts\":");
    assertThat(answer.getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-cache");
    expectMissing("/api/models/trade_selector/T:NONE", "No trade selector data found for T:NONE");
  }

  @Test
  void largeModelsArriveWhole() throws Exception {
    String tiles =
        String.join(
            ",",
            IntStream.range(0, 20_000)
                .mapToObj(i -> "\"single:0:0:" + i + "\":{\"k\":1}")
                .toList());
    String model = "{\"ts\":1,\"symbol\":\"T:BIG\",\"version\":5,\"tiles\":{" + tiles + "}}";
    set(ModelKeys.heatmap(fresh("BIG")), model);
    for (int time = 0; time < 3; time++) {
      HttpResponse<Buffer> answer = trader.get("/api/models/heatmap/T:BIG");
      assertThat(answer.bodyAsString())
          .startsWith("{\"success\":true,\"data\":" + model + ",\"ts\":");
      assertThat(answer.getHeader("Vary")).containsIgnoringCase("accept-encoding");
    }
    for (String encodings : List.of("gzip, deflate, br", "br;q=1, gzip;q=0.5")) {
      HttpResponse<Buffer> packed = asked("/api/models/heatmap/T:BIG", encodings);
      assertThat(packed.getHeader("Content-Encoding")).isEqualTo("gzip");
      assertThat(packed.getHeader("Content-Type")).isEqualTo("application/json");
      assertThat(packed.body().length()).isLessThan(model.length() / 4);
      assertThat(unpacked(packed.body()))
          .startsWith("{\"success\":true,\"data\":" + model + ",\"ts\":")
          .endsWith("}");
    }
    for (String encodings : List.of("identity", "br", "gzip;q=0")) {
      HttpResponse<Buffer> plain = asked("/api/models/heatmap/T:BIG", encodings);
      assertThat(plain.getHeader("Content-Encoding")).isNull();
      assertThat(plain.body().length()).isGreaterThan(model.length());
    }
    HttpResponse<Buffer> small = asked("/api/models/vexy/latest", "gzip");
    assertThat(small.getHeader("Content-Encoding")).isNull();
  }

  private static HttpResponse<Buffer> asked(String path, String encodings) throws Exception {
    return await(
        trader.request(HttpMethod.GET, path).putHeader("Accept-Encoding", encodings).send());
  }

  private static String unpacked(Buffer body) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void saysNothingAgainToWhoHasIt() throws Exception {
    String key = ModelKeys.exposure(fresh("TAG"));
    set(key, "{\"ts\":1,\"spot\":6000}");
    String tag = trader.get("/api/models/exposure/T:TAG").getHeader("ETag");
    HttpResponse<Buffer> again =
        await(
            trader
                .request(HttpMethod.GET, "/api/models/exposure/T:TAG")
                .putHeader("If-None-Match", "W/\"other\", " + tag)
                .send());
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isNull();
    assertThat(again.getHeader("ETag")).isEqualTo(tag);
    set(key, "{\"ts\":2,\"spot\":6001}");
    becomes(() -> !trader.get("/api/models/exposure/T:TAG").getHeader("ETag").equals(tag));
  }

  @Test
  void whatPublishersBringOverTheEventBusIsThereAtOnce() throws Exception {
    String key = ModelKeys.selector(fresh("BUS"));
    for (int n = 1; n <= 3; n++) {
      edge.messages()
          .publish(
              Addresses.MARKET_MODEL,
              new ModelUpdate(
                  key, n, n, ModelUpdate.Kind.FULL, Buffer.buffer("{\"ts\":" + n + "}")));
    }
    becomes(
        () -> {
          HttpResponse<Buffer> answer = trader.get("/api/models/trade_selector/T:BUS");
          return answer.statusCode() == 200
              && answer.bodyAsJsonObject().getJsonObject("data").getInteger("ts") == 3;
        });
  }

  @Test
  void gammaPutsBothSidesTogether() throws Exception {
    expectMissing("/api/models/gex/T:GEX", "No GEX data found for T:GEX");
    set(ModelKeys.calls("T:GEX"), "{\"ts\":1,\"expirations\":{\"2026-03-06\":{\"6900\":1945.0}}}");
    assertThat(data("/api/models/gex/T:GEX"))
        .isEqualTo(
            new JsonObject(
                """
                {"symbol":"T:GEX","calls":{"ts":1,"expirations":{"2026-03-06":{"6900":1945.0}}},
                 "puts":null}\
                """));
    set(ModelKeys.puts("T:GEX"), "{\"ts\":2,\"expirations\":{}}");
    assertThat(data("/api/models/gex/T:GEX").getJsonObject("puts").getInteger("ts")).isEqualTo(2);
  }

  @Test
  void modelsOfTheWholeMarket() throws Exception {
    expectMissing("/api/models/vix_regime", "No VIX regime data available");
    set(ModelKeys.MARKET_MODE, "{\"ts\":1,\"score\":58.9,\"mode\":\"transition\"}");
    set(ModelKeys.VIX_REGIME, "{\"ts\":1,\"regime\":\"goldilocks_1\"}");
    set(ModelKeys.BIAS, "{\"ts\":1,\"lfi_score\":40.5}");
    assertThat(data("/api/models/market_mode").getString("mode")).isEqualTo("transition");
    assertThat(data("/api/models/vix_regime").getString("regime")).isEqualTo("goldilocks_1");
    assertThat(data("/api/models/bias_lfi").getDouble("lfi_score")).isEqualTo(40.5);
  }

  @Test
  void malformedModelsAreNotPassedOn() throws Exception {
    set(ModelKeys.selector("T:BAD"), "{\"ts\":1");
    expectMissing("/api/models/trade_selector/T:BAD", "No trade selector data found for T:BAD");
  }

  @Test
  void heatmapWorksInChangesThatAreTold() throws Exception {
    String symbol = "T:DIFF";
    set(
        ModelKeys.heatmap(symbol),
        """
        {"ts":1,"symbol":"T:DIFF","version":100,"dtes_available":[0],"tiles":{"a":1,"b":2}}\
        """);
    assertThat(data("/api/models/heatmap/T:DIFF").getInteger("version")).isEqualTo(100);
    edge.redis(
        MARKET,
        Command.PUBLISH,
        "massive:heatmap:diff:" + symbol,
        """
        {"ts":2,"version":101,"symbol":"T:DIFF","changed":{"b":3,"c":4},"removed":["a"],
         "dtes_available":[0,1],"atm_iv":{"0":0.15}}\
        """);
    becomes(() -> data("/api/models/heatmap/T:DIFF").getInteger("version") == 101);
    assertThat(data("/api/models/heatmap/T:DIFF"))
        .isEqualTo(
            new JsonObject(
                """
                {"ts":2,"symbol":"T:DIFF","version":101,"dtes_available":[0,1],
                 "tiles":{"b":3,"c":4},"atm_iv":{"0":0.15}}\
                """));
  }

  @Test
  void heatmapOfAStrategyFallsBackToTheLatest() throws Exception {
    set(ModelKeys.heatmap("T:STRAT"), "{\"ts\":1,\"version\":1,\"tiles\":{}}");
    set(ModelKeys.heatmap("T:STRAT", "butterfly"), "{\"ts\":7,\"version\":7,\"tiles\":{}}");
    assertThat(data("/api/models/heatmap/T:STRAT/butterfly").getInteger("ts")).isEqualTo(7);
    assertThat(data("/api/models/heatmap/T:STRAT/vertical").getInteger("ts")).isEqualTo(1);
    assertThat(trader.get("/api/models/heatmap/T:STRAT/Bad!").statusCode()).isEqualTo(400);
    assertThat(trader.get("/api/models/heatmap/a%20b").statusCode()).isEqualTo(400);
  }

  @Test
  void heatmapIsGated() throws Exception {
    set(ModelKeys.heatmap("T:GATE"), "{\"ts\":1,\"version\":1,\"tiles\":{}}");
    edge.redis(
        SYSTEM,
        Command.SET,
        "tier_gates",
        """
        {"mode":"tier_limited","defaults":{"heatmap_access":{"type":"boolean","value":false}}}\
        """);
    edge.redis(SYSTEM, Command.PUBLISH, "tier_gates:updated", "{}");
    becomes(() -> status("/api/models/heatmap/T:GATE") == 403);
    assertThat(trader.get("/api/models/heatmap/T:GATE").bodyAsJsonObject().getString("feature"))
        .isEqualTo("heatmap_access");
    edge.redis(SYSTEM, Command.DEL, "tier_gates");
    edge.redis(SYSTEM, Command.PUBLISH, "tier_gates:updated", "{}");
    becomes(() -> status("/api/models/heatmap/T:GATE") == 200);
  }

  private static int status(String path) throws Exception {
    return trader.get(path).statusCode();
  }

  @Test
  void spotsTellTheirChangeSinceThePreviousClose() throws Exception {
    edge.clock().set("2026-03-02T15:00:00Z");
    long friday = 1_772_226_000L;
    String trail = ModelKeys.trail("I:SPX");
    edge.redis(MARKET, Command.ZADD, trail, friday - 60, "{\"value\":6700}");
    edge.redis(MARKET, Command.ZADD, trail, friday + 900, "{\"value\":6802.5}");
    edge.redis(MARKET, Command.ZADD, trail, friday + 1201, "{\"value\":6900}");
    set(ModelKeys.spot("I:SPX"), "{\"symbol\":\"I:SPX\",\"value\":6831.25,\"ts\":\"T\"}");
    set(
        ModelKeys.spot("T:TOLD"),
        "{\"value\":11,\"prevClose\":10,\"change\":1,\"changePercent\":10}");
    becomes(() -> data("/api/models/spot").containsKey("I:SPX"));
    assertThat(data("/api/models/spot").getJsonObject("I:SPX"))
        .isEqualTo(
            new JsonObject(
                """
                {"symbol":"I:SPX","value":6831.25,"ts":"T","prevClose":6802.5,"change":28.75,
                 "changePercent":0.42263873575891214}\
                """));
  }

  @Test
  void candlesFollowTheTrail() throws Exception {
    String trail = ModelKeys.trail("T:CAN");
    long base = 1_772_461_800L;
    double[][] points = {
      {0, 6800}, {120, 6805.5}, {299, 6798.25}, {300, 6799}, {899, 6810}, {900, 6807.5}
    };
    for (double[] point : points) {
      String ts = Instant.ofEpochSecond(base + (long) point[0]).toString();
      edge.redis(
          MARKET,
          Command.ZADD,
          trail,
          base + point[0] + 0.25,
          new JsonObject().put("value", point[1]).put("ts", ts).encode());
    }
    edge.redis(MARKET, Command.ZADD, trail, base + 901, "no JSON");
    assertThat(data("/api/models/candles/T:CAN?days=20").getInteger("days")).isEqualTo(7);
    edge.redis(MARKET, Command.ZADD, trail, base + 1800, "{\"value\":6801}");
    becomes(() -> data("/api/models/candles/T:CAN").getInteger("spot") == 6801);
    JsonObject candles = data("/api/models/candles/T:CAN");
    assertThat(candles.getString("symbol")).isEqualTo("T:CAN");
    assertThat(candles.getInteger("days")).isEqualTo(1);
    assertThat(candles.getJsonArray("candles_5m"))
        .isEqualTo(
            new JsonArray(
                """
                [{"t":1772461800,"o":6800,"h":6805.5,"l":6798.25,"c":6798.25},
                 {"t":1772462100,"o":6799,"h":6799,"l":6799,"c":6799},
                 {"t":1772462400,"o":6810,"h":6810,"l":6810,"c":6810},
                 {"t":1772462700,"o":6807.5,"h":6807.5,"l":6807.5,"c":6807.5},
                 {"t":1772463600,"o":6801,"h":6801,"l":6801,"c":6801}]\
                """));
    assertThat(candles.getJsonArray("candles_10m"))
        .isEqualTo(
            new JsonArray(
                """
                [{"t":1772461800,"o":6800,"h":6805.5,"l":6798.25,"c":6799},
                 {"t":1772462400,"o":6810,"h":6810,"l":6807.5,"c":6807.5},
                 {"t":1772463600,"o":6801,"h":6801,"l":6801,"c":6801}]\
                """));
    assertThat(candles.getJsonArray("candles_1h"))
        .isEqualTo(
            new JsonArray(
                """
                [{"t":1772460000,"o":6800,"h":6810,"l":6798.25,"c":6807.5},
                 {"t":1772463600,"o":6801,"h":6801,"l":6801,"c":6801}]\
                """));
    expectMissing("/api/models/candles/T:NONE", "No trail data found for T:NONE");
  }

  @Test
  void candlesAreMadeAnewWhenTheTrailIsFilledInBehind() throws Exception {
    String trail = ModelKeys.trail("T:FILL");
    edge.redis(MARKET, Command.ZADD, trail, 1_772_461_900, "{\"value\":10}");
    assertThat(data("/api/models/candles/T:FILL").getJsonArray("candles_5m")).hasSize(1);
    edge.redis(MARKET, Command.ZADD, trail, 1_772_461_000, "{\"value\":9}");
    becomes(() -> data("/api/models/candles/T:FILL").getJsonArray("candles_5m").size() == 2);
  }

  @Test
  void longTrailsAreReadInPages() throws Exception {
    String trail = ModelKeys.trail("T:LONG");
    int points = 12_345;
    for (int from = 0; from < points; from += 1_000) {
      Object[] words = new Object[1 + 2 * Math.min(1_000, points - from)];
      words[0] = trail;
      for (int i = 0; 2 * i + 1 < words.length; i++) {
        words[2 * i + 1] = 1_772_000_000 + from + i;
        words[2 * i + 2] = "{\"value\":" + (from + i) + ",\"n\":" + (from + i) + "}";
      }
      edge.redis(MARKET, Command.ZADD, words);
    }
    JsonObject candles = data("/api/models/candles/T:LONG?days=7");
    assertThat(candles.getInteger("spot")).isEqualTo(points - 1);
    JsonArray hours = candles.getJsonArray("candles_1h");
    assertThat(hours.getJsonObject(0).getInteger("o")).isZero();
    assertThat(hours.getJsonObject(hours.size() - 1).getInteger("h")).isEqualTo(points - 1);
  }

  @Test
  void volumeProfileOfTheRangeAskedFor() throws Exception {
    expectMissing("/api/models/volume_profile?mode=tv", "No volume profile available");
    edge.redis(
        SYSTEM,
        Command.SET,
        VolumeProfiles.KEY,
        """
        {"buckets_raw":{"6000":1,"6001":2},"buckets_tv":{"6000":10,"6001":25,"6003":7.5},
         "min_price":2000,"max_price":7000,"bin_size":1,"last_updated":"2026-03-02T14:30:00Z",
         "structures":{"volume_nodes":[6001],"volume_wells":[],"crevasses":[]}}\
        """);
    JsonObject all = data("/api/models/volume_profile?mode=tv");
    assertThat(all)
        .isEqualTo(
            new JsonObject(
                """
                {"levels":[{"price":6003,"volume":7.5},{"price":6001,"volume":25},
                 {"price":6000,"volume":10}],"maxVolume":25,"count":3,"mode":"tv","step":1,
                 "structures":{"volume_nodes":[6001],"volume_wells":[],"crevasses":[]}}\
                """));
    assertThat(data("/api/models/volume_profile?min=6001&max=6002.5").getJsonArray("levels"))
        .isEqualTo(new JsonArray("[{\"price\":6001,\"volume\":2}]"));
    assertThat(trader.get("/api/models/volume_profile?min=x").statusCode()).isEqualTo(400);
    HttpResponse<Buffer> answer = trader.get("/api/models/volume_profile");
    assertThat(answer.getHeader("Cache-Control")).isEqualTo("max-age=2");
    assertThat(answer.getHeader("ETag")).isNotEmpty();
  }

  @Test
  void strikesOfAChain() throws Exception {
    HttpResponse<Buffer> none = trader.get("/api/options/strikes/I:SPX");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.bodyAsJsonObject().getString("error")).isEqualTo("No chain data available");
    set(
        "massive:chain:latest",
        """
        {"ts":1772461800,"contracts":{"O:SPXW260213C06870000":{"open_interest":5},
         "SPX260320P05000000":{},"O:NDXP260213C25100500":null,"O:SPY260213C00690000":{},
         "nonsense":{}}}\
        """);
    set("massive:chain:ts", "1772461800");
    assertThat(trader.get("/api/options/strikes/I:SPX").bodyAsJsonObject())
        .isEqualTo(
            new JsonObject(
                """
                {"success":true,"symbol":"I:SPX","strikes":[5000.0,6870.0],
                 "ts":1772461800000}\
                """));
    assertThat(strikes("SPX")).isEqualTo(new JsonArray("[5000.0,6870.0]"));
    assertThat(strikes("I%3ANDX")).isEqualTo(new JsonArray("[25100.5]"));
    assertThat(strikes("SPY")).isEqualTo(new JsonArray("[690.0]"));
    assertThat(strikes("QQQ")).isEmpty();
    set("massive:chain:latest", "{\"ts\":1772461810,\"contracts\":{}}");
    set("massive:chain:ts", "1772461810");
    assertThat(trader.get("/api/options/strikes/I:SPX").bodyAsJsonObject().getString("error"))
        .isEqualTo("Chain data has no contracts");
  }

  private static JsonArray strikes(String symbol) throws Exception {
    return trader.get("/api/options/strikes/" + symbol).bodyAsJsonObject().getJsonArray("strikes");
  }

  @Test
  void wordsOfTheCompanion() throws Exception {
    assertThat(data("/api/models/vexy/latest"))
        .isEqualTo(new JsonObject("{\"epoch\":null,\"event\":null}"));
    set(ModelKeys.VEXY_EPOCH, "{\"kind\":\"epoch\",\"text\":\"Quiet.\"}");
    assertThat(data("/api/models/vexy/latest").getJsonObject("epoch").getString("text"))
        .isEqualTo("Quiet.");
    String messages = "vexy:messages:" + LocalDate.now(ZoneOffset.UTC);
    edge.redis(MARKET, Command.RPUSH, messages, "{\"text\":\"a\"}", "{broken", "{\"text\":\"b\"}");
    assertThat(trader.get("/api/models/vexy/history").bodyAsJsonObject().getJsonArray("data"))
        .isEqualTo(new JsonArray("[{\"text\":\"a\"},{\"text\":\"b\"}]"));
    assertThat(trader.delete("/api/models/vexy/clear").statusCode()).isEqualTo(403);
    JsonObject cleared = edge.admin().delete("/api/models/vexy/clear").bodyAsJsonObject();
    assertThat(cleared.getString("message")).isEqualTo("Messages cleared");
    assertThat(data("/api/models/vexy/latest").getValue("epoch")).isNull();
    assertThat(trader.get("/api/models/vexy/history").bodyAsJsonObject().getJsonArray("data"))
        .isEmpty();
  }

  @Test
  void onlyAdministratorsTakeTheCompanionsWordsBack() throws Exception {
    String messages = "vexy:messages:" + LocalDate.now(ZoneOffset.UTC);
    edge.redis(MARKET, Command.DEL, messages);
    edge.redis(MARKET, Command.RPUSH, messages, "{\"text\":\"a\"}");
    for (DataEdge.As who :
        List.of(trader, edge.as("words-coach", "coaching"), edge.as("words-sub", "subscriber"))) {
      HttpResponse<Buffer> refused = who.delete("/api/models/vexy/clear");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.bodyAsString()).isEqualTo("{\"error\":\"Admin access required\"}");
    }
    assertThat(edge.nobody().delete("/api/models/vexy/clear").statusCode()).isEqualTo(401);
    assertThat(trader.get("/api/models/vexy/history").bodyAsJsonObject().getJsonArray("data"))
        .hasSize(1);
    assertThat(edge.admin().delete("/api/models/vexy/clear").statusCode()).isEqualTo(200);
    assertThat(trader.get("/api/models/vexy/history").bodyAsJsonObject().getJsonArray("data"))
        .isEmpty();
  }

  @Test
  void trackedTradesAreForAdministrators() throws Exception {
    assertThat(trader.get("/api/models/trade_tracking/stats").statusCode()).isEqualTo(403);
    String prefix = "massive:selector:tracking:";
    edge.redis(
        MARKET,
        Command.HSET,
        prefix + "active",
        "a",
        "{\"entry_ts\":1,\"current_pnl\":1.5,\"max_pnl\":2}",
        "b",
        "{\"entry_ts\":2,\"current_pnl\":-0.5,\"max_pnl\":0}",
        "c",
        "broken");
    edge.redis(MARKET, Command.LPUSH, prefix + "history", "{\"id\":\"old\"}", "{\"id\":\"new\"}");
    edge.redis(
        MARKET,
        Command.HSET,
        prefix + "stats",
        "rank1:count",
        20,
        "rank1:wins",
        11,
        "rank1:total_pnl",
        246.8,
        "rank1:total_max_pnl",
        403.25,
        "rank2:count",
        0);
    assertThat(adminData("/api/models/trade_tracking/stats"))
        .isEqualTo(
            new JsonObject(
                """
                {"activeCount":2,"historyCount":2,"totalCurrentPnl":1,"totalMaxPnl":2,
                 "historicalTotalPnl":246.8,"historicalTotalMaxPnl":403.25,
                 "historicalTotalWins":11,"historicalTotalCount":20,
                 "byRank":{"1":{"count":20,"wins":11,"totalPnl":246.8,"totalMaxPnl":403.25,
                 "winRate":"55.0%","avgPnl":"12.34","avgMaxPnl":"20.16","captureRate":"61.2%"}}}\
                """));
    JsonObject active = adminData("/api/models/trade_tracking/active?limit=1");
    assertThat(active.getInteger("count")).isEqualTo(1);
    assertThat(active.getInteger("total")).isEqualTo(2);
    assertThat(active.getJsonArray("trades").getJsonObject(0).getInteger("entry_ts")).isEqualTo(2);
    assertThat(adminData("/api/models/trade_tracking/history").getJsonArray("trades"))
        .isEqualTo(new JsonArray("[{\"id\":\"new\"},{\"id\":\"old\"}]"));
  }

  private static JsonObject adminData(String path) throws Exception {
    return edge.admin().get(path).bodyAsJsonObject().getJsonObject("data");
  }

  @Test
  void pinsOfWhatIsDescribedAndOfTheMarket() throws Exception {
    JsonObject described =
        new JsonObject(
            """
            {"spot":6705.45,"zero_gamma":6680,"gex":{"6620":5e7,"6650":2.4e8,"6670":1.5e8,
             "6680":2.1e8,"6700":5.2e8,"6725":1e8},
             "call_oi":{"6700":41000,"6650":20000,"6670":12000},
             "put_oi":{"6700":28000,"6650":15000,"6620":9000,"6670":10000},
             "volume_profile":{"hvn":[6650,6700,6900],"lvn":[6620,6815],"poc":6700}}\
            """);
    JsonArray pins =
        trader
            .post("/api/models/pin_probability", described)
            .bodyAsJsonObject()
            .getJsonArray("data");
    assertThat(pins.stream().map(pin -> ((JsonObject) pin).getDouble("probability")))
        .containsExactly(55.05, 22.02, 13.76);
    assertThat(trader.post("/api/models/pin_probability", new JsonObject()).statusCode())
        .isEqualTo(400);
    expectMissing("/api/models/pin_probability/T:PIN", "No pin data found for T:PIN");
    set(
        ModelKeys.pin("T:PIN"),
        """
        {"ts":1,"symbol":"T:PIN","spot":6705,"pins":[{"tier":"High","strike":6700}]}\
        """);
    assertThat(
            trader.get("/api/models/pin_probability/T:PIN").bodyAsJsonObject().getJsonArray("data"))
        .isEqualTo(new JsonArray("[{\"tier\":\"High\",\"strike\":6700}]"));
  }
}
