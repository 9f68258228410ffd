package io.marketswarm.market.desk;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ChainQuestion;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.market.TestChains;
import io.marketswarm.market.TestChains.Contract;
import io.marketswarm.market.model.SyntheticChain;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.Vitals.Condition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What a desk makes of bad data, silence, night, restarts and rivals. */
class DeskTroubleTest extends DeskTests {
  private static final int LOOKS_PER_CHAIN = 50;
  private static final SyntheticChain CHAIN = SyntheticChain.spx(16, 1);

  private JsonObject tiles() {
    return stage.json(HEATMAP).getJsonObject("tiles");
  }

  private double theory(String tile) {
    JsonObject found = tiles().getJsonObject(tile);
    return found.getJsonObject("call").getDouble("mid");
  }

  private Condition condition() {
    return stage.vitals().conditions().get("desk I:SPX");
  }

  /** Every number of every model is one; {@code JsonObject} refuses what is none. */
  private void assertSound() {
    for (String key : List.of(HEATMAP, CALLS, PUTS, BIAS, SELECTOR)) {
      String text = stage.text(key);
      if (text != null) {
        assertThat(text).doesNotContain("NaN").doesNotContain("Infinity");
        new JsonObject(text);
      }
    }
  }

  @Test
  void makesTheBestOfBadChains() {
    desk("I:SPX");
    value("I:VIX", 16);
    value("I:SPX", 6900);
    chain("I:SPX", NONE);
    chain(
        "I:SPX",
        NONE,
        new Contract("O:SPXW261120C06880000"),
        new Contract("O:SPXW261120C06900000", -1, -2, -3, -4, -0.2, -0.01, 7, -50, -3),
        new Contract(
            "O:SPXW261120P06900000",
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            NONE,
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY),
        new Contract("O:SPXW261120C06920000", 9, 4, 6.5, 6, 0.15, 0.01, 0.4, 100, 5),
        new Contract("O:SPX261120C06920000", 1, 2, 1.5, 1.5, 0.15, 0.02, 0.4, 300, 5));
    until("the chain is there", () -> stage.text(HEATMAP) != null);
    JsonObject tiles = tiles();
    assertThat(tiles.getJsonObject("single:0:0:6920").getJsonObject("call").getDouble("market_mid"))
        .as("a crossed quote is none; the last trade stands in")
        .isEqualTo(6);
    assertThat(tiles.getJsonObject("single:0:0:6900").getJsonObject("call").getMap())
        .as("no price below zero")
        .containsOnlyKeys("mid");
    assertThat(json(CALLS).getJsonObject("expirations").getJsonObject("2026-11-20").getMap())
        .as("both classes of the same series")
        .containsOnlyKeys("6920");
    assertThat(
            json(CALLS).getJsonObject("expirations").getJsonObject("2026-11-20").getDouble("6920"))
        .isEqualTo(0.01 * 100 * 100 + 0.02 * 300 * 100);
    assertThat(stage.text(PUTS)).as("a side without data is not written").isNull();
    pass(Duration.ofSeconds(2), 6901);
    assertSound();

    ChainUpdate foreign =
        TestChains.of(
            "I:NDX", 99, clock.wallMillis(), 1, new Contract("O:NDXP261120C25000000", 1, 2));
    publish(
        new ChainUpdate(
            "I:SPX",
            2,
            100,
            clock.wallMillis(),
            1,
            foreign.tickers(),
            foreign.columns(),
            foreign.quoteMillis(),
            foreign.tradeMillis()));
    chain(CHAIN);
    untilInTime("a good chain is welcome", () -> tiles().size() > 1000);
    assertThat(stage.metrics().counter("marketswarm.market.chains.refused").count()).isOne();
    assertThat(stage.count("massive:builder:analytics", "errors")).isZero();
  }

