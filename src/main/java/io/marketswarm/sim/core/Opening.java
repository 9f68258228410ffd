package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar.Session;
import io.marketswarm.sim.core.Instrument.Derived;
import io.marketswarm.sim.core.Instrument.Factor;
import io.marketswarm.sim.core.Instrument.Market;
import io.marketswarm.sim.core.Instrument.Volatility;
import java.time.LocalDate;

/** How a day begins: the closes it comes from, the gap, the prices at the opening bell. */
record Opening(Session session, Scenario scenario, Levels previousCloses, Levels opens) {
  private static final double GAP_SHARE = 0.35;
  private static final double VIX_GAP_ANSWER = -3.5;

  /** How far the VIX returns to its usual level overnight. */
  private static final double VIX_OVERNIGHT_PULL = 0.1;

  /** The very first day opens at the configured prices, so its closes follow from the gap. */
  static Opening first(Universe universe, MarketOptions options, Session session) {
    double[] opens = new double[universe.size()];
    for (int i = 0; i < opens.length; i++) {
      opens[i] = universe.get(i).open();
    }
    opens[Universe.VIX] = options.scenario().vix().orElse(opens[Universe.VIX]);
    double[] gaps =
        gaps(universe, options, session.date(), opens[Universe.VIX], options.scenario());
    double[] closes = new double[opens.length];
    for (int i = 0; i < opens.length; i++) {
      closes[i] =
          Cents.round(
              universe.get(i).motion() instanceof Derived derived
                  ? closes[derived.parent()] * derived.ratio()
                  : opens[i] * StrictMath.exp(-gaps[i]));
    }
    return new Opening(session, options.scenario(), Levels.of(closes), Levels.of(opens));
  }

  static Opening after(
      Universe universe, MarketOptions options, Session session, Scenario scenario, Levels closes) {
    double vix = closes.get(Universe.VIX);
    double[] gaps = gaps(universe, options, session.date(), vix, scenario);
    double[] opens = new double[universe.size()];
    for (int i = 0; i < opens.length; i++) {
      opens[i] =
          universe.get(i).motion() instanceof Derived derived
              ? opens[derived.parent()] * derived.ratio()
              : closes.get(i) * StrictMath.exp(gaps[i]);
    }
    double usual = universe.get(Universe.VIX).open();
    double pulled = opens[Universe.VIX] * StrictMath.pow(usual / vix, VIX_OVERNIGHT_PULL);
    opens[Universe.VIX] = Paths.clampVix(scenario.vix().orElse(pulled));
    return new Opening(session, scenario, closes, Levels.of(opens));
  }

  /** Overnight log returns. */
  private static double[] gaps(
      Universe universe, MarketOptions options, LocalDate date, double vix, Scenario scenario) {
    double deviation = GAP_SHARE * Paths.dailyDeviation(vix) * scenario.motion();
    double[] gaps = new double[universe.size()];
    for (int i = 0; i < gaps.length; i++) {
      Instrument instrument = universe.get(i);
      Dice random = Seeds.stream(options.seed(), date, instrument.symbol(), "gap");
      double own = deviation * random.gaussian();
      double market = gaps[Universe.SPX];
      Instrument.Motion motion = instrument.motion();
      if (motion instanceof Market) {
        gaps[i] = own + scenario.gap();
      } else if (motion instanceof Volatility) {
        gaps[i] = VIX_GAP_ANSWER * market;
      } else if (motion instanceof Factor factor) {
        gaps[i] = factor.beta() * market + factor.volatility() * factor.idiosyncratic() * own;
      } else if (motion instanceof Derived derived) {
        gaps[i] = gaps[derived.parent()];
      }
    }
    return gaps;
  }
}
