package io.marketswarm.market.spot;

import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.market.MarketStage;
import io.marketswarm.market.feed.ScriptedProvider;
import io.marketswarm.service.HandMarketClock;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the spot worker asks the provider for, and when it does not. */
class SpotQuestionsTest {
  private static final String FUND_PATH = "/v2/snapshot/locale/us/markets/stocks/tickers/";

  @TempDir static Path folder;
  private static MarketStage stage;
  private static ScriptedProvider provider;

  private String worker;
  private volatile int status;

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
    status = 200;
    stage.ask(Command.FLUSHDB);
    provider.asked().clear();
    provider.answers(this::answer);
  }

  @AfterEach
  void stop() {
    stage.undeploy(worker);
  }

  private void deploy(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("MASSIVE_API_KEY", "key");
    variables.put("MASSIVE_REST_BASE", provider.url());
    variables.put("MASSIVE_SPOT_SYMBOLS", "I:SPX,VIX,I:GONE");
    variables.put("MASSIVE_STOCK_SYMBOLS", "SPY");
    variables.put("MASSIVE_SPOT_INTERVAL_SEC", "0.05");
    variables.putAll(more);
    worker = stage.deploy(new SpotWorker(stage.context("spot", variables)));
  }

  private void answer(HttpServerRequest request) {
    String body =
        request.path().startsWith(FUND_PATH)
            ? """
            {"status":"OK","ticker":{"ticker":"SPY","day":{"o":1,"h":3,"l":1,"c":2,"v":10},
            "min":{"t":1769527740000},"prevDay":{"c":2.5}}}
            """
            : """
            {"status":"OK","results":[
            {"ticker":"I:SPX","value":6900.5,"timeframe":"DELAYED"},
            {"ticker":"I:VIX","value":16.25,"session":{"previous_close":16}},
            {"ticker":"I:GONE","error":"NOT_FOUND","message":"Ticker not found."},
            {"ticker":"I:NONE"}]}
            """;
    ScriptedProvider.answer(request, status, body);
  }

  private static long asked(String path) {
    return provider.asked().stream().filter(a -> a.uri().startsWith(path)).count();
  }

  private static void rounds(int count) {
    for (int round = 0; round < count; round++) {
      double before = stage.count("massive:spot:analytics", "ticks");
      stage.clock().move(50);
      until("a round", () -> stage.count("massive:spot:analytics", "ticks") > before);
    }
  }

  @Test
  void allIndicesAreAskedForTogetherAndStoredAsTheyAreListed() {
    deploy(Map.of());
    until("it is written", () -> stage.json("massive:model:spot:VIX") != null);
    assertThat(provider.asked().get(0).uri())
        .matches(
            uri ->
                uri.contains("I%3ASPX%2CI%3AVIX%2CI%3AGONE") || uri.contains("I:SPX,I:VIX,I:GONE"));
    assertThat(stage.json("massive:model:spot:I:SPX").getString("timeframe")).isEqualTo("DELAYED");
    assertThat(stage.json("massive:model:spot:VIX").getString("symbol")).isEqualTo("VIX");
    assertThat(stage.json("massive:model:spot:VIX").getDouble("change")).isEqualTo(0.25);
    assertThat(stage.json("massive:model:spot:I:VIX")).isNull();
    assertThat(stage.json("massive:model:spot:I:GONE")).isNull();
    assertThat(stage.json("massive:model:spot:SPY").getDouble("value")).isEqualTo(2);
  }

  @Test
  void aFundThatIsStreamedIsNotAskedFor() {
    deploy(Map.of());
    rounds(3);
    assertThat(asked(FUND_PATH)).isPositive();
    stage
        .messages()
        .publish(Addresses.MARKET_TICK, new MarketTick("SPY", 2.01, 1_769_527_801_000L));
    rounds(1);
    long before = asked(FUND_PATH);
    rounds(3);
    assertThat(asked(FUND_PATH)).isEqualTo(before);
    stage.clock().move(6_000);
    rounds(2);
    assertThat(asked(FUND_PATH)).isGreaterThan(before);
  }

  @Test
  void aKeyThatIsRefusedIsNotTriedAgainForAMinute() {
    status = 403;
    deploy(Map.of());
    until("it is refused", () -> asked("/v3/snapshot") > 0);
    until("it rests", () -> stage.count("massive:spot:analytics", "errors") > 0);
    status = 200;
    stage.clock().move(61_000);
    until("it tries again", () -> stage.json("massive:model:spot:I:SPX") != null);
    assertThat(asked("/v3/snapshot")).isEqualTo(2);
  }

  @Test
  void withoutAProviderNothingIsAsked() {
    deploy(Map.of("MASSIVE_PROVIDER", "off"));
    stage.clock().move(10_000);
    assertThat(provider.asked()).isEmpty();
    assertThat(stage.vitals().conditions()).doesNotContainKey("spot");
  }
}
