package io.marketswarm.market.wire;

import static io.marketswarm.market.model.OptionSide.CALL;
import static io.marketswarm.market.model.OptionSide.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.market.model.ChainGeometry;
import io.marketswarm.market.model.ChainState;
import io.marketswarm.market.model.ContractValues;
import io.marketswarm.market.model.GammaProfile;
import io.marketswarm.market.model.GammaSummary;
import io.marketswarm.market.model.Ticker;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GammaEncoderTest {
  private static final long WALL = 1795197600250L;

  private final Map<String, ContractValues> contracts = new LinkedHashMap<>();
  private final JsonBytes out = new JsonBytes();
  private int rejected;

  GammaEncoderTest() {
    contract("O:SPXW261120C06900000", 0.0123, 1500);
    contract("O:SPX261120C06900000", 0.0100, 100);
    contract("O:SPXW261120P06900000", 0.0121, 2300);
    contract("O:SPXW261123C06950000", 0.0042, 410);
    contract("O:NDXP261120P25000000", 0.0009, 77);
    contract("O:SPXW261120C06910000", Double.NaN, 50);
    contract("O:AAPL261120C00200000", 0.01, 10);
  }

  private void contract(String ticker, double gamma, double openInterest) {
    contracts.put(ticker, new ContractValues().gamma(gamma).openInterest(openInterest));
  }

  private GammaProfile profile(String symbol) {
    ChainState state = new ChainState(symbol);
    List<Long> tickers = new ArrayList<>();
    rejected = 0;
    for (String text : contracts.keySet()) {
      long ticker = Ticker.parse(text);
      if (ticker == Ticker.UNKNOWN) {
        rejected++;
      } else if (Ticker.root(ticker).symbol().equals(symbol)) {
        tickers.add(ticker);
      }
    }
    state.reshape(ChainGeometry.of(symbol, tickers.stream().mapToLong(Long::longValue).toArray()));
    for (long ticker : tickers) {
      state.replace(state.slot(ticker), contracts.get(Ticker.format(ticker)));
    }
    return GammaProfile.of(state.columns());
  }

  private JsonObject parsed() {
    return new JsonObject(Buffer.buffer(out.toBytes()));
  }

  @Test
  void classesOfASeriesAreSummedPerExpiryAndStrike() {
    GammaProfile spx = profile("I:SPX");
    GammaEncoder.side(spx, CALL, WALL, out);
    assertThat(parsed())
        .isEqualTo(
            new JsonObject(
                """
                {"ts":1795197600.25,"symbol":"I:SPX","expirations":{
                  "2026-11-20":{"6900":1945.0},"2026-11-23":{"6950":172.2}}}"""));
    GammaEncoder.side(spx, PUT, WALL, out);
    assertThat(parsed().getJsonObject("expirations"))
        .isEqualTo(new JsonObject("{\"2026-11-20\":{\"6900\":2783.0}}"));
  }

  @Test
  void whatHasNoGammaIsSkippedAndCounted() {
    GammaProfile spx = profile("I:SPX");
    assertThat(spx.contracts()).isEqualTo(4);
    assertThat(spx.skipped() + rejected).isEqualTo(2);
    contract("O:SPXW261120C06910000", 0.01, 0);
    assertThat(profile("I:SPX").skipped()).isEqualTo(1);
  }

  @Test
  void aSideWithoutDataIsEmpty() {
    GammaProfile ndx = profile("I:NDX");
    assertThat(ndx.calls().isEmpty()).isTrue();
    GammaEncoder.side(ndx, PUT, WALL, out);
    assertThat(parsed().getJsonObject("expirations"))
        .isEqualTo(new JsonObject("{\"2026-11-20\":{\"25000\":6.93}}"));
  }

  @Test
  void strikesAreSummedOverExpiries() {
    contract("O:SPXW261123C06900000", 0.01, 200);
    contract("O:SPXW261123P06800000", 0.01, 300);
    GammaProfile spx = profile("I:SPX");
    int[] strikes = spx.strikes();
    assertThat(strikes).containsExactly(6800, 6900, 6950);
    assertThat(spx.byStrike(CALL, strikes)).containsExactly(0, 2145, 172.2);
    assertThat(spx.byStrike(PUT, strikes)).containsExactly(300, 2783, 0);
  }

  @Test
  void aStrikeBetweenPointsCountsTowardsThePointBelow() {
    contract("O:SPXW261120C06900500", 0.01, 10);
    GammaEncoder.side(profile("I:SPX"), CALL, WALL, out);
    assertThat(parsed().getJsonObject("expirations").getJsonObject("2026-11-20"))
        .isEqualTo(new JsonObject("{\"6900\":1955.0}"));
  }

  @Test
  void theSummaryHasALineForEverySymbol() {
    GammaSummary spx = GammaSummary.of(profile("I:SPX"), 6905, 6925);
    GammaSummary ndx = GammaSummary.of(profile("I:NDX"), 25000, Double.NaN);
    GammaEncoder.summary(List.of(spx, ndx), WALL, out);
    assertThat(out.toString()).startsWith("{\"ts\":1795197600.250,");
    JsonObject summary = parsed();
    JsonObject line = summary.getJsonObject("symbols").getJsonObject("I:SPX");
    assertThat((double) line.remove("net_gex")).isCloseTo(-665.8, within(1e-9));
    assertThat(summary)
        .isEqualTo(
            new JsonObject(
                """
                {"ts":1795197600.25,"symbols":{
                  "I:SPX":{"flip":6925.0,"call_wall":6900,"put_wall":6900,
                    "expirations":["2026-11-20","2026-11-23"]},
                  "I:NDX":{"net_gex":-6.93,"flip":null,"call_wall":null,"put_wall":25000,
                    "expirations":["2026-11-20"]}}}"""));
  }
}