  @Test
  void pricesWithTheChainsSpotWhenTheLiveOneIsOld() {
    desk("I:SPX");
    value("I:VIX", 16);
    value("I:SPX", 6950);
    chain(CHAIN);
    json(HEATMAP);
    double live = theory("single:0:0:6900");
    clock.move(14_000);
    rest();
    assertThat(theory("single:0:0:6900"))
        .isCloseTo(live, org.assertj.core.api.Assertions.within(1.0));
    clock.move(2_000);
    untilInTime("the spot of the chain", () -> theory("single:0:0:6900") < live - 20);
    value("I:SPX", 6950);
    untilInTime("the live one again", () -> theory("single:0:0:6900") > live - 5);
  }

  @Test
  void showsMarketPricesAloneWithoutAnySpot() {
    desk("I:SPX");
    chain(
        "I:SPX", NONE, new Contract("O:SPXW261120C06900000", 4, 5, 4.5, 4.4, 0.15, 0.01, 0.5, 10));
    JsonObject call = json(HEATMAP).getJsonObject("tiles").getJsonObject("single:0:0:6900");
    assertThat(call.getJsonObject("call")).isEqualTo(new JsonObject().put("market_mid", 4.5));
    assertThat(json(SELECTOR).getString("error")).isEqualTo("No spot data available");
    json(CALLS);
    assertThat(stage.text(BIAS)).isNull();
    assertThat(stage.text("massive:exposure:model:I:SPX")).isNull();
  }

  @Test
  void fallsSilentRatherThanSellOldDataAsNew() {
    desk("I:SPX");
    value("I:VIX", 16);
    value("I:SPX", 6900);
    chain(CHAIN);
    json(BIAS);
    until("all is well", () -> condition() == Condition.OK);
    for (int i = 0; i < 6; i++) {
      clock.move(9_000);
      rest();
    }
    clock.move(9_000);
    until("it has noticed", () -> condition() == Condition.DEGRADED);
    double heatmap = stage.json(HEATMAP).getDouble("ts");
    double gamma = stage.json(CALLS).getDouble("ts");
    int told = updates.size();
    clock.move(7_000);
    until("an alarm", () -> stage.count("massive:model:analytics", "gap_alerts_I:SPX") == 1);
    assertThat(stage.json(HEATMAP).getDouble("ts")).isEqualTo(heatmap);
    assertThat(stage.json(CALLS).getDouble("ts")).isEqualTo(gamma);
    assertThat(updates).hasSize(told);
    value("I:SPX", 6905);
    newer(HEATMAP, heatmap);
    assertThat(condition()).isEqualTo(Condition.DEGRADED);
    assertThat(stage.json(CALLS).getDouble("ts")).as("the chain is still old").isEqualTo(gamma);
    chain(CHAIN);
    newer(CALLS, gamma);
    assertThat(condition()).isEqualTo(Condition.OK);
  }

  @Test
  void aClockThatJumpsNeitherStopsTheDeskNorMakesOldDataYoung() {
    desk("I:SPX");
    value("I:VIX", 16);
    value("I:SPX", 6900);
    chain(CHAIN);
    json(BIAS);
    until("all is well", () -> condition() == Condition.OK);

    for (long jump : List.of(-Duration.ofHours(1).toMillis(), Duration.ofHours(1).toMillis())) {
      clock.move(jump);
      until("nothing known is of now", () -> condition() == Condition.DEGRADED);
      double heatmap = stage.json(HEATMAP).getDouble("ts");
      double calls = stage.json(CALLS).getDouble("ts");
      for (int i = 0; i < 3; i++) {
        clock.move(1_000);
        get(stage.vertx().timer(25, java.util.concurrent.TimeUnit.MILLISECONDS));
      }
      assertThat(stage.json(HEATMAP).getDouble("ts")).isEqualTo(heatmap);
      assertThat(stage.json(CALLS).getDouble("ts")).isEqualTo(calls);

      value("I:VIX", 16);
      value("I:SPX", 6901);
      chain(CHAIN);
      until("all is well again", () -> condition() == Condition.OK);
      untilInTime(
          "models carry the new time",
          () ->
              Math.abs(stage.json(HEATMAP).getDouble("ts") - now()) < 60
                  && Math.abs(stage.json(CALLS).getDouble("ts") - now()) < 60
                  && stage.json(CALLS).getDouble("ts") != calls);
      assertSound();
    }
  }

