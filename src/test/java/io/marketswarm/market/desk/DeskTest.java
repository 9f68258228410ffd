package io.marketswarm.market.desk;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.market.MarketStage;
import io.marketswarm.market.TestChains;
import io.marketswarm.market.model.SyntheticChain;
import io.marketswarm.service.HandMarketClock;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskTest {
  private static final Map<String, String> VARIABLES =
      Map.of("MASSIVE_WS_SNAPSHOT_INTERVAL_MS", "20");

  @TempDir Path folder;
  private MarketStage stage;
  private HandMarketClock clock;

  @BeforeEach
  void open() {
    clock = HandMarketClock.at("2026-11-20T18:00:00Z");
    stage = new MarketStage(folder, clock);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void smoke() {
    SyntheticChain chain = SyntheticChain.spx(16, 3);
    stage.deploy(new Desk(stage.context("desk.I:SPX", VARIABLES), "I:SPX", path -> "token"));
    stage
        .messages()
        .publish(Addresses.MARKET_TICK, new MarketTick("I:VIX", 16, clock.wallMillis()));
    stage
        .messages()
        .publish(Addresses.MARKET_TICK, new MarketTick("I:SPX", 6900, clock.wallMillis()));
    stage
        .messages()
        .publish(
            Addresses.MARKET_CHAIN,
            TestChains.of(chain.state(clock.nowMillis()), 1, clock.wallMillis()));
    until("heatmap", () -> stage.text("massive:heatmap:model:I:SPX:latest") != null);
    JsonObject heatmap = stage.json("massive:heatmap:model:I:SPX:latest");
    System.out.println(
        heatmap.getJsonObject("tiles").size() + " " + heatmap.getJsonArray("dtes_available"));
    until("gex", () -> stage.text("massive:gex:model") != null);
    until("bias", () -> stage.text("massive:bias_lfi:model:latest") != null);
    System.out.println(stage.text("massive:gex:model"));
    System.out.println(stage.text("massive:bias_lfi:model:latest"));
    clock.move(1000);
    until("selector", () -> stage.text("massive:selector:model:I:SPX:latest") != null);
    System.out.println(stage.text("massive:selector:model:I:SPX:latest").substring(0, 300));
    clock.move(1000);
    get(stage.vertx().timer(300, java.util.concurrent.TimeUnit.MILLISECONDS));
    stage
        .ask(Command.KEYS, "*")
        .forEach(key -> System.out.println(key + " " + stage.ask(Command.TYPE, key)));
    System.out.println(stage.ask(Command.HGETALL, "massive:model:analytics"));
    System.out.println(stage.ask(Command.HGETALL, "massive:builder:analytics"));
    System.out.println(stage.ask(Command.HGETALL, "massive:ws:hydrate:analytics"));
    System.out.println(stage.ask(Command.HGETALL, "massive:ws:consumer:analytics"));
  }
}
