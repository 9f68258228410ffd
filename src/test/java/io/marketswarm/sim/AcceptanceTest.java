package io.marketswarm.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.sim.core.MarketOptions;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a client may rely on, seed 42, speed 20, seen through the sockets. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AcceptanceTest {
  private static final double RATE = 0.045;
  private static final double DIVIDEND_YIELD = 0.013;
  private static final String TODAY =
      "/v3/snapshot/options/I%3ASPX?expiration_date=2026-01-27&limit=250";

  private static SimServer server;

  @BeforeAll
  static void start() {
    server = SimServer.start(SimServer.MARKET.withUnderlyings(MarketOptions.DEFAULT.underlyings()));
    server.seek("11:00");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Contract(double strike, boolean call, JsonObject body) {
    double quote(String name) {
      return body.getJsonObject("last_quote").getDouble(name);
    }
  }

  private static List<Contract> today() {
    return server.pages(TODAY).stream()
        .map(
            item -> {
              JsonObject details = item.getJsonObject("details");
              boolean call = details.getString("contract_type").equals("call");
              return new Contract(details.getDouble("strike_price"), call, item);
            })
        .toList();
  }

  private static Map<Double, Double> theory(boolean call, String member) {
    return today().stream()
        .filter(contract -> contract.call == call)
        .map(contract -> contract.body.getJsonObject("details").getString("ticker"))
        .collect(
            Collectors.toMap(
                ticker -> Integer.parseInt(ticker.substring(ticker.length() - 8)) / 1_000.0,
                ticker -> truth(ticker).getDouble(member),
                (a, b) -> a,
                TreeMap::new));
  }

  private static JsonObject truth(String ticker) {
    return server.get("/sim/truth/" + ticker.replace(":", "%3A"));
  }

  @Test
  @Order(1)
  void theoreticalValuesHaveParityAndShape() {
    Map<Double, Double> calls = theory(true, "theo");
    Map<Double, Double> puts = theory(false, "theo");
    JsonObject any = truth("O:SPXW260127C06900000");
    double spot = any.getDouble("spot");
    double years = any.getDouble("t_years");
    double forward = spot * Math.exp((RATE - DIVIDEND_YIELD) * years);
    double deviation = any.getDouble("iv") * Math.sqrt(years) * spot;
    assertThat(calls).hasSizeGreaterThan(150);
    Double before = null;
    Double slopeBefore = null;
    double strikeBefore = 0;
    for (double strike : calls.keySet()) {
      double call = calls.get(strike);
      double put = puts.get(strike);
      assertThat(call - put)
          .isCloseTo(Math.exp(-RATE * years) * (forward - strike), within(1e-6 * spot));
      if (before != null) {
        double kink = Math.abs(strike - spot) < 7 * deviation ? 1e-6 : 1e-4;
        assertThat(call).as("call at %s", strike).isLessThanOrEqualTo(before + kink);
        assertThat(put).isGreaterThanOrEqualTo(puts.get(strikeBefore) - kink);
        double slope = (call - before) / (strike - strikeBefore) * 5;
        if (slopeBefore != null && strike - strikeBefore == 5) {
          assertThat(slope - slopeBefore).as("butterfly at %s", strike).isGreaterThan(-0.001);
        }
        slopeBefore = slope;
      }
      before = call;
      strikeBefore = strike;
    }
  }

  @Test
  @Order(2)
  void quotesAreOrderedAndKeepParityWithinTheirSpread() {
    List<Contract> chain = today();
    for (Contract contract : chain) {
      assertThat(contract.quote("bid")).isNotNegative();
      assertThat(contract.quote("bid")).isLessThanOrEqualTo(contract.quote("midpoint"));
      assertThat(contract.quote("midpoint")).isLessThanOrEqualTo(contract.quote("ask"));
    }
    JsonObject any = truth("O:SPXW260127C06900000");
    double years = any.getDouble("t_years");
    double spot = any.getDouble("spot");
    double forward = spot * Math.exp((RATE - DIVIDEND_YIELD) * years);
    Map<Double, Contract> puts =
        chain.stream()
            .filter(c -> !c.call)
            .collect(Collectors.toMap(Contract::strike, Function.identity()));
    for (Contract call : chain.stream().filter(Contract::call).toList()) {
      Contract put = puts.get(call.strike);
      double parity = Math.exp(-RATE * years) * (forward - call.strike);
      double spreads = call.quote("ask") - call.quote("bid") + put.quote("ask") - put.quote("bid");
      assertThat(call.quote("midpoint") - put.quote("midpoint"))
          .as("parity at %s", call.strike)
          .isCloseTo(parity, within(spreads));
    }
  }

  @Test
  @Order(3)
  void pagingTellsEachContractOfTheWholeChainOnce() {
    List<String> snapshots =
        server.pages("/v3/snapshot/options/I%3ASPX?limit=250&sort=expiration_date").stream()
            .map(item -> item.getJsonObject("details").getString("ticker"))
            .toList();
    List<String> contracts =
        server.pages("/v3/reference/options/contracts?underlying_ticker=SPX&limit=1000").stream()
            .map(item -> item.getString("ticker"))
            .toList();
    assertThat(new HashSet<>(snapshots)).hasSameSizeAs(snapshots).hasSizeGreaterThan(9_000);
    assertThat(snapshots).containsExactlyInAnyOrderElementsOf(contracts);
  }

  @Test
  @Order(4)
  void gammaAtTheMoneyRisesThroughTheDay() {
    double before = 0;
    for (String time : List.of("09:31", "12:00", "15:00", "15:55")) {
      server.seek(time);
      double spot = server.state().getJsonObject("values").getDouble("I:SPX");
      long strike = Math.round(spot / 5) * 5 * 1_000;
      double gamma =
          truth("O:SPXW260127C%08d".formatted(strike)).getJsonObject("greeks").getDouble("gamma");
      assertThat(gamma).as("gamma at " + time).isGreaterThan(before);
      before = gamma;
    }
  }

  /** Bars are stamped with wall time, so a day at natural speed has one per minute. */
  @Test
  @Order(5)
  void returnsAreCorrelatedAndVolatileAsTheyShouldBe() {
    server.steer("/sim/clock", new JsonObject().put("action", "speed").put("speed", 1));
    server.seek("15:59:59");
    double[] spx = returns("I%3ASPX");
    assertThat(spx).hasSizeGreaterThan(385);
    assertThat(correlation(spx, returns("I%3AVIX"))).isLessThan(-0.5);
    assertThat(correlation(spx, returns("I%3ANDX"))).isBetween(0.85, 0.97);
    double variance = 0;
    for (double r : spx) {
      variance += r * r;
    }
    double expected = 0.85 * 0.16;
    assertThat(Math.sqrt(variance / spx.length * 390 * 252))
        .isCloseTo(expected, within(0.35 * expected));
  }

  private static double[] returns(String ticker) {
    long now = server.clock().millis();
    List<JsonObject> bars =
        server.pages(
            "/v2/aggs/ticker/%s/range/1/minute/%d/%d?limit=50000"
                .formatted(ticker, now - 7 * 3_600_000, now));
    double[] returns = new double[bars.size() - 1];
    for (int i = 0; i < returns.length; i++) {
      returns[i] = Math.log(bars.get(i + 1).getDouble("c") / bars.get(i).getDouble("c"));
    }
    return returns;
  }

  private static double correlation(double[] a, double[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
