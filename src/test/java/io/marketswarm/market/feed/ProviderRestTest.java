package io.marketswarm.market.feed;

import static io.marketswarm.market.feed.Awaiting.trouble;
import static io.marketswarm.market.feed.ScriptedProvider.answer;
import static io.marketswarm.store.Eventually.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.feed.ProviderException.Trouble;
import io.marketswarm.market.model.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a provider that misbehaves as told. */
class ProviderRestTest {
  private static final LocalDate EXPIRY = LocalDate.of(2026, 1, 27);
  private static final String UNDERLYING = "I:SPX";

  private static Vertx vertx;
  private static ScriptedProvider provider;

  private ProviderRest rest;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    provider = new ScriptedProvider(vertx);
  }

  @AfterAll
  static void stop() {
    provider.close();
    get(vertx.close());
  }

  @BeforeEach
  void client() {
    provider.asked().clear();
    rest =
        new ProviderRest(
            vertx, ProviderDirectory.fixed(provider.address()), new SimpleMeterRegistry());
  }

  @Test
  void asksWithTheKeyInTheHeaderAlone() {
    provider.answers("{\"status\":\"OK\",\"results\":[]}");
    assertThat(get(rest.indices(List.of("I:SPX", "I:NDX")))).isEmpty();
    ScriptedProvider.Asked asked = provider.asked().get(0);
    assertThat(asked.uri()).isEqualTo("/v3/snapshot?ticker.any_of=I%3ASPX%2CI%3ANDX&limit=250");
    assertThat(asked.headers())
        .containsEntry("authorization", "Bearer secret-key")
        .containsEntry("user-agent", "MarketSwarm/1.0");
    assertThat(asked.headers().get("accept-encoding")).contains("gzip");
    assertThat(provider.address().toString()).doesNotContain("secret-key");
  }

  @Test
  void skipsIndicesWithoutAValueOnly() {
    provider.answers(
        """
        {"results":[
          {"ticker":"I:SPX","value":6903.12,"last_updated":1769527800123000000,
           "market_status":"open","timeframe":"REAL-TIME",
           "session":{"previous_close":6890.5,"change":{"a":[1]}}},
          {"ticker":"I:FOO","error":"NOT_FOUND","message":"Ticker not found."},
          {"ticker":"I:NDX"},
          {"ticker":"I:VIX","value":-3},
          {"value":5},
          {"ticker":"I:RUT","value":2600}]}
        """);
    List<IndexQuote> quotes = get(rest.indices(List.of("I:SPX")));
    assertThat(quotes)
        .containsExactly(
            new IndexQuote("I:SPX", 6903.12, 1_769_527_800_123L, "REAL-TIME", "open", 6890.5),
            new IndexQuote("I:RUT", 2600, 0, "", "", Double.NaN));
    assertThat(rest.flaws(Flaw.ITEM_ERROR)).isEqualTo(1);
    assertThat(rest.flaws(Flaw.NOT_A_NUMBER)).isEqualTo(1);
    assertThat(rest.flaws(Flaw.IMPOSSIBLE)).isEqualTo(1);
    assertThat(rest.flaws(Flaw.NO_TICKER)).isEqualTo(1);
  }

  @Test
  void aStockSaysNothingBeforeItsFirstTrade() {
    String minute = "\"min\":{\"t\":1769527800000,\"c\":689}";
    provider.answers("{\"ticker\":{\"ticker\":\"SPY\",\"day\":{\"v\":0,\"c\":0}," + minute + "}}");
    assertThat(get(rest.stock("SPY"))).isEmpty();
    provider.answers("{\"ticker\":{\"ticker\":\"SPY\",\"day\":{\"v\":9,\"c\":689}}}");
    assertThat(get(rest.stock("SPY"))).isEmpty();
    provider.answers(
        "{\"ticker\":{\"ticker\":\"SPY\",\"day\":{\"o\":1,\"h\":3,\"l\":0.5,\"c\":2,\"v\":9},"
            + minute
            + ",\"prevDay\":{\"c\":1.5}}}");
    assertThat(get(rest.stock("SPY")))
        .contains(new StockQuote("SPY", 1, 3, 0.5, 2, 9, 1_769_527_800_000L, 1.5));
  }

  @Test
  void anErrorDressedAsSuccessIsAnError() {
    provider.answers("{\"status\":\"ERROR\",\"results\":[],\"error\":\"no such plan\"}");
    assertThat(trouble(rest.indices(List.of("I:SPX")))).isEqualTo(Trouble.REFUSED);
    provider.answers("{\"results\":[{\"ticker\":");
    assertThat(trouble(rest.indices(List.of("I:SPX")))).isEqualTo(Trouble.MALFORMED);
    provider.answers("[]");
    assertThat(trouble(rest.indices(List.of("I:SPX")))).isEqualTo(Trouble.MALFORMED);
  }

  @Test
  void saysWhyItWasRefused() {
    for (int status : List.of(401, 403)) {
      provider.answers(request -> answer(request, status, "{}"));
      assertThat(trouble(rest.marketStatus())).isEqualTo(Trouble.UNAUTHORIZED);
    }
    provider.answers(request -> answer(request, 404, "{}"));
    assertThat(trouble(rest.marketStatus())).isEqualTo(Trouble.NOT_FOUND);
    assertThat(get(rest.dayClose("I:SPX", EXPIRY))).isEmpty();
    provider.answers(request -> answer(request, 400, "{}"));
    assertThat(trouble(rest.marketStatus())).isEqualTo(Trouble.REFUSED);
  }

  @Test
  void triesThreeTimesMoreWhenTheServerFails() {
    AtomicInteger asked = new AtomicInteger();
    provider.answers(
        request ->
            answer(request, asked.incrementAndGet() < 4 ? 503 : 200, "{\"market\":\"open\"}"));
    assertThat(get(rest.marketStatus()).market()).isEqualTo("open");
    assertThat(asked).hasValue(4);
    asked.set(0);
    provider.answers(
        request -> {
          asked.incrementAndGet();
          request.connection().close();
        });
    assertThat(trouble(rest.in(Manner.once(Duration.ofSeconds(5))).marketStatus()))
        .isEqualTo(Trouble.UNREACHABLE);
    assertThat(asked).hasValue(1);
  }

  @Test
  void givesUpWaitingInTime() {
    provider.answers(request -> {});
    ProviderRest hasty = rest.in(Manner.once(Duration.ofMillis(50)));
    assertThat(trouble(hasty.marketStatus())).isEqualTo(Trouble.TIMEOUT);
    provider.answers(request -> request.response().setChunked(true).write("{\"market\""));
    assertThat(trouble(hasty.marketStatus())).isEqualTo(Trouble.TIMEOUT);
  }

  @Test
  void isQuietAfterAskingTooOften() {
    AtomicInteger asked = new AtomicInteger();
    provider.answers(
        request ->
            answer(request, asked.incrementAndGet() == 1 ? 429 : 200, "{\"market\":\"open\"}"));
    ProviderRest hasty = rest.in(Manner.once(Duration.ofSeconds(5)));
    assertThat(trouble(hasty.marketStatus())).isEqualTo(Trouble.LIMITED);
    assertThat(trouble(hasty.marketStatus())).isEqualTo(Trouble.LIMITED);
    assertThat(asked).as("the second was not even sent").hasValue(1);
    assertThat(get(rest.marketStatus()).market()).as("who has time waits").isEqualTo("open");
    assertThat(asked).hasValue(2);
    assertThat(get(hasty.marketStatus()).market()).isEqualTo("open");
  }

  @Test
  void followsPagesOnItsOwnHost() {
    provider.answers(
        request -> {
          boolean first = !request.uri().contains("cursor");
          answer(
              request,
              200,
              "{\"results\":[%s],\"next_url\":%s}"
                  .formatted(
                      first ? contract(6900) : contract(6905),
                      first
                          ? "\"https://api.elsewhere.example/v3/snapshot/options/I:SPX?cursor=abc\""
                          : "null"));
        });
    assertThat(strikes(chain())).isEqualTo("6900.0 6905.0");
    assertThat(provider.asked())
        .extracting(ScriptedProvider.Asked::uri)
        .containsExactly(
            "/v3/snapshot/options/I%3ASPX?expiration_date=2026-01-27&strike_price.gte=6800"
                + "&strike_price.lte=7000.5&limit=250",
            "/v3/snapshot/options/I:SPX?cursor=abc");
    assertThat(provider.asked().get(1).headers())
        .containsEntry("authorization", "Bearer secret-key");
  }

  @Test
  void emptyPagesInTheMiddleAreNoEnd() {
    AtomicInteger page = new AtomicInteger();
    provider.answers(
        request -> {
          int n = page.incrementAndGet();
          answer(
              request,
              200,
              n < 4
                  ? "{\"results\":%s,\"next_url\":\"http://x/v3/p?cursor=%d\"}"
                      .formatted(n == 2 ? "[]" : "[" + contract(6900 + 5 * n) + "]", n)
                  : "{\"status\":\"OK\"}");
        });
    assertThat(strikes(chain())).isEqualTo("6905.0 6915.0");
  }

  @Test
  void aCircleOfPagesEnds() {
    provider.answers(
        "{\"results\":[%s],\"next_url\":\"http://x/v3/p?cursor=1\"}".formatted(contract(6900)));
    assertThat(trouble(rest.chain(UNDERLYING, EXPIRY, 6800, 7000.5))).isEqualTo(Trouble.MALFORMED);
    assertThat(rest.flaws(Flaw.PAGE_LOOP)).isEqualTo(1);
    assertThat(provider.asked()).hasSize(2);
  }

  @Test
  void keepsTheGoodContractsOfABadPage() {
    String whole =
        """
        {"details":{"ticker":"O:SPXW260127C06900000"},"break_even_price":1,"day":{"volume":12},
         "greeks":{"delta":0.5,"gamma":0.01},"implied_volatility":0.15,
         "last_quote":{"bid":7.6,"ask":7.9,"midpoint":7.75,"last_updated":1769527800123000000},
         "last_trade":{"price":7.7,"sip_timestamp":1769527799000000000},"open_interest":42,
         "underlying_asset":{"ticker":"I:SPX","value":6903.12},"fair_market_value":7.7}\
        """;
    provider.answers(
        ("{\"results\":["
            + whole
            + ",{\"details\":{}},{},7,null,"
            + named("O:SPXL260127C00150000")
            + ","
            + named("SPXW260127C06905000")
            + ","
            + named("O:NDXP260127C25100000")
            + ","
            + named("O:SPXW260128C06905000")
            + ","
            + named("O:SPXW260127C06910000", "\"implied_volatility\":NaN")
            + ","
            + named("O:SPXW260127C06910000", "\"x\":[{\"y\":-Infinity}]")
            + ","
            + named("O:SPXW260127C06915000", "\"last_quote\":{\"bid\":8,\"ask\":7}")
            + ","
            + named(
                "O:SPXW260127C06920000",
                "\"last_quote\":{\"bid\":-1,\"ask\":\"7\"},\"greeks\":{\"delta\":1.5}")
            + ","
            + named("O:SPXW260127C06902500")
            + ","
            + named("O:SPXW260127C06902500", "\"open_interest\":1")
            + "]}"));
    List<ChainContract> chain = chain();
    assertThat(strikes(chain)).isEqualTo("6900.0 6902.5 6915.0 6920.0");
    ChainContract full = chain.get(0);
    assertThat(full.bid()).isEqualTo(7.6);
    assertThat(full.ask()).isEqualTo(7.9);
    assertThat(full.mid()).isEqualTo(7.75);
    assertThat(full.last()).isEqualTo(7.7);
    assertThat(full.volatility()).isEqualTo(0.15);
    assertThat(full.gamma()).isEqualTo(0.01);
    assertThat(full.delta()).isEqualTo(0.5);
    assertThat(full.openInterest()).isEqualTo(42);
    assertThat(full.volume()).isEqualTo(12);
    assertThat(full.quoteMillis()).isEqualTo(1_769_527_800_123L);
    assertThat(full.tradeMillis()).isEqualTo(1_769_527_799_000L);
    assertThat(full.underlying()).isEqualTo(6903.12);
    assertThat(new String(full.json(), UTF_8)).isEqualTo(whole);
    assertThat(chain.get(1).openInterest()).as("the later of two").isEqualTo(1);
    assertThat(chain.get(2).bid()).as("crossed").isNaN();
    assertThat(chain.get(3).bid()).as("below zero").isNaN();
    assertThat(rest.flaws(Flaw.NO_TICKER)).isEqualTo(2);
    assertThat(rest.flaws(Flaw.UNKNOWN_TICKER)).isEqualTo(2);
    assertThat(rest.flaws(Flaw.STRAY)).isEqualTo(2);
    assertThat(rest.flaws(Flaw.NOT_A_NUMBER)).isEqualTo(2);
    assertThat(rest.flaws(Flaw.CROSSED)).isEqualTo(1);
    assertThat(rest.flaws(Flaw.IMPOSSIBLE)).isEqualTo(2);
    assertThat(rest.flaws(Flaw.DUPLICATE)).isEqualTo(1);
  }

  @Test
  void missingMembersBecomeNulls() {
    provider.answers("{\"results\":[" + contract(6900) + "]}");
    JsonObject json = new JsonObject(new String(chain().get(0).json(), UTF_8));
    assertThat(json.fieldNames())
        .containsExactlyInAnyOrder(
            "details",
            "break_even_price",
            "day",
            "greeks",
            "implied_volatility",
            "last_quote",
            "last_trade",
            "open_interest",
            "underlying_asset",
            "fair_market_value");
    assertThat(json.getJsonObject("details").getString("ticker"))
        .isEqualTo("O:SPXW260127C06900000");
    assertThat(json.getValue("greeks")).isNull();
  }

  @Test
  void barsThatCannotBeAreLeftOut() {
    provider.answers(
        """
        {"resultsCount":4,"results":[
          {"t":1000,"o":1,"h":2,"l":0.5,"c":1.5,"v":10,"vw":1.2,"n":3},
          {"t":61000,"o":1,"h":2,"l":0.5,"c":1.5},
          {"t":121000,"o":1,"h":0.9,"l":0.5,"c":1.5},
          {"o":1,"h":2,"l":0.5,"c":1.5}]}
        """);
    List<PriceBar> bars = get(rest.minuteBars("SPY", EXPIRY, EXPIRY));
    assertThat(bars)
        .containsExactly(
            new PriceBar(1000, 1, 2, 0.5, 1.5, 10, 1.2),
            new PriceBar(61000, 1, 2, 0.5, 1.5, Double.NaN, Double.NaN));
    assertThat(provider.asked().get(0).uri())
        .isEqualTo("/v2/aggs/ticker/SPY/range/1/minute/2026-01-27/2026-01-27?sort=asc&limit=50000");
    assertThat(get(rest.dayClose("I:SPX", EXPIRY))).hasValue(1.5);
    provider.answers("{\"resultsCount\":0}");
    assertThat(get(rest.dayClose("I:SPX", EXPIRY))).isEmpty();
  }

  private List<ChainContract> chain() {
    return get(rest.chain(UNDERLYING, EXPIRY, 6800, 7000.5));
  }

  private static String strikes(List<ChainContract> chain) {
    return chain.stream()
        .map(contract -> Double.toString(Ticker.strike(contract.ticker())))
        .collect(Collectors.joining(" "));
  }

  private static String contract(int strike) {
    return named("O:SPXW260127C%08d".formatted(strike * 1000));
  }

  private static String named(String ticker) {
    return "{\"details\":{\"ticker\":\"" + ticker + "\"}}";
  }

  private static String named(String ticker, String member) {
    return "{\"details\":{\"ticker\":\"" + ticker + "\"}," + member + "}";
  }
}
