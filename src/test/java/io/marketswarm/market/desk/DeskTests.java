package io.marketswarm.market.desk;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.market.MarketStage;
import io.marketswarm.market.TestChains;
import io.marketswarm.market.TestChains.Contract;
import io.marketswarm.market.model.SyntheticChain;
import io.marketswarm.service.HandMarketClock;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A desk between a real Redis server and the event bus, on a clock that is moved by hand. */
abstract class DeskTests {
  static final double NONE = Double.NaN;
  static final String HEATMAP = "massive:heatmap:model:I:SPX:latest";
  static final String CALLS = "massive:gex:model:I:SPX:calls";
  static final String PUTS = "massive:gex:model:I:SPX:puts";
  static final String BIAS = "massive:bias_lfi:model:I:SPX:latest";
  static final String SELECTOR = "massive:selector:model:I:SPX:latest";

  @TempDir Path folder;
  MarketStage stage;
  HandMarketClock clock;
  final Map<String, String> variables = new HashMap<>();
  final List<ModelUpdate> updates = new CopyOnWriteArrayList<>();
  long sequence;

  @BeforeEach
  void open() {
    clock = HandMarketClock.at("2026-11-20T18:00:00Z"); // 13:00 in New York, three hours to go
    stage = new MarketStage(folder, clock);
    variables.put("MASSIVE_WS_SNAPSHOT_INTERVAL_MS", "20");
    get(stage.messages().consume(Addresses.MARKET_MODEL, updates::add).ready());
  }

  @AfterEach
  void close() {
    stage.close();
  }

  String desk(String symbol) {
    return stage.deploy(
        new Desk(stage.context("desk." + symbol, variables), symbol, path -> "token for " + path));
  }

  void value(String symbol, double value) {
    stage
        .messages()
        .publish(Addresses.MARKET_TICK, new MarketTick(symbol, value, clock.wallMillis()));
  }

  void chain(String symbol, double spot, Contract... contracts) {
    publish(TestChains.of(symbol, ++sequence, clock.wallMillis(), spot, contracts));
  }

  void publish(ChainUpdate chain) {
    stage.messages().publish(Addresses.MARKET_CHAIN, chain);
  }

  void chain(SyntheticChain chain) {
    publish(TestChains.of(chain.state(clock.nowMillis()), ++sequence, clock.wallMillis()));
  }

  JsonObject json(String key) {
    until(key + " is there", () -> stage.text(key) != null);
    return stage.json(key);
  }

  JsonObject newer(String key, double than) {
    untilInTime(
        key + " is new", () -> stage.text(key) != null && stage.json(key).getDouble("ts") > than);
    return stage.json(key);
  }

  /** Waits while the market's time runs, three times as fast as ours. */
  void untilInTime(String what, BooleanSupplier condition) {
    long[] last = {System.nanoTime()};
    until(
        what,
        () -> {
          long now = System.nanoTime();
          clock.move(3 * (now - last[0]) / 1_000_000);
          last[0] = now;
          return condition.getAsBoolean();
        });
  }

  double now() {
    return clock.wallMillis() / 1e3;
  }

  /** Lets so much time pass, seconds apart, the values of the market coming in. */
  void pass(Duration time, double spot) {
    for (long second = 0; second < time.toSeconds(); second++) {
      clock.move(1_000);
      value("I:VIX", 16);
      value("I:SPX", spot);
      rest();
    }
  }

  /** Lets the desk have its next round. */
  void rest() {
    double runs = stage.count("massive:builder:analytics", "runs");
    until("a round", () -> stage.count("massive:builder:analytics", "runs") > runs);
  }

  static Contract option(String ticker, double mid, double volatility) {
    return new Contract(ticker, NONE, NONE, mid, NONE, volatility);
  }

  static Contract gamma(String ticker, double gamma, double openInterest) {
    return new Contract(ticker, NONE, NONE, NONE, NONE, NONE, gamma, NONE, openInterest);
  }
}
