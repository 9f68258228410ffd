package io.marketswarm.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.sim.core.MarketOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestApiTest {
  private static final long NANOS = 1_000_000;
  private static SimServer server;

  @BeforeAll
  static void start() {
    server = SimServer.start(SimServer.MARKET.withUnderlyings(MarketOptions.DEFAULT.underlyings()));
    server.pass(10_000);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void tellsIndicesStocksAndUnknownTickersInOneSnapshot() {
    JsonObject body =
        server.get("/v3/snapshot?ticker.any_of=I:SPX,I:NDX,I:VIX,SPY,I:NOPE&limit=250");
    assertThat(body.getString("status")).isEqualTo("OK");
    assertThat(body.getString("request_id")).hasSize(32);
    assertThat(tickers(body)).containsExactly("I:NDX", "I:NOPE", "I:SPX", "I:VIX", "SPY");
    JsonObject unknown = item(body, 1);
    assertThat(unknown.getString("error")).isEqualTo("NOT_FOUND");
    JsonObject spx = item(body, 2);
    assertThat(spx.getString("type")).isEqualTo("indices");
    assertThat(spx.getString("market_status")).isEqualTo("open");
    assertThat(spx.getString("timeframe")).isEqualTo("REAL-TIME");
    assertThat(spx.getLong("last_updated")).isEqualTo(server.clock().millis() * NANOS);
    JsonObject session = spx.getJsonObject("session");
    double value = spx.getDouble("value");
    double previous = session.getDouble("previous_close");
    assertThat(value).isBetween(session.getDouble("low"), session.getDouble("high"));
    assertThat(session.getDouble("close")).isEqualTo(value);
    assertThat(session.getDouble("open")).isEqualTo(6_900);
    assertThat(session.getDouble("change")).isEqualTo(Math.rint((value - previous) * 100) / 100);
    assertThat(session.getDouble("change_percent"))
        .isEqualTo(Math.rint((value / previous - 1) * 10_000) / 100);
    JsonObject spy = item(body, 4);
    assertThat(spy.getString("type")).isEqualTo("stocks");
    assertThat(spy.getJsonObject("session").getDouble("price"))
        .isEqualTo(spy.getJsonObject("last_trade").getDouble("price"));
  }

  @Test
  void pagesThroughTheWholeUniverse() {
    List<JsonObject> ascending = server.pages("/v3/snapshot?limit=4");
    assertThat(ascending)
        .extracting(item -> item.getString("ticker"))
        .isSorted()
        .doesNotHaveDuplicates()
        .contains("I:SPX", "I:XSP", "SPY", "TSLA")
        .doesNotContain("ES");
    List<JsonObject> descending = server.pages("/v3/snapshot?limit=5&order=desc&sort=ticker");
    assertThat(descending)
        .extracting(item -> item.getString("ticker"))
        .isSortedAccordingTo(Comparator.reverseOrder())
        .hasSameSizeAs(ascending);
    assertThat(server.pages("/v3/snapshot?type=indices"))
        .extracting(item -> item.getString("ticker"))
        .containsExactly("I:NDX", "I:RUT", "I:SPX", "I:VIX", "I:XSP");
    assertThat(
            server
                .get("/v3/snapshot?ticker=I%3ASPX&order=asc&limit=10&sort=ticker")
                .getJsonArray("results"))
        .hasSize(1);
  }

  @Test
  void tellsContractsInTheUniversalSnapshotToo() {
    JsonObject item = item(server.get("/v3/snapshot?ticker.any_of=O:SPXW260127C06900000"), 0);
    assertThat(item.getString("type")).isEqualTo("options");
    assertThat(item.getJsonObject("details").getDouble("strike_price")).isEqualTo(6_900);
  }

  @Test
  void tellsAStockWithItsDayItsMinuteAndTheDayBefore() {
    JsonObject ticker =
        server.get("/v2/snapshot/locale/us/markets/stocks/tickers/SPY").getJsonObject("ticker");
    JsonObject day = ticker.getJsonObject("day");
    JsonObject minute = ticker.getJsonObject("min");
    assertThat(ticker.getString("ticker")).isEqualTo("SPY");
    assertThat(ticker.getLong("updated")).isEqualTo(server.clock().millis() * NANOS);
    assertThat(day.getDouble("o")).isEqualTo(690.41);
    assertThat(day.getLong("v")).isPositive().isEqualTo(minute.getLong("av"));
    assertThat(day.getDouble("vw")).isBetween(day.getDouble("l"), day.getDouble("h"));
    assertThat(minute.getLong("t") % 60_000).isZero();
    assertThat(minute.getDouble("c")).isEqualTo(day.getDouble("c"));
    double previous = ticker.getJsonObject("prevDay").getDouble("c");
    assertThat(ticker.getDouble("todaysChange"))
        .isEqualTo(Math.rint((day.getDouble("c") - previous) * 100) / 100);
    JsonObject quote = ticker.getJsonObject("lastQuote");
    assertThat(quote.getDouble("p")).isLessThan(quote.getDouble("P"));
    assertThat(ticker.getJsonObject("lastTrade").fieldNames())
        .containsExactlyInAnyOrder("c", "i", "p", "s", "t", "x");
    assertThat(server.raw("/v2/snapshot/locale/us/markets/stocks/tickers/NOPE").statusCode())
        .isEqualTo(404);
    assertThat(server.raw("/v2/snapshot/locale/us/markets/stocks/tickers/I%3ASPX").statusCode())
        .isEqualTo(404);
  }

  @Test
  void tellsContractsInTheShapeOfTheChainSnapshot() {
    JsonObject contract =
        item(
            server.get(
                "/v3/snapshot/options/I%3ASPX?expiration_date=2026-01-27&strike_price=6900"
                    + "&contract_type=call"),
            0);
    assertThat(contract.getJsonObject("details"))
        .isEqualTo(
            new JsonObject()
                .put("contract_type", "call")
                .put("exercise_style", "european")
                .put("expiration_date", "2026-01-27")
                .put("shares_per_contract", 100)
                .put("strike_price", 6900)
                .put("ticker", "O:SPXW260127C06900000"));
    assertThat(contract.getJsonObject("greeks").fieldNames())
        .containsExactlyInAnyOrder("delta", "gamma", "theta", "vega");
    assertThat(contract.getDouble("implied_volatility")).isBetween(0.1, 0.2);
    assertThat(contract.getInteger("open_interest")).isBetween(4_080, 5_520);
    JsonObject quote = contract.getJsonObject("last_quote");
    double mid = quote.getDouble("midpoint");
    assertThat(quote.getDouble("bid")).isLessThan(mid);
    assertThat(quote.getDouble("ask")).isGreaterThan(mid);
    assertThat(quote.getInteger("bid_size")).isBetween(5, 200);
    assertThat(quote.getLong("last_updated") / NANOS)
        .isBetween(SimServer.START, server.clock().millis());
    assertThat(contract.getDouble("break_even_price")).isEqualTo(6_900 + mid);
    JsonObject underlying = contract.getJsonObject("underlying_asset");
    assertThat(underlying.getString("ticker")).isEqualTo("I:SPX");
    assertThat(underlying.getDouble("change_to_break_even"))
        .isCloseTo(6_900 + mid - underlying.getDouble("value"), offset());
    JsonObject day = contract.getJsonObject("day");
    assertThat(day.getLong("volume")).isPositive();
    assertThat(day.getDouble("change"))
        .isCloseTo(day.getDouble("close") - day.getDouble("previous_close"), offset());
    JsonObject trade = contract.getJsonObject("last_trade");
    assertThat(trade.getDouble("price")).isEqualTo(day.getDouble("close"));
    assertThat(trade.getLong("sip_timestamp") / NANOS)
        .as("nothing from the future")
        .isLessThanOrEqualTo(server.clock().millis());
  }

  private static Offset<Double> offset() {
    return Offset.offset(1e-6);
  }

  @Test
  void filtersByEveryBound() {
    String chain = "/v3/snapshot/options/SPX?limit=250&expiration_date=2026-01-28";
    assertThat(strikes(chain + "&strike_price.gte=6900&strike_price.lte=6910"))
        .containsOnly(6_900.0, 6_905.0, 6_910.0);
    assertThat(strikes(chain + "&strike_price.gt=6900&strike_price.lt=6910")).containsOnly(6_905.0);
    String strike = "/v3/snapshot/options/I:SPX?limit=250&strike_price=6900&contract_type=put";
    assertThat(
            expirations(strike + "&expiration_date.gte=2026-01-28&expiration_date.lte=2026-01-30"))
        .containsExactlyInAnyOrder("2026-01-28", "2026-01-29", "2026-01-30");
    assertThat(expirations(strike + "&expiration_date.gt=2026-01-28&expiration_date.lt=2026-01-30"))
        .containsExactly("2026-01-29");
    assertThat(server.pages("/v3/snapshot/options/I:RUT")).isEmpty();
  }

  private List<Double> strikes(String path) {
    return server.pages(path).stream()
        .map(item -> item.getJsonObject("details").getDouble("strike_price"))
        .toList();
  }

  private List<String> expirations(String path) {
    return server.pages(path).stream()
        .map(item -> item.getJsonObject("details").getString("expiration_date"))
        .toList();
  }

  @Test
  void pagesThroughAChainTellingEachContractOnce() {
    String path =
        "/v3/snapshot/options/I%3ANDX?expiration_date=2026-01-27&strike_price.gte=24215"
            + "&strike_price.lte=25985";
    List<String> all =
        server.pages(path + "&limit=250").stream()
            .map(item -> item.getJsonObject("details").getString("ticker"))
            .toList();
    assertThat(new HashSet<>(all)).hasSameSizeAs(all).hasSize(354 + 22);
    assertThat(all).isSorted();
    List<String> byStrike =
        server.pages(path + "&limit=37&sort=strike_price&order=desc").stream()
            .map(item -> item.getJsonObject("details").getString("ticker"))
            .toList();
    assertThat(byStrike).containsExactlyInAnyOrderElementsOf(all);
    assertThat(byStrike.get(0)).endsWith("25980000");
  }

  @Test
  void compressesForThoseWhoAskForIt() throws IOException {
    String path = "/v3/snapshot/options/I%3ASPX?limit=250";
    HttpResponse<Buffer> plain = server.raw(path);
    assertThat(plain.getHeader("content-encoding")).isNull();
    HttpResponse<Buffer> packed =
        Wait.get(
            WebClient.create(server.vertx())
                .getAbs(server.url() + path)
                .putHeader("Authorization", "Bearer sim")
                .putHeader("Accept-Encoding", "gzip")
                .send());
    assertThat(packed.getHeader("content-encoding")).isEqualTo("gzip");
    assertThat(packed.body().length()).isLessThan(plain.body().length() / 3);
    byte[] bytes =
        new GZIPInputStream(new ByteArrayInputStream(packed.body().getBytes())).readAllBytes();
    assertThat(new JsonObject(Buffer.buffer(bytes)).getJsonArray("results"))
        .isEqualTo(plain.bodyAsJsonObject().getJsonArray("results"));
  }

  @Test
  void theNextPageNeedsOnlyTheCursorAndAKey() {
    JsonObject page = server.get("/v3/snapshot/options/I%3ASPX?limit=3&contract_type=put");
    URI next = URI.create(page.getString("next_url"));
    assertThat(next.getPort()).isEqualTo(server.port());
    assertThat(next.getRawQuery()).startsWith("cursor=").doesNotContain("limit", "sim", "apiKey");
    assertThat(server.withoutKey(next.toString()).statusCode()).isEqualTo(401);
    JsonObject second = server.get(next.toString());
    assertThat(second.getJsonArray("results")).hasSize(3);
    assertThat(item(second, 0).getJsonObject("details").getString("contract_type"))
        .isEqualTo("put");
  }

  @Test
  void tellsOneContract() {
    JsonObject body = server.get("/v3/snapshot/options/I%3ASPX/O%3ASPXW260127P06900000");
    assertThat(body.getJsonObject("results").getJsonObject("details").getString("ticker"))
        .isEqualTo("O:SPXW260127P06900000");
    assertThat(server.raw("/v3/snapshot/options/I%3ASPX/O%3ASPXW260127P06900001").statusCode())
        .isEqualTo(404);
    assertThat(server.raw("/v3/snapshot/options/I%3ANDX/O%3ASPXW260127P06900000").statusCode())
        .isEqualTo(404);
  }

  @Test
  void listsContracts() {
    List<JsonObject> contracts =
        server.pages(
            "/v3/reference/options/contracts?underlying_ticker=SPX&expired=false"
                + "&expiration_date.gte=2026-01-27&expiration_date.lte=2026-02-10&limit=1000"
                + "&sort=expiration_date&order=asc");
    assertThat(contracts.stream().map(c -> c.getString("expiration_date")).distinct())
        .containsExactly(
            "2026-01-27",
            "2026-01-28",
            "2026-01-29",
            "2026-01-30",
            "2026-02-02",
            "2026-02-03",
            "2026-02-04",
            "2026-02-05",
            "2026-02-06",
            "2026-02-09");
    assertThat(contracts).extracting(c -> c.getString("ticker")).doesNotHaveDuplicates();
    assertThat(contracts.get(0))
        .isEqualTo(
            new JsonObject()
                .put("cfi", "OCEICS")
                .put("contract_type", "call")
                .put("exercise_style", "european")
                .put("expiration_date", "2026-01-27")
                .put("primary_exchange", "XCBO")
                .put("shares_per_contract", 100)
                .put("strike_price", 5200)
                .put("ticker", "O:SPXW260127C05200000")
                .put("underlying_ticker", "SPX"));
    assertThat(server.pages("/v3/reference/options/contracts?ticker=O:SPXW260127C06900000"))
        .hasSize(1);
    assertThat(server.pages("/v3/reference/options/contracts?expired=true")).isEmpty();
  }

  @Test
  void tellsBarsOfThePast() {
    JsonObject day =
        server.get("/v2/aggs/ticker/I%3ASPX/range/1/day/2026-01-26/2026-01-26?limit=1");
    assertThat(day.getInteger("resultsCount")).isEqualTo(1);
    assertThat(day.getBoolean("adjusted")).isTrue();
    assertThat(item(day, 0).fieldNames()).containsExactlyInAnyOrder("t", "o", "h", "l", "c");
    assertThat(item(day, 0).getLong("t")).isEqualTo(1_769_403_600_000L);
    JsonObject previous = server.get("/v2/aggs/ticker/I%3ASPX/prev");
    assertThat(item(previous, 0)).isEqualTo(item(day, 0));
    JsonObject minutes =
        server.get("/v2/aggs/ticker/SPY/range/1/minute/2026-01-23/2026-01-26?limit=50000&sort=asc");
    assertThat(minutes.getJsonArray("results")).hasSize(780);
    assertThat(item(minutes, 0).fieldNames())
        .containsExactlyInAnyOrder("t", "o", "h", "l", "c", "v", "vw", "n");
    assertThat(
            server
                .get("/v2/aggs/ticker/SPY/range/1/minute/1769437800000/1769437980000")
                .getJsonArray("results"))
        .hasSize(4);
    JsonObject weekend = server.get("/v2/aggs/ticker/I%3ASPX/range/1/day/2026-01-24/2026-01-25");
    assertThat(weekend.getInteger("resultsCount")).isZero();
    assertThat(weekend.containsKey("results")).isFalse();
    assertThat(
            server
                .get("/v2/aggs/ticker/NOPE/range/1/day/2026-01-20/2026-01-25")
                .getInteger("resultsCount"))
        .isZero();
  }

  @Test
  void pagesThroughBars() {
    String path = "/v2/aggs/ticker/SPY/range/5/minute/2026-01-20/2026-01-23?limit=100";
    List<JsonObject> up = server.pages(path + "&sort=asc");
    List<JsonObject> down = server.pages(path + "&sort=desc");
    assertThat(up).hasSize(4 * 78).extracting(bar -> bar.getLong("t")).isSorted();
    assertThat(down).containsExactlyInAnyOrderElementsOf(up);
    assertThat(down.get(0)).isEqualTo(up.get(up.size() - 1));
  }

  @Test
  void tellsTheBarsOfToday() {
    JsonObject day = server.get("/v2/aggs/ticker/I%3ASPX/range/1/day/2026-01-27/2026-01-27");
    assertThat(item(day, 0).getDouble("o")).isEqualTo(6_900);
    long now = server.clock().millis();
    JsonObject minutes =
        server.get("/v2/aggs/ticker/I%3ASPX/range/1/minute/" + (now - 3_600_000) + "/" + now);
    assertThat(minutes.getJsonArray("results")).isNotEmpty();
    assertThat(item(minutes, 0).getDouble("o")).isEqualTo(6_900);
  }

  @Test
  void knowsWhenMarketsAreOpen() {
    JsonObject now = server.get("/v1/marketstatus/now");
    assertThat(now.getString("market")).isEqualTo("open");
    assertThat(now.getJsonObject("exchanges").getString("nyse")).isEqualTo("open");
    JsonArray upcoming = server.raw("/v1/marketstatus/upcoming").bodyAsJsonArray();
    assertThat(upcoming.getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("date", "2026-02-16")
                .put("exchange", "NASDAQ")
                .put("name", "Washington's Birthday")
                .put("status", "closed"));
    assertThat(upcoming.stream().map(JsonObject.class::cast))
        .anySatisfy(
            holiday -> {
              assertThat(holiday.getString("date")).isEqualTo("2026-11-27");
              assertThat(holiday.getString("status")).isEqualTo("early-close");
              assertThat(holiday.getString("close")).isEqualTo("2026-11-27T18:00:00.000Z");
            });
  }

  @Test
  void takesTheKeyFromTheHeaderOrTheQuery() {
    assertThat(server.withoutKey("/v3/snapshot").statusCode()).isEqualTo(401);
    assertThat(server.withoutKey("/v3/snapshot?apiKey=").statusCode()).isEqualTo(401);
    assertThat(server.withoutKey("/v3/snapshot?apiKey=any").statusCode()).isEqualTo(200);
    assertThat(server.withKey("/v3/snapshot", "any").statusCode()).isEqualTo(200);
    JsonObject refusal = server.withoutKey("/v3/snapshot").bodyAsJsonObject();
    assertThat(refusal.getString("status")).isEqualTo("ERROR");
    assertThat(refusal.getString("error")).isNotBlank();
    assertThat(refusal.getString("request_id")).isNotBlank();
    String next =
        server
            .withoutKey("/v3/snapshot?limit=1&apiKey=secret")
            .bodyAsJsonObject()
            .getString("next_url");
    assertThat(server.get(next).encode()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v3/snapshot?limit=251",
        "/v3/snapshot?limit=0",
        "/v3/snapshot?limit=x",
        "/v3/snapshot?order=up",
        "/v3/snapshot?sort=value",
        "/v3/snapshot?type=crypto",
        "/v3/snapshot/options/I%3ASPX?limit=251",
        "/v3/snapshot/options/I%3ASPX?expiration_date=tomorrow",
        "/v3/snapshot/options/I%3ASPX?strike_price.gte=NaN",
        "/v3/snapshot/options/I%3ASPX?contract_type=straddle",
        "/v3/snapshot/options/I%3ASPX?sort=delta",
        "/v3/snapshot/options/I%3ASPX?cursor=!!!",
        "/v3/snapshot/options/I%3ASPX?cursor=bGltaXQ9Mw",
        "/v3/reference/options/contracts?limit=1001",
        "/v3/reference/options/contracts?expired=maybe",
        "/v2/aggs/ticker/SPY/range/0/minute/2026-01-20/2026-01-20",
        "/v2/aggs/ticker/SPY/range/1/fortnight/2026-01-20/2026-01-20",
        "/v2/aggs/ticker/SPY/range/1/minute/yesterday/2026-01-20",
        "/v2/aggs/ticker/SPY/range/1/minute/2026-01-20/2026-01-20?limit=50001"
      })
  void refusesWhatMakesNoSense(String path) {
    HttpResponse<Buffer> response = server.raw(path);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.bodyAsJsonObject().getString("status")).isEqualTo("ERROR");
    assertThat(response.bodyAsJsonObject().getString("error")).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({"/nowhere, 404", "/v3/snapshot/nothing, 404", "/v2/aggs/ticker/SPY, 404"})
  void answersUnknownPathsInTheProvidersWords(String path, int status) {
    HttpResponse<Buffer> response = server.raw(path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.bodyAsJsonObject().getString("status")).isEqualTo("NOT_FOUND");
  }

  private static JsonObject item(JsonObject body, int index) {
    return body.getJsonArray("results").getJsonObject(index);
  }

  private static List<String> tickers(JsonObject body) {
    return body.getJsonArray("results").stream()
        .map(item -> ((JsonObject) item).getString("ticker"))
        .toList();
  }
}
