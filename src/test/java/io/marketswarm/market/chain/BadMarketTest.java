package io.marketswarm.market.chain;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static io.marketswarm.market.feed.ScriptedProvider.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.ChainUpdate.Column;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.market.MarketStage;
import io.marketswarm.market.desk.Desk;
import io.marketswarm.market.feed.Flaw;
import io.marketswarm.market.feed.ScriptedProvider;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.service.Vitals.Condition;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a provider that sends whatever can be wrong, over real sockets and a real Redis, to the
 * models: what is wrong is counted, no model holds what is no number, and nothing old looks new.
 */
class BadMarketTest {
  private static final String SPX = "I:SPX";
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 27);
  private static final int LOWEST = 6_800;
  private static final int STRIKES = 40;
  private static final String HEATMAP = "massive:heatmap:model:I:SPX:latest";
  private static final List<String> MODELS =
      List.of(
          HEATMAP,
          "massive:gex:model:I:SPX:calls",
          "massive:gex:model:I:SPX:puts",
          "massive:gex:model",
          "massive:exposure:model:I:SPX",
          "massive:bias_lfi:model:I:SPX:latest",
          "massive:market_mode:model:latest",
          "massive:selector:model:I:SPX:latest",
          "massive:chain:latest");

  @TempDir Path folder;
  private final Random random = new Random(20260127);
  private final List<ChainUpdate> updates = new CopyOnWriteArrayList<>();
  private MarketStage stage;
  private HandMarketClock clock;
  private ScriptedProvider provider;

  @BeforeEach
  void open() {
    clock = HandMarketClock.at("2026-01-27T15:30:00Z");
    stage = new MarketStage(folder, clock);
    provider = new ScriptedProvider(stage.vertx());
    get(stage.messages().consume(Addresses.MARKET_CHAIN, updates::add).ready());
    for (String symbol : List.of(SPX, "I:VIX")) {
      JsonObject spot =
          new JsonObject().put("symbol", symbol).put("value", symbol.equals(SPX) ? 6_900 : 16);
      stage.ask(Command.SET, "massive:model:spot:" + symbol, spot.encode());
    }
  }

  @AfterEach
  void close() {
    provider.close();
    stage.close();
  }

  private void start() {
    Map<String, String> variables =
        Map.of(
            "MASSIVE_API_KEY", "key",
            "MASSIVE_REST_BASE", provider.url(),
            "MASSIVE_CHAIN_SYMBOLS", SPX,
            "MASSIVE_CHAIN_NUM_EXPIRATIONS", "1",
            "MASSIVE_WS_ENABLED", "false",
            "MASSIVE_WS_SNAPSHOT_INTERVAL_MS", "20");
    stage.deploy(
        new Desk(stage.context("builder." + SPX, variables), SPX, path -> "token for " + path));
    stage.deploy(new ChainWorker(stage.context("chain", variables), Duration.ofMillis(10)));
  }

  private void tick(double spot) {
    for (MarketTick tick :
        List.of(
            new MarketTick("I:VIX", 16, clock.wallMillis()),
            new MarketTick(SPX, spot, clock.wallMillis()))) {
      stage.messages().publish(Addresses.MARKET_TICK, tick);
    }
  }

  /** Waits while the market's time runs and values come in. */
  private void untilInTime(String what, BooleanSupplier condition) {
    int[] looks = {0};
    until(
        what,
        () -> {
          clock.move(50);
          if (looks[0]++ % 20 == 0) {
            tick(6_900 + looks[0] % 7 / 4.0);
          }
          return condition.getAsBoolean();
        });
  }

  private double flaws(Flaw flaw) {
    return stage
        .metrics()
        .find("marketswarm.feed.flaws")
        .tag("kind", flaw.name().toLowerCase(Locale.ROOT))
        .counters()
        .stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private long sequence() {
    JsonObject chain = stage.json("massive:chain:latest");
    return chain == null ? 0 : chain.getLong("value_seq");
  }

  private void assertSound() {
    for (String key : MODELS) {
      String text = stage.text(key);
      if (text != null) {
        assertThat(text).as(key).doesNotContain("NaN").doesNotContain("Infinity");
        new JsonObject(text);
      }
    }
  }

  /** Serves the list of expirations, and for chains what the pages say. */
  private void serve(HttpServerRequest request, Pages pages) {
    if (request.path().startsWith("/v3/reference")) {
      answer(request, 200, "{\"results\":[{\"expiration_date\":\"" + TODAY + "\"}]}");
    } else {
      pages.answer(request);
    }
  }

  private interface Pages {
    void answer(HttpServerRequest request);
  }

  private static String ticker(String root, String side, int strikeMillis) {
    return "O:%s260127%s%08d".formatted(root, side, strikeMillis);
  }

  /** A contract as it should be. */
  private JsonObject contract(String ticker) {
    double bid = 5 + random.nextInt(20) / 10.0;
    return new JsonObject()
        .put("details", new JsonObject().put("ticker", ticker))
        .put("day", new JsonObject().put("volume", random.nextInt(1_000)))
        .put("greeks", new JsonObject().put("delta", 0.4).put("gamma", 0.004))
        .put("implied_volatility", 0.12 + random.nextInt(5) / 100.0)
        .put("open_interest", 100 + random.nextInt(5_000))
        .put(
            "last_quote",
            new JsonObject()
                .put("bid", bid)
                .put("ask", bid + 0.3)
                .put("midpoint", bid + 0.15)
                .put("last_updated", clock.wallMillis() * 1_000_000))
        .put("underlying_asset", new JsonObject().put("ticker", SPX).put("value", 6_900.25));
  }

  /** Something a contract must not be, but is; as text, for JSON objects hold numbers only. */
  private String spoilt(JsonObject contract, int how) {
    JsonObject quote = contract.getJsonObject("last_quote");
    switch (how) {
      case 0 -> contract.remove("greeks");
      case 1 -> contract.remove("implied_volatility");
      case 2 -> contract.remove("last_quote");
      case 3 -> contract.remove("underlying_asset");
      case 4 -> quote.put("bid", 9).put("ask", 2);
      case 5 -> quote.put("bid", -5).put("ask", -4).put("midpoint", -4.5);
      case 6 -> contract.put("implied_volatility", -0.2).put("open_interest", -7);
      case 7 -> contract.put("greeks", new JsonObject().put("delta", 4).put("gamma", -1));
      case 8 -> contract.put("implied_volatility", 1e300).put("open_interest", 1e18);
      case 9 -> {
        return contract.encode().replaceFirst("\"bid\":[0-9.]+", "\"bid\":NaN");
      }
      case 10 -> {
        return contract
            .encode()
            .replaceFirst("\"implied_volatility\":[0-9.]+", "\"implied_volatility\":-Infinity");
      }
      case 11 -> contract.put("details", new JsonObject());
      case 12 -> contract.getJsonObject("details").put("ticker", ticker("SPXX", "C", 6_900_000));
      case 13 -> contract.put("last_quote", "none").put("greeks", new JsonArray().add(1));
      case 14 -> quote.put("last_updated", -1).put("bid", 0).put("ask", 0).put("midpoint", 0);
      default -> contract.putNull("details");
    }
    return contract.encode();
  }

  private String badPage() {
    List<String> items = new ArrayList<>();
    int how = 0;
    for (int i = 0; i < STRIKES; i++) {
      int strikeMillis = (LOWEST + 5 * i) * 1_000;
      for (String side : List.of("C", "P")) {
        String good = contract(ticker("SPXW", side, strikeMillis)).encode();
        items.add(
            i % 3 == 0 ? spoilt(contract(ticker("SPXW", side, strikeMillis)), how++ % 16) : good);
        if (i % 7 == 1) {
          items.add(good); // the same contract twice
        }
        if (i % 5 == 1) {
          items.add(contract(ticker("SPXW", side, strikeMillis + 2_500)).encode());
        }
      }
    }
    items.add("null");
    items.add("17");
    return "{\"results\":[" + String.join(",", items) + "]}";
  }

  @Test
  void whateverIsWrongIsCountedAndTheModelsAreSound() {
    AtomicInteger pages = new AtomicInteger();
    provider.answers(
        request ->
            serve(
                request,
                asked -> {
                  // An empty page first, then the bad one.
                  boolean first = pages.getAndIncrement() % 2 == 0;
                  answer(
                      asked,
                      200,
                      first
                          ? "{\"results\":[],\"next_url\":\"http://x/v3/p?cursor=1\"}"
                          : badPage());
                }));
    start();
    untilInTime("three editions", () -> sequence() >= 3);
    untilInTime("every model", () -> MODELS.stream().allMatch(key -> stage.text(key) != null));
    assertSound();

    assertThat(flaws(Flaw.NOT_A_NUMBER)).isPositive();
    assertThat(flaws(Flaw.IMPOSSIBLE)).isPositive();
    assertThat(flaws(Flaw.CROSSED)).isPositive();
    assertThat(flaws(Flaw.NO_TICKER)).isPositive();
    assertThat(flaws(Flaw.UNKNOWN_TICKER)).isPositive();
    assertThat(flaws(Flaw.DUPLICATE)).isPositive();

    ChainUpdate chain = updates.get(updates.size() - 1);
    assertThat(chain.tickers()).doesNotHaveDuplicates();
    for (Column column : Column.values()) {
      for (double value : chain.column(column)) {
        assertThat(Double.isInfinite(value)).as("%s", column).isFalse();
      }
    }
    for (Column column : List.of(Column.BID, Column.ASK, Column.VOLATILITY, Column.OPEN_INTEREST)) {
      for (double value : chain.column(column)) {
        assertThat(value < 0).as("%s below zero", column).isFalse();
      }
    }
    double[] bids = chain.column(Column.BID);
    double[] asks = chain.column(Column.ASK);
    for (int i = 0; i < bids.length; i++) {
      assertThat(bids[i] > asks[i]).as("crossed").isFalse();
    }
  }

  @Test
  void aCircleOfPagesAndAnEmptyChainLeaveTheLastEditionAsItIs() {
    provider.answers(request -> serve(request, asked -> answer(asked, 200, badPage())));
    start();
    untilInTime("an edition", () -> sequence() == 1 && stage.text(HEATMAP) != null);
    String edition = stage.text("massive:chain:latest");

    String circle =
        "{\"results\":["
            + contract(ticker("SPXW", "C", 6_900_000)).encode()
            + "],\"next_url\":\"http://x/v3/p?cursor=1\"}";
    provider.answers(request -> serve(request, asked -> answer(asked, 200, circle)));
    untilInTime("the circle was met", () -> flaws(Flaw.PAGE_LOOP) > 0);
    untilInTime("and counted as a failure", () -> failures() >= 1);
    double before = failures();
    provider.answers(request -> serve(request, asked -> answer(asked, 200, "{\"results\":[]}")));
    untilInTime("an empty chain was met", () -> failures() > before);
    assertThat(stage.text("massive:chain:latest")).isEqualTo(edition);
    assertSound();
  }

  private double failures() {
    return stage.metrics().counter("marketswarm.market.chain.failures").count();
  }

  @Test
  void aStormOfRefusalsIsWaitedOutAndNothingOldLooksNew() {
    provider.answers(request -> serve(request, asked -> answer(asked, 200, badPage())));
    start();
    untilInTime("an edition", () -> sequence() == 1 && stage.text(MODELS.get(1)) != null);
    until("all is well", () -> stage.vitals().conditions().get("chain") == Condition.OK);

    AtomicInteger storm = new AtomicInteger();
    provider.answers(
        request -> {
          int n = storm.getAndIncrement();
          if (n % 2 == 0) {
            answer(request, 500, "<html>oops</html>");
          } else {
            request.response().putHeader("Retry-After", "0");
            answer(request, 429, "{}");
          }
        });
    untilInTime("the storm", () -> failures() >= 1);
    until(
        "the chain is old",
        () -> {
          clock.move(1_000);
          tick(6_900);
          return stage.vitals().conditions().get("chain") == Condition.DEGRADED;
        });
    JsonObject calls = stage.json(MODELS.get(1));
    JsonObject chain = stage.json("massive:chain:latest");
    for (int i = 0; i < 20; i++) {
      clock.move(1_000);
      tick(6_901);
    }
    double heatmap = stage.json(HEATMAP).getDouble("ts");
    until(
        "values still move the tiles",
        () -> {
          clock.move(100);
          tick(6_900 + clock.wallMillis() / 100 % 9);
          return stage.json(HEATMAP).getDouble("ts") > heatmap;
        });
    assertThat(stage.json(MODELS.get(1))).as("gamma is of the old chain").isEqualTo(calls);
    assertThat(stage.json("massive:chain:latest")).isEqualTo(chain);

    provider.answers(request -> serve(request, asked -> answer(asked, 200, badPage())));
    untilInTime("a new edition", () -> sequence() >= 2);
    until("all is well again", () -> stage.vitals().conditions().get("chain") == Condition.OK);
    assertSound();
  }

  @Test
  void aClockThatIsSetBackHoldsNoEditionUp() {
    provider.answers(request -> serve(request, asked -> answer(asked, 200, badPage())));
    start();
    untilInTime("an edition", () -> sequence() == 1 && stage.text(MODELS.get(1)) != null);
    clock.move(-Duration.ofMinutes(40).toMillis());
    untilInTime("the next edition", () -> sequence() >= 2);
    untilInTime(
        "models of the new time",
        () -> {
          double ts = stage.json(MODELS.get(1)).getDouble("ts");
          return Math.abs(ts - clock.wallMillis() / 1e3) < 60;
        });
    assertThat(stage.vitals().conditions()).containsEntry("desk I:SPX", Condition.OK);
    assertSound();
  }
}
