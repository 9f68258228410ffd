package io.marketswarm.market.model;

import static io.marketswarm.market.model.GammaProfile.SHARES;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the {@link ExposureModel} of a chain at one moment. */
public final class ExposureBuilder {
  private static final double PER_POINT = 0.01;
  private static final double DAYS_PER_YEAR = 365;

  private final ChainColumns chain;
  private final ChainGeometry geometry;
  private final double spot;
  private final ExposureBook book;
  private final PutCallRatio volume = new PutCallRatio();
  private final PutCallRatio interest = new PutCallRatio();
  private int unpriced;

  private ExposureBuilder(ChainColumns chain, double spot) {
    this.chain = chain;
    this.geometry = chain.geometry();
    this.spot = Require.positive(spot, "spot");
    this.book = new ExposureBook();
  }

  /**
   * The exposures of a chain.
   *
   * @param nowMillis market time
   * @param today market date in New York
   */
  public static ExposureModel build(
      ChainColumns chain, double spot, long nowMillis, LocalDate today, ExpiryClock clock) {
    return new ExposureBuilder(chain, spot).build(nowMillis, today, clock);
  }

  private ExposureModel build(long nowMillis, LocalDate today, ExpiryClock clock) {
    List<ExpiryExposure> expiries = new ArrayList<>(geometry.expiries());
    for (int expiry = 0; expiry < geometry.expiries(); expiry++) {
      LocalDate date = geometry.expiry(expiry);
      expiries.add(expiry(expiry, ExpiryClock.dte(date, today), clock.years(date, nowMillis)));
    }
    StrikeExposures all =
        new StrikeExposures(
            expiries.stream()
                .flatMapToDouble(expiry -> Arrays.stream(expiry.strikes().strikes))
                .sorted()
                .distinct()
                .toArray());
    double zeroDteGamma = 0;
    for (ExpiryExposure expiry : expiries) {
      all.add(expiry.strikes());
      zeroDteGamma += expiry.dte() == 0 ? expiry.totals().grossGamma() : 0;
    }
    ExposureTotals totals = all.totals();
    return new ExposureModel(
        geometry.symbol(),
        spot,
        totals,
        all,
        expiries,
        wall(all.strikes, all.callGamma),
        wall(all.strikes, Arrays.stream(all.putGamma).map(Math::abs).toArray()),
        new GammaCurve(book, spot),
        totals.grossGamma() > 0 ? zeroDteGamma / totals.grossGamma() : Double.NaN,
        volume.value(),
        interest.value(),
        book.size(),
        unpriced);
  }

  private double wall(double[] strikes, double[] gammas) {
    int wall = Walls.largest(strikes, gammas, spot);
    return wall < 0 ? Double.NaN : strikes[wall];
  }

  private ExpiryExposure expiry(int expiry, int dte, double years) {
    StrikeExposures strikes = new StrikeExposures(strikesOf(expiry));
    OpenInterest outstanding = new OpenInterest(strikes.strikes);
    Straddle straddle = new Straddle(spot);
    PutCallRatio traded = new PutCallRatio();
    Pricing pricing = new Pricing(strikes, years);
    int at = 0;
    for (int row = geometry.firstRow(expiry); row < geometry.endRow(expiry); row++) {
      double strike = geometry.strike(row);
      while (strikes.strikes[at] < strike) {
        at++;
      }
      int call = ChainGeometry.callSlot(row);
      int put = ChainGeometry.putSlot(row);
      pricing.strike(at);
      pricing.expose(OptionSide.CALL, call);
      pricing.expose(OptionSide.PUT, put);
      outstanding.add(at, known(chain.openInterest[call]), known(chain.openInterest[put]));
      traded.add(known(chain.volume[put]), known(chain.volume[call]));
      straddle.offer(strike, chain.market(call), chain.market(put));
    }
    volume.add(traded);
    interest.add(outstanding.ratio());
    return new ExpiryExposure(
        geometry.expiry(expiry),
        dte,
        strikes.totals(),
        strikes,
        outstanding.maxPain(spot),
        straddle.price(),
        traded.value(),
        outstanding.ratio().value());
  }

  private double[] strikesOf(int expiry) {
    double[] strikes = new double[geometry.endRow(expiry) - geometry.firstRow(expiry)];
    int count = 0;
    for (int row = geometry.firstRow(expiry); row < geometry.endRow(expiry); row++) {
      if (count == 0 || strikes[count - 1] != geometry.strike(row)) {
        strikes[count++] = geometry.strike(row);
      }
    }
    return Arrays.copyOf(strikes, count);
  }

  /** Prices the contracts of one expiry; what they have in common is worked out once. */
  private final class Pricing {
    private final StrikeExposures into;
    private final double years;
    private final double rootYears;
    private final double drift;
    private final double forward;
    private int at;
    private double logStrike;

    Pricing(StrikeExposures into, double years) {
      this.into = into;
      this.years = years;
      this.rootYears = Math.sqrt(years);
      this.drift = BlackScholes.RATE * years;
      this.forward = Math.log(spot) + drift;
    }

    void strike(int index) {
      at = index;
      logStrike = Math.log(into.strikes[index]);
    }

    void expose(OptionSide side, int slot) {
      double openInterest = chain.openInterest[slot];
      if (!(openInterest > 0)) {
        return;
      }
      double volatility = volatility(side, slot);
      if (Double.isNaN(volatility)) {
        unpriced++;
        return;
      }
      boolean call = side == OptionSide.CALL;
      double shares = (call ? 1 : -1) * openInterest * SHARES;
      double deviation = volatility * rootYears;
      double perDeviation = 1 / deviation;
      double d1 = (forward - logStrike) * perDeviation + deviation / 2;
      double d2 = d1 - deviation;
      double density = Normal.density(d1);
      double dollars = shares * spot;
      double delta = call ? Normal.cdf(d1) : -Normal.cdf(-d1);
      double vanna = -density * d2 * rootYears * perDeviation;
      double charm = -density * (drift * perDeviation - d2 / 2) / years;
      (call ? into.callGamma : into.putGamma)[at] += density * perDeviation * dollars * PER_POINT;
      into.delta[at] += delta * dollars;
      into.vanna[at] += vanna * dollars * PER_POINT;
      into.charm[at] += charm * dollars / DAYS_PER_YEAR;
      book.add(logStrike, deviation, years, shares);
    }

    private double volatility(OptionSide side, int slot) {
      double volatility = chain.volatility[slot];
      if (volatility >= ImpliedVolatility.LOWEST && volatility <= ImpliedVolatility.HIGHEST) {
        return volatility;
      }
      return ImpliedVolatility.of(
          side, chain.market(slot), spot, into.strikes[at], years, BlackScholes.RATE);
    }
  }

  private static double known(double value) {
    return value > 0 ? value : 0;
  }
}
