package io.marketswarm.market.desk;

import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.TestChains.Contract;
import io.marketswarm.market.model.SyntheticChain;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a desk makes of a good market. */
class DeskTest extends DeskTests {
  private static Contract[] goldenTiles() {
    return new Contract[] {
      option("O:SPXW261120C06880000", 27.4, 0.14),
      option("O:SPXW261120C06900000", 13.5, 0.15),
      option("O:SPXW261120C06920000", 4.6, 0.13),
      option("O:SPXW261120P06880000", 5.1, 0.16),
      option("O:SPXW261120P06900000", 11.2, 0.15),
      option("O:SPXW261120P06920000", 22.3, 0.17)
    };
  }

  @Test
  void publishesTheGoldenTiles() {
    variables.put("MASSIVE_WIDTHS_SPX", "20");
    desk("I:SPX");
    value("I:VIX", 16);
    value("I:SPX", 6902.5);
    chain("I:SPX", 6902.5, goldenTiles());
    JsonObject model = json(HEATMAP);
    JsonObject tiles = model.getJsonObject("tiles");
    assertThat(tiles).hasSize(7);
    assertThat(model.getString("symbol")).isEqualTo("I:SPX");
    assertThat(model.getString("epoch")).isEqualTo("current");
    assertThat(model.getLong("version")).isGreaterThanOrEqualTo(clock.wallMillis());
    assertThat(model.getJsonArray("dtes_available")).isEqualTo(new JsonArray().add(0));
    assertThat(model.getJsonObject("dte_tile_counts")).isEqualTo(new JsonObject().put("0", 7));
    assertThat(model.getJsonObject("atm_iv")).isEqualTo(new JsonObject().put("0", 0.15));
    assertThat(tiles.getJsonObject("single:0:0:6900").getJsonObject("call"))
        .isEqualTo(new JsonObject().put("mid", 9.0269).put("market_mid", 13.5));
    JsonObject fly =
        new JsonObject().put("debit", 7.6046).put("max_profit", 12.3954).put("max_loss", 7.6046);
    fly.put("market_debit", 5);
    assertThat(tiles.getJsonObject("butterfly:0:20:6900").getJsonObject("call")).isEqualTo(fly);
    assertThat(tiles.getJsonObject("butterfly:0:20:6900").getJsonObject("put")).isEqualTo(fly);
    JsonObject vertical = tiles.getJsonObject("vertical:0:20:6880");
    assertThat(vertical.getJsonObject("call").getDouble("debit")).isEqualTo(14.722);
    assertThat(vertical.getJsonObject("call").getDouble("market_debit")).isEqualTo(13.9);
    assertThat(vertical.containsKey("put")).isFalse();
  }

  @Test
  void sumsGammaOverClassesAndKnowsTheOtherSymbols() {
    desk("I:SPX");
    value("I:SPX", 6902.5);
    chain("I:NDX", 25_000, gamma("O:NDXP261120P25000000", 0.0009, 77));
    chain(
        "I:SPX",
        6902.5,
        gamma("O:SPXW261120C06900000", 0.0123, 1500),
        gamma("O:SPX261120C06900000", 0.0100, 100),
        gamma("O:SPXW261120P06900000", 0.0121, 2300),
        gamma("O:SPXW261123C06950000", 0.0042, 410),
        gamma("O:SPXW261120C06910000", NONE, 50));
    JsonObject calls = json(CALLS).getJsonObject("expirations");
    assertThat(calls.getJsonObject("2026-11-20").getDouble("6900")).isCloseTo(1945, near());
    assertThat(calls.getJsonObject("2026-11-23").getDouble("6950")).isCloseTo(172.2, near());
    assertThat(calls.stream().mapToInt(day -> ((JsonObject) day.getValue()).size()).sum())
        .isEqualTo(2);
    JsonObject puts = json(PUTS).getJsonObject("expirations");
    assertThat(puts.getJsonObject("2026-11-20").getDouble("6900")).isCloseTo(2783, near());
    JsonObject all = json("massive:gex:model").getJsonObject("symbols");
    assertThat(all.getJsonObject("I:SPX").getDouble("net_gex")).isCloseTo(-665.8, near());
    assertThat(all.getJsonObject("I:NDX").getDouble("net_gex")).isCloseTo(-6.93, near());
    assertThat(all.getJsonObject("I:NDX").getInteger("put_wall")).isEqualTo(25_000);
    assertThat(stage.ask(Command.PTTL, CALLS).toLong()).isGreaterThan(86_000_000);
  }

  private static org.assertj.core.data.Offset<Double> near() {
    return org.assertj.core.api.Assertions.within(1e-6);
  }