  @Test
  void keepsTheLastModelAliveThroughTheNight() {
    clock.set("2026-11-21T02:00:00Z");
    desk("I:SPX");
    value("I:SPX", 6900);
    chain(CHAIN);
    JsonObject model = json(HEATMAP);
    json(CALLS);
    int told = updates.size();
    for (int i = 0; i < 20; i++) {
      clock.move(60_000);
      get(stage.vertx().timer(25, java.util.concurrent.TimeUnit.MILLISECONDS));
    }
    assertThat(stage.json(HEATMAP)).isEqualTo(model);
    assertThat(updates).as("no sign of life at night").hasSizeLessThanOrEqualTo(told + 4);
    clock.move(Duration.ofHours(1).toMillis());
    JsonObject again = newer(HEATMAP, model.getDouble("ts"));
    assertThat(again.getLong("version")).isGreaterThan(model.getLong("version"));
    assertThat(again.getJsonObject("tiles")).isEqualTo(model.getJsonObject("tiles"));
  }

  @Test
  void countsDaysAnewAtMidnight() {
    clock.set("2026-11-21T04:59:00Z");
    desk("I:SPX");
    chain(CHAIN);
    assertThat(json(HEATMAP).getJsonArray("dtes_available"))
        .isEqualTo(new JsonArray().add(0).add(1));
    clock.move(120_000);
    until(
        "only tomorrow's is left, as today's",
        () -> stage.json(HEATMAP).getJsonArray("dtes_available").equals(new JsonArray().add(0)));
  }

  @Test
  void goesOnWhereItStoppedAndTellsTheLastStateAtOnce() {
    String first = desk("I:SPX");
    value("I:VIX", 16);
    value("I:SPX", 6900);
    chain(CHAIN);
    JsonObject before = json(HEATMAP);
    json(BIAS);
    json(SELECTOR);
    stage.undeploy(first);
    updates.clear();
    ChainUpdate known = TestChains.of(CHAIN.state(clock.nowMillis()), 7, clock.wallMillis());
    get(
        stage
            .messages()
            .serve(
                Addresses.MARKET_CHAIN_LATEST,
                ChainUpdate.WIRE,
                question -> Future.succeededFuture(known))
            .ready());
    stage.ask(
        Command.SET,
        "massive:model:spot:I:SPX",
        "{\"symbol\":\"I:SPX\",\"value\":6900,\"ts\":\"2026-11-20T18:00:00+00:00\"}");
    desk("I:SPX");
    until(
        "the last state is told",
        () ->
            updates.stream()
                .map(ModelUpdate::topic)
                .toList()
                .containsAll(List.of(HEATMAP, CALLS, PUTS, BIAS, SELECTOR)));
    ModelUpdate retold = updates.get(0);
    assertThat(retold.topic()).isEqualTo(HEATMAP);
    assertThat(retold.sequence()).isEqualTo(before.getLong("version"));
    assertThat(new JsonObject(retold.payload())).isEqualTo(before);
    until(
        "it goes on by itself",
        () -> stage.json(HEATMAP).getLong("version") > before.getLong("version"));
    List<JsonObject> diffs =
        updates.stream()
            .filter(update -> update.kind() == ModelUpdate.Kind.DIFF)
            .map(update -> new JsonObject(update.payload()))
            .toList();
    assertThat(diffs)
        .as("clients hold everything already, but for the VIX that was not stored")
        .allSatisfy(diff -> assertThat(diff.getJsonArray("removed")).isEmpty());
  }

