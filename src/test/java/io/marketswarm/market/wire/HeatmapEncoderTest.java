package io.marketswarm.market.wire;

import static io.marketswarm.market.model.TileStrategy.SINGLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.market.model.ChainGeometry;
import io.marketswarm.market.model.ChainState;
import io.marketswarm.market.model.ContractValues;
import io.marketswarm.market.model.ExpiryClock;
import io.marketswarm.market.model.NaiveTiles;
import io.marketswarm.market.model.SyntheticChain;
import io.marketswarm.market.model.Ticker;
import io.marketswarm.market.model.TileBuilder;
import io.marketswarm.market.model.TilePlan;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeatmapEncoderTest {
  private static final LocalDate TODAY = SyntheticChain.TODAY;
  private static final long NOW =
      TODAY.atTime(13, 0).atZone(ZoneId.of("America/New_York")).toInstant().toEpochMilli();
  private static final long WALL = 1795197600250L;
  private static final TilePlan PLAN =
      new TilePlan("I:SPX", List.of(20, 50), Set.of(0, 1, 2, 3), TilePlan.DEFAULT_EPSILON);

  private static final JsonObject NOTHING = new JsonObject();

  private final HeatmapEncoder encoder = new HeatmapEncoder();
  private final JsonBytes out = new JsonBytes();
  private TileBuilder builder = new TileBuilder(PLAN, ExpiryClock.newYork());

  private ChainState threeStrikes() {
    ChainState state = new ChainState("I:SPX");
    double[][] quotes = {{27.4, .14, 5.1, .16}, {13.5, .15, 11.2, .15}, {4.6, .13, 22.3, .17}};
    long[] tickers =
        LongStream.of(6880, 6900, 6920)
            .flatMap(
                strike ->
                    LongStream.of(
                        Ticker.parse("O:SPXW261120C0" + strike + "000"),
                        Ticker.parse("O:SPXW261120P0" + strike + "000")))
            .toArray();
    state.reshape(ChainGeometry.of("I:SPX", tickers));
    for (int slot = 0; slot < 6; slot++) {
      double[] quote = quotes[slot / 2];
      ContractValues values = new ContractValues().quotedAt(1).mid(quote[slot % 2 * 2]);
      state.replace(slot, values.volatility(quote[slot % 2 * 2 + 1]));
    }
    return state;
  }

  private JsonObject model() {
    encoder.model(builder.surface(), 7, WALL, out);
    return parsed();
  }

  private JsonObject diff() {
    encoder.diff(builder.surface(), 8, WALL, out);
    return parsed();
  }

  private JsonObject parsed() {
    return new JsonObject(Buffer.buffer(out.toBytes()));
  }

  @Test
  void theModelIsComplete() {
    builder.tick(threeStrikes().columns(), 6902.5, 16, NOW, TODAY);
    JsonObject model = model();
    assertThat(model.fieldNames())
        .containsExactlyInAnyOrder(
            "ts",
            "symbol",
            "epoch",
            "version",
            "dtes_available",
            "dte_tile_counts",
            "tiles",
            "atm_iv");
    assertThat(model.getDouble("ts")).isEqualTo(1795197600.25);
    assertThat(model.getString("symbol")).isEqualTo("I:SPX");
    assertThat(model.getString("epoch")).isEqualTo("current");
    assertThat(model.getLong("version")).isEqualTo(7);
    assertThat(model.getJsonArray("dtes_available")).isEqualTo(new JsonArray().add(0));
    assertThat(model.getJsonObject("dte_tile_counts").getMap()).isEqualTo(Map.of("0", 7));
    assertThat(model.getJsonObject("atm_iv").getDouble("0")).isCloseTo(0.15, within(1e-9));
    assertThat(model.getJsonObject("tiles").size()).isEqualTo(7);
  }

  @Test
  void aTileSaysWhatItIsAndWhatItCosts() {
    builder.tick(threeStrikes().columns(), 6902.5, 16, NOW, TODAY);
    JsonObject tiles = model().getJsonObject("tiles");
    assertThat(tiles.getJsonObject("single:0:0:6900"))
        .isEqualTo(
            new JsonObject(
                """
                {"symbol":"I:SPX","strategy":"single","dte":0,"width":0,"strike":6900,
                 "call":{"mid":9.0269,"market_mid":13.5},
                 "put":{"mid":6.4088,"market_mid":11.2}}"""));
    assertThat(tiles.getJsonObject("butterfly:0:20:6900"))
        .isEqualTo(
            new JsonObject(
                """
                {"symbol":"I:SPX","strategy":"butterfly","dte":0,"width":20,"strike":6900,
                 "call":{"debit":7.6046,"max_profit":12.3954,"max_loss":7.6046,"market_debit":5},
                 "put":{"debit":7.6046,"max_profit":12.3954,"max_loss":7.6046,"market_debit":5}}"""));
    assertThat(tiles.getJsonObject("vertical:0:20:6880"))
        .isEqualTo(
            new JsonObject(
                """
                {"symbol":"I:SPX","strategy":"vertical","dte":0,"width":20,"strike":6880,
                 "call":{"debit":14.722,"max_profit":5.278,"max_loss":14.722,"market_debit":13.9}}"""));
  }

  @Test
  void withoutSpotOnlyMarketFieldsAreWritten() {
    builder.tick(threeStrikes().columns(), Double.NaN, 16, NOW, TODAY);
    JsonObject model = model();
    assertThat(model.containsKey("atm_iv")).isFalse();
    JsonObject tiles = model.getJsonObject("tiles");
    assertThat(tiles.getJsonObject("single:0:0:6900").getJsonObject("call"))
        .isEqualTo(new JsonObject("{\"market_mid\":13.5}"));
    assertThat(tiles.getJsonObject("vertical:0:20:6920").getJsonObject("put"))
        .isEqualTo(new JsonObject("{\"market_debit\":11.1}"));
    assertThat(tiles.getJsonObject("vertical:0:20:6920").containsKey("call")).isFalse();
  }

  @Test
  void aDiffHoldsWholeTilesAndRemovedKeys() {
    ChainState state = threeStrikes();
    builder.tick(state.columns(), 6902.5, 16, NOW, TODAY);
    state.reshape(
        ChainGeometry.of(
            "I:SPX",
            LongStream.range(0, 6)
                .map(i -> state.columns().geometry().ticker((int) i))
                .skip(2)
                .toArray()));
    builder.tick(state.columns(), Double.NaN, 16, NOW, TODAY);
    JsonObject diff = diff();
    assertThat(diff.fieldNames())
        .containsExactlyInAnyOrder(
            "ts", "version", "symbol", "changed", "removed", "dtes_available");
    assertThat(diff.getLong("version")).isEqualTo(8);
    assertThat(diff.getJsonArray("removed").stream().map(String::valueOf))
        .containsExactlyInAnyOrder("single:0:0:6880", "vertical:0:20:6880", "butterfly:0:20:6900");
    assertThat(diff.getJsonObject("changed").getJsonObject("vertical:0:20:6900"))
        .isEqualTo(
            new JsonObject(
                """
                {"symbol":"I:SPX","strategy":"vertical","dte":0,"width":20,"strike":6900,
                 "call":{"market_debit":8.9}}"""));
  }

  @Test
  void anEmptySurfaceIsStillJson() {
    JsonObject model = model();
    assertThat(model.getJsonObject("tiles").isEmpty()).isTrue();
    assertThat(model.getJsonArray("dtes_available").isEmpty()).isTrue();
    JsonObject diff = diff();
    assertThat(diff.getJsonObject("changed").isEmpty()).isTrue();
    assertThat(diff.getJsonArray("removed").isEmpty()).isTrue();
  }

  /**
   * A client that starts from any model and applies every diff holds what the next model says,
   * while contracts come and go, quotes move, spot disappears, days pass and exchanges send
   * nonsense.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void applyingEveryDiffGivesTheFullModel(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SyntheticChain chain = SyntheticChain.spx(9, 3);
    ChainState state = chain.state(NOW);
    Map<String, Object> client = new TreeMap<>();
    long now = NOW;
    LocalDate today = TODAY;
    double spot = chain.spot();
    int changes = 0;
    int removals = 0;
    for (int step = 0; step < 40; step++) {
      now += random.nextInt(2000);
      switch (random.nextInt(7)) {
        case 0 -> spot = Double.isNaN(spot) ? chain.spot() : Double.NaN;
        case 1 -> spot = chain.spot() + random.nextInt(-20, 20);
        case 2 -> state.reshape(someOf(chain.geometry(), random));
        case 3 -> today = random.nextInt(4) == 0 ? today.plusDays(1) : TODAY;
        default -> quoteSome(state, random, now);
      }
      builder.tick(state.columns(), spot, 16, now, today);
      JsonObject diff = diff();
      diff.getJsonObject("changed").forEach(tile -> client.put(tile.getKey(), tile.getValue()));
      for (Object key : diff.getJsonArray("removed")) {
        assertThat(client.remove((String) key)).as("removed %s", key).isNotNull();
        removals++;
      }
      changes += diff.getJsonObject("changed").size();
      JsonObject model = model();
      assertThat(new JsonObject(client)).isEqualTo(model.getJsonObject("tiles"));
      assertThat(diff.getJsonArray("dtes_available"))
          .isEqualTo(model.getJsonArray("dtes_available"));
      counts(model);
      accurate(model, NaiveTiles.of(state.columns(), PLAN, spot, 16, now, today));
    }
    assertThat(changes).isGreaterThan(1000);
    assertThat(removals).isGreaterThan(100);
  }

  private static void counts(JsonObject model) {
    Map<String, Object> counted = new TreeMap<>();
    for (String key : model.getJsonObject("tiles").fieldNames()) {
      counted.merge(key.split(":")[1], 1, (a, b) -> (int) a + (int) b);
    }
    assertThat(new TreeMap<>(model.getJsonObject("dte_tile_counts").getMap())).isEqualTo(counted);
    assertThat(model.getJsonArray("dtes_available").stream().map(String::valueOf).toList())
        .containsExactlyElementsOf(counted.keySet());
  }

  /** Nobody holds a price off by more than epsilon, half a decimal and a second's decay. */
  private static void accurate(JsonObject model, Map<String, double[]> naive) {
    JsonObject tiles = model.getJsonObject("tiles");
    assertThat(tiles.fieldNames()).isEqualTo(naive.keySet());
    List<String> wrong = new ArrayList<>();
    naive.forEach(
        (key, prices) -> {
          boolean single = key.startsWith("single");
          JsonObject tile = tiles.getJsonObject(key);
          for (int i = 0; i < prices.length; i++) {
            JsonObject side = tile.getJsonObject(i < 2 ? "call" : "put", NOTHING);
            String field = (i % 2 == 0 ? "" : "market_") + (single ? "mid" : "debit");
            double published = side.getDouble(field, Double.NaN);
            if (!same(published, prices[i])) {
              wrong.add("%s %s is %s, not %s".formatted(key, field, published, prices[i]));
            }
            if (!single && i % 2 == 0 && !hasProfits(side, Double.parseDouble(key.split(":")[2]))) {
              wrong.add(key + " has " + side);
            }
          }
        });
    assertThat(wrong).isEmpty();
  }

  private static boolean same(double published, double exact) {
    return Double.isNaN(exact)
        ? Double.isNaN(published)
        : Math.abs(published - exact) < TilePlan.DEFAULT_EPSILON + 6e-4;
  }

  private static boolean hasProfits(JsonObject side, double width) {
    if (!side.containsKey("debit")) {
      return !side.containsKey("max_profit") && !side.containsKey("max_loss");
    }
    double debit = side.getDouble("debit");
    return side.getDouble("max_loss") == debit
        && Math.abs(side.getDouble("max_profit") + debit - width) < 1e-9;
  }

  private static ChainGeometry someOf(ChainGeometry geometry, SplittableRandom random) {
    int share = random.nextInt(1, 5);
    return ChainGeometry.of(
        "I:SPX",
        LongStream.range(0, geometry.slots())
            .filter(slot -> random.nextInt(5) < share)
            .map(slot -> geometry.ticker((int) slot))
            .toArray());
  }

  private static void quoteSome(ChainState state, SplittableRandom random, long now) {
    int slots = state.columns().geometry().slots();
    for (int i = 0; i < 20 && slots > 0; i++) {
      int slot = random.nextInt(slots);
      if (!state.columns().geometry().lists(slot)) {
        continue;
      }
      double bid = random.nextInt(2000) / 20.0;
      switch (random.nextInt(8)) {
        case 0 -> state.quote(slot, Double.NaN, bid, now);
        case 1 -> state.quote(slot, bid, Double.POSITIVE_INFINITY, now);
        case 2 -> state.quote(slot, bid, bid - 1, now);
        case 3 -> state.trade(slot, -bid - 1, now);
        case 4 -> state.trade(slot, bid, now);
        case 5 -> state.replace(slot, new ContractValues().quotedAt(now).volatility(bid / 100));
        default -> state.quote(slot, bid, bid + 0.1, now);
      }
    }
  }

  @Test
  void aPublishedModelSeedsTheNextRun() throws IOException {
    ChainState state = threeStrikes();
    builder.tick(state.columns(), 6902.5, 16, NOW, TODAY);
    encoder.model(builder.surface(), 1234, WALL, out);
    builder =
        new TileBuilder(PLAN, ExpiryClock.newYork(), HeatmapDecoder.seed(PLAN, out.toBytes()));
    assertThat(builder.tick(state.columns(), 6902.5, 16, NOW, TODAY)).isFalse();
    assertThat(builder.nextVersion(1)).isEqualTo(1235);
    assertThat(builder.surface().block(0).callMarket(builder.surface().block(0).tile(SINGLE, 1, 0)))
        .isEqualTo(135000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"version\":\"x\"}",
        "{\"tiles\":[]}",
        "{\"tiles\":{\"single:0:0\":{}}}",
        "{\"tiles\":{\"single:0:0:x\":{}}}",
        "{\"tiles\":{\"straddle:0:0:6900\":{}}}",
        "{\"tiles\":{\"single:0:0:6900\":{\"call\":{\"mid\":1"
      })
  void whatIsNoModelIsNoSeed(String text) {
    assertThatThrownBy(() -> HeatmapDecoder.seed(PLAN, text.getBytes()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aSeedIgnoresWhatItDoesNotKnow() throws IOException {
    String model =
        """
        {"future":{"a":[1]},"version":9,"tiles":{"single:0:0:6900":
         {"call":{"mid":9.0269,"market_mid":null,"x":{}},"put":null,"legs":[1]}}}""";
    builder =
        new TileBuilder(PLAN, ExpiryClock.newYork(), HeatmapDecoder.seed(PLAN, model.getBytes()));
    assertThat(builder.nextVersion(0)).isEqualTo(10);
  }
}