  /** Contracts of one expiry whose gamma exposure is as given, calls then puts. */
  private static Contract[] exposures(Map<Integer, Integer> calls, Map<Integer, Integer> puts) {
    List<Contract> contracts = new CopyOnWriteArrayList<>();
    calls.forEach(
        (strike, gex) ->
            contracts.add(gamma("O:SPXW261120C%08d".formatted(strike * 1000), 0.01, gex)));
    puts.forEach(
        (strike, gex) ->
            contracts.add(gamma("O:SPXW261120P%08d".formatted(strike * 1000), 0.01, gex)));
    return contracts.toArray(new Contract[0]);
  }

  private static Contract[] goldenBias() {
    return exposures(
        Map.of(6850, 2000, 6900, 9000, 6950, 12_000, 7000, 8000),
        Map.of(6800, 14_000, 6850, 7000, 6900, 4000, 6950, 2000));
  }

  @Test
  void publishesBiasModeAndRegimeOfTheMarket() {
    desk("I:SPX");
    value("I:VIX", 24);
    value("I:SPX", 6910);
    chain("I:SPX", 6910, goldenBias());
    JsonObject bias = json(BIAS);
    assertThat(bias.getDouble("directional_strength")).isEqualTo(-56.8);
    assertThat(bias.getDouble("lfi_score")).isEqualTo(40.5);
    assertThat(bias.getDouble("gex_flip_level")).isEqualTo(6875);
    assertThat(bias.getInteger("max_net_gex_strike")).isEqualTo(6950);
    assertThat(json("massive:bias_lfi:model:latest")).isEqualTo(bias);
    JsonObject mode = json("massive:market_mode:model:latest");
    assertThat(mode.getDouble("score")).isEqualTo(58.9);
    assertThat(mode.getString("mode")).isEqualTo("transition");
    JsonObject regime = json("massive:vix_regime:model:latest");
    assertThat(regime.getString("regime")).isEqualTo("goldilocks_2");
    assertThat(regime.getString("special")).isEqualTo("batman");
    assertThat(json("massive:exposure:model:I:SPX").getString("symbol")).isEqualTo("I:SPX");
    assertThat(json("massive:pin:model:I:SPX:latest").getJsonArray("pins")).hasSize(3);
    assertThat(stage.ask(Command.PTTL, BIAS).toLong()).isBetween(3_500_000L, 3_600_000L);

    value("I:SPX", 6911);
    clock.move(4_000);
    value("I:SPX", 6911);
    rest();
    assertThat(stage.json(BIAS).getDouble("ts")).as("not yet").isEqualTo(bias.getDouble("ts"));
    clock.move(1_000);
    assertThat(newer(BIAS, bias.getDouble("ts")).getDouble("spot")).isEqualTo(6911);
  }

  @Test
  void ranksButterfliesAfterTheTilesHaveMoved() {
    desk("I:SPX");
    value("I:VIX", 16);
    value("I:SPX", 6900);
    chain(SyntheticChain.spx(16, 3));
    pass(Duration.ofSeconds(2), 6901);
    JsonObject ranking = json(SELECTOR);
    assertThat(ranking.getInteger("total_scored")).isPositive();
    assertThat(ranking.getJsonArray("recommendations")).hasSize(10);
    until("ideas", () -> stage.ask(Command.HLEN, IdeaKeeper.ACTIVE).toInteger() >= 10);
    JsonObject totals = new JsonObject();
    until("totals", () -> stage.count(IdeaTotals.KEY, "active_count") >= 10);
    assertThat(totals).isEmpty();
    assertThat(stage.count("massive:model:analytics", "trade_selector:errors")).isZero();
  }

  @Test
  void otherSymbolsWaitForTheIndexThatDistancesAreJudgedIn() {
    desk("I:NDX");
    value("I:VIX", 16);
    value("I:NDX", 25_000);
    chain(SyntheticChain.ndx(16, 1));
    JsonObject silent = json("massive:selector:model:I:NDX:latest");
    assertThat(silent.getString("error")).isEqualTo("No spot data available");
    assertThat(silent.getJsonArray("recommendations")).isEmpty();
    value("I:SPX", 6_900);
    clock.move(1_000);
    value("I:NDX", 25_001);
    until(
        "a ranking",
        () ->
            !stage
                .json("massive:selector:model:I:NDX:latest")
                .getJsonArray("recommendations")
                .isEmpty());
    assertThat(stage.text("massive:bias_lfi:model:I:NDX:latest")).isNotNull();
    assertThat(stage.text("massive:bias_lfi:model:latest")).as("that is the primary's").isNull();
    assertThat(stage.text("massive:gex:model")).isNull();
  }
}