  @Test
  void beginsWithTheStoredChainWhenNobodyAnswers() {
    JsonObject contract =
        new JsonObject()
            .put(
                "details",
                new JsonObject().put("ticker", "O:SPXW261120C06900000").put("strike_price", 6900))
            .put("last_quote", new JsonObject().put("bid", 4.0).put("ask", 5.0))
            .put("implied_volatility", 0.15)
            .put("underlying_asset", new JsonObject().put("value", 6890.5));
    stage.ask(
        Command.SET,
        "massive:chain:latest",
        new JsonObject()
            .put("version", 3)
            .put("value_seq", 9)
            .put("ts", clock.wallMillis() / 1_000)
            .put("contracts", new JsonObject().put("O:SPXW261120C06900000", contract))
            .encode());
    desk("I:SPX");
    JsonObject call = json(HEATMAP).getJsonObject("tiles").getJsonObject("single:0:0:6900");
    assertThat(call.getJsonObject("call").getDouble("market_mid")).isEqualTo(4.5);
    assertThat(call.getJsonObject("call").getDouble("mid")).isPositive();
  }

  @Test
  void twoDesksNeverWriteAtOnceAndTheSecondGoesOnWithinTwoIntervals() {
    desk("I:SPX");
    value("I:VIX", 16);
    value("I:SPX", 6900);
    chain(CHAIN);
    long version = json(HEATMAP).getLong("version");
    Future<ChainUpdate> known =
        Future.succeededFuture(
            TestChains.of(CHAIN.state(clock.nowMillis()), 7, clock.wallMillis()));
    get(
        stage
            .messages()
            .serve(Addresses.MARKET_CHAIN_LATEST, ChainUpdate.WIRE, (ChainQuestion q) -> known)
            .ready());
    desk("I:SPX"); // takes the lease; the first is still deployed
    untilInTime("the second goes on", () -> stage.json(HEATMAP).getLong("version") > version);
    value("I:SPX", 6903);
    newer(HEATMAP, now());
    clock.move(1_000);
    rest();
    long told =
        updates.stream().filter(update -> update.epochMillis() == clock.wallMillis()).count();
    long topics =
        updates.stream()
            .filter(update -> update.epochMillis() == clock.wallMillis())
            .map(update -> update.topic() + update.sequence())
            .distinct()
            .count();
    assertThat(told).as("nothing is told twice").isEqualTo(topics);
    List<Long> versions =
        updates.stream()
            .filter(update -> update.topic().equals("massive:heatmap:diff:I:SPX"))
            .map(ModelUpdate::sequence)
            .toList();
    assertThat(versions).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void waitsForRedisAndLosesNothingWhenItGoesAway() {
    ServiceContext context = stage.context("desk.I:SPX", variables);
    stage.redis().kill();
    until("it is gone", () -> !stage.market().up());
    Desk desk = new Desk(context, "I:SPX", path -> "token");
    stage.deploy(desk);
    stage.redis().start();
    until("it is back", stage.market()::up);
    untilTheMarketBrings("the desk works", () -> stage.text(HEATMAP) != null);

    stage.redis().kill();
    stage.redis().start();
    until("it is back, empty", stage.market()::up);
    untilTheMarketBrings("all is written again", () -> stage.text(HEATMAP) != null);
    untilTheMarketBrings(
        "and analysed", () -> stage.text(CALLS) != null && stage.text(BIAS) != null);
  }

  /** Waits while values and chains come again and again, as they do. */
  private void untilTheMarketBrings(String what, BooleanSupplier condition) {
    int[] looks = {0};
    untilInTime(
        what,
        () -> {
          if (looks[0]++ % LOOKS_PER_CHAIN == 0) {
            value("I:VIX", 16);
            value("I:SPX", 6900 + looks[0] / LOOKS_PER_CHAIN);
            chain(CHAIN);
          }
          return condition.getAsBoolean();
        });
  }
}
