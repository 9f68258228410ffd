package io.marketswarm.market.model;

import static io.marketswarm.market.model.OptionSide.CALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureModelTest {
  private static final LocalDate TODAY = SyntheticChain.TODAY;
  private static final long NOW =
      TODAY.atTime(13, 0).atZone(ZoneId.of("America/New_York")).toInstant().toEpochMilli();
  private static final double RATE = BlackScholes.RATE;

  private final ChainState state = new ChainState("I:SPX");

  private void list(String... tickers) {
    long[] packed = Arrays.stream(tickers).mapToLong(Ticker::parse).toArray();
    state.reshape(ChainGeometry.of("I:SPX", packed));
  }

  private void set(String ticker, ContractValues values) {
    state.replace(state.slot(Ticker.parse(ticker)), values);
  }

  private ExposureModel build(double spot) {
    return ExposureBuilder.build(state.columns(), spot, NOW, TODAY, ExpiryClock.newYork());
  }

  private ExposureModel lopsided(double spot) {
    SyntheticChain chain = SyntheticChain.spx(16, 5);
    ChainState quoted = chain.state(NOW);
    ChainColumns columns = quoted.columns();
    for (int slot = 0; slot < columns.geometry().slots(); slot++) {
      double strike = columns.geometry().strike(slot / 2);
      double centre = slot % 2 == 0 ? 6960 : 6840;
      columns.openInterest[slot] =
          Math.rint(1 + 4000 * Math.exp(-Math.pow((strike - centre) / 60, 2)));
      columns.volatility[slot] = 0.12 + 0.0002 * Math.abs(strike - 6950);
    }
    state.reshape(columns.geometry());
    state.columns().copy(columns);
    return build(spot);
  }

  /** Net of a price-dependent quantity over all contracts, each priced by the scalar formula. */
  private double net(double spot, double years, double bump, boolean delta) {
    ChainColumns chain = state.columns();
    double sum = 0;
    for (int slot = 0; slot < chain.geometry().slots(); slot++) {
      long ticker = chain.geometry().ticker(slot);
      Greeks greeks =
          BlackScholes.greeks(
              Ticker.side(ticker),
              spot,
              Ticker.strike(ticker),
              ExpiryClock.newYork().years(Ticker.expiry(ticker), NOW) - years,
              chain.volatility(slot) + bump,
              RATE,
              0);
      double shares = (Ticker.side(ticker) == CALL ? 100 : -100) * chain.openInterest(slot);
      sum += shares * (delta ? greeks.delta() * spot : greeks.gamma() * spot * spot / 100);
    }
    return sum;
  }

  @Test
  void totalsAreTheSumOfEveryContract() {
    ExposureModel model = lopsided(6900);
    double tiny = 1e-7;
    assertThat(model.contracts()).isEqualTo(state.columns().geometry().contracts());
    assertThat(model.totals().gamma())
        .isCloseTo(net(6900, 0, 0, false), within(1e-9 * model.totals().grossGamma()));
    assertThat(model.totals().delta()).isCloseTo(net(6900, 0, 0, true), withinPercentage(1e-7));
    assertThat(model.totals().vanna())
        .isCloseTo(
            (net(6900, 0, 1e-5, true) - net(6900, 0, -1e-5, true)) / 2e-3, withinPercentage(1e-3));
    assertThat(model.totals().charm())
        .isCloseTo(
            (net(6900, tiny, 0, true) - net(6900, -tiny, 0, true)) / (2 * tiny * 365),
            withinPercentage(1e-3));
  }

  @Test
  void strikesAndExpiriesAddUpToTheTotals() {
    ExposureModel model = lopsided(6900);
    double gamma = 0;
    double charm = 0;
    for (ExpiryExposure expiry : model.expiries()) {
      gamma += expiry.totals().gamma();
      charm += expiry.totals().charm();
    }
    assertThat(gamma).isCloseTo(model.totals().gamma(), within(1e-3));
    assertThat(charm).isCloseTo(model.totals().charm(), within(1.0));
    StrikeExposures strikes = model.strikes();
    double vanna = 0;
    for (int i = 0; i < strikes.size(); i++) {
      assertThat(strikes.callGamma(i)).isNotNegative();
      assertThat(strikes.putGamma(i)).isNotPositive();
      vanna += strikes.vanna(i);
    }
    assertThat(vanna).isCloseTo(model.totals().vanna(), within(1.0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {6700, 6850, 6900, 6943.21, 7100})
  void theCurveIsTheChainPricedAnewAtEachPrice(double spot) {
    ExposureModel model = lopsided(spot);
    GammaCurve curve = model.curve();
    double scale = model.totals().grossGamma();
    assertThat(curve.price(0)).isCloseTo(spot / 1.1, within(1e-6));
    assertThat(curve.price(curve.points() - 1)).isCloseTo(spot * 1.1, within(1e-6));
    for (int point = 0; point < curve.points(); point++) {
      assertThat(curve.gamma(point))
          .as("at %s", curve.price(point))
          .isCloseTo(net(curve.price(point), 0, 0, false), within(1e-9 * scale));
    }
    assertThat(curve.gamma(100)).isCloseTo(model.totals().gamma(), within(1e-9 * scale));
  }

  @Test
  void zeroGammaIsWhereTheRepricedChainChangesSign() {
    ExposureModel model = lopsided(6900);
    double zero = model.zeroGamma();
    double scale = model.totals().grossGamma();
    assertThat(zero).isBetween(6840.0, 6960.0);
    assertThat(net(zero, 0, 0, false)).isCloseTo(0, within(1e-7 * scale));
    assertThat(net(zero - 1, 0, 0, false)).isNegative();
    assertThat(net(zero + 1, 0, 0, false)).isPositive();
  }

  @Test
  void withoutPutsGammaNeverChangesSign() {
    list("O:SPXW261120C06900000");
    set("O:SPXW261120C06900000", new ContractValues().volatility(0.15).openInterest(100));
    ExposureModel model = build(6900);
    assertThat(model.zeroGamma()).isNaN();
    assertThat(model.callWall()).isEqualTo(6900);
    assertThat(model.putWall()).isNaN();
    assertThat(model.zeroDteShare()).isEqualTo(1);
  }

  @Test
  void wallsStandWhereCallsAndPutsAreThickest() {
    ExposureModel model = lopsided(6900);
    StrikeExposures strikes = model.strikes();
    double call = 0;
    double put = 0;
    for (int i = 0; i < strikes.size(); i++) {
      call = Math.max(call, strikes.callGamma(i));
      put = Math.min(put, strikes.putGamma(i));
    }
    for (int i = 0; i < strikes.size(); i++) {
      if (strikes.strike(i) == model.callWall()) {
        assertThat(strikes.callGamma(i)).isEqualTo(call);
      }
      if (strikes.strike(i) == model.putWall()) {
        assertThat(strikes.putGamma(i)).isEqualTo(put);
      }
    }
    assertThat(model.callWall()).isGreaterThan(model.putWall());
  }

  @Test
  void aContractWithoutVolatilityIsSolvedFromItsPriceOrLeftOut() {
    list("O:SPXW261123C06900000", "O:SPXW261123P06900000", "O:SPXW261123C06950000");
    double years = ExpiryClock.newYork().years(LocalDate.of(2026, 11, 23), NOW);
    double price = BlackScholes.price(CALL, 6900, 6900, years, 0.2, RATE);
    set("O:SPXW261123C06900000", new ContractValues().mid(price).openInterest(10));
    set("O:SPXW261123P06900000", new ContractValues().openInterest(10));
    set("O:SPXW261123C06950000", new ContractValues().volatility(0.2));
    ExposureModel model = build(6900);
    Greeks greeks = BlackScholes.greeks(CALL, 6900, 6900, years, 0.2, RATE, 0);
    assertThat(model.contracts()).isEqualTo(1);
    assertThat(model.unpriced()).isEqualTo(1);
    assertThat(model.totals().gamma())
        .isCloseTo(greeks.gamma() * 1000 * 6900 * 69, withinPercentage(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    // calls, then puts outstanding at 6890, 6900, 6910; the strike that hurts buyers most
    "0, 0, 10, 10, 0, 0, 6900",
    "100, 0, 0, 0, 0, 10, 6890",
    "10, 0, 0, 0, 0, 100, 6910",
    "0, 50, 0, 0, 50, 0, 6900",
    "0, 0, 0, 0, 0, 5, 6910",
    "5, 0, 0, 0, 0, 0, 6890",
    "0, 0, 0, 0, 0, 0, NaN"
  })
  void maxPainIsWhereOptionsPayOutLeast(
      double c1, double c2, double c3, double p1, double p2, double p3, double strike) {
    String[] calls = {"O:SPXW261120C06890000", "O:SPXW261120C06900000", "O:SPXW261120C06910000"};
    String[] puts = {"O:SPXW261120P06890000", "O:SPXW261120P06900000", "O:SPXW261120P06910000"};
    list(calls[0], calls[1], calls[2], puts[0], puts[1], puts[2]);
    double[] interest = {c1, c2, c3, p1, p2, p3};
    for (int i = 0; i < 3; i++) {
      set(calls[i], new ContractValues().openInterest(interest[i]));
      set(puts[i], new ContractValues().openInterest(interest[3 + i]));
    }
    assertThat(build(6901).expiries().get(0).maxPain()).isEqualTo(Double.valueOf(strike));
  }

  @Test
  void maxPainAgreesWithTryingEveryStrike() {
    ExposureModel model = lopsided(6900);
    ChainColumns chain = state.columns();
    for (int e = 0; e < model.expiries().size(); e++) {
      double least = Double.POSITIVE_INFINITY;
      double at = 0;
      for (int i = chain.geometry().firstRow(e); i < chain.geometry().endRow(e); i++) {
        double settled = chain.geometry().strike(i);
        double payout = 0;
        for (int row = chain.geometry().firstRow(e); row < chain.geometry().endRow(e); row++) {
          double strike = chain.geometry().strike(row);
          payout += chain.openInterest(2 * row) * Math.max(settled - strike, 0);
          payout += chain.openInterest(2 * row + 1) * Math.max(strike - settled, 0);
        }
        if (payout < least) {
          least = payout;
          at = settled;
        }
      }
      assertThat(model.expiries().get(e).maxPain()).isEqualTo(at);
    }
  }

  @Test
  void theExpectedMoveIsTheStraddleNearestToSpot() {
    list(
        "O:SPXW261120C06895000", "O:SPXW261120P06895000",
        "O:SPXW261120C06900000", "O:SPXW261120P06900000",
        "O:SPX261120C06900000", "O:SPX261120P06900000");
    set("O:SPXW261120C06895000", new ContractValues().mid(14));
    set("O:SPXW261120P06895000", new ContractValues().mid(9));
    assertThat(build(6899).expiries().get(0).expectedMove()).isEqualTo(23);
    set("O:SPX261120C06900000", new ContractValues().mid(50));
    set("O:SPX261120P06900000", new ContractValues().mid(50));
    set("O:SPXW261120C06900000", new ContractValues().mid(12));
    set("O:SPXW261120P06900000", new ContractValues().last(11));
    assertThat(build(6899).expiries().get(0).expectedMove()).isEqualTo(23);
    set("O:SPXW261120P06900000", new ContractValues().last(13));
    assertThat(build(6899).expiries().get(0).expectedMove()).isEqualTo(25);
  }

  @Test
  void putsAreComparedWithCalls() {
    list("O:SPXW261120C06900000", "O:SPXW261120P06900000", "O:SPXW261123P06900000");
    set("O:SPXW261120C06900000", new ContractValues().volume(200).openInterest(50));
    set("O:SPXW261120P06900000", new ContractValues().volume(300).openInterest(20));
    set("O:SPXW261123P06900000", new ContractValues().volume(100));
    ExposureModel model = build(6900);
    assertThat(model.putCallVolume()).isEqualTo(2);
    assertThat(model.putCallInterest()).isEqualTo(0.4);
    assertThat(model.expiries().get(0).putCallVolume()).isEqualTo(1.5);
    assertThat(model.expiries().get(1).putCallVolume()).isNaN();
  }

  @Test
  void anEmptyChainHasNothingToTell() {
    ExposureModel model = build(6900);
    assertThat(model.totals()).isEqualTo(new ExposureTotals(0, 0, 0, 0, 0));
    assertThat(model.zeroGamma()).isNaN();
    assertThat(model.zeroDteShare()).isNaN();
    assertThat(model.putCallVolume()).isNaN();
  }

  @Test
  void withoutSpotThereIsNoModel() {
    assertThatThrownBy(() -> build(Double.NaN)).hasMessage("spot NaN is not a positive number");
  }
}
