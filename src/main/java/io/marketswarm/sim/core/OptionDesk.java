package io.marketswarm.sim.core;

import io.marketswarm.sim.core.OptionSnapshot.DayBar;
import java.util.Optional;

/** Answers questions about single contracts of a running session. */
public final class OptionDesk {
  private static final double SMALLEST_DELTA = 0.0005;
  private static final double LARGEST_DELTA = 0.9995;

  private final TradingDay day;

  OptionDesk(TradingDay day) {
    this.day = day;
  }

  /** The contract now. */
  public OptionSnapshot snapshot(int contract) {
    return snapshot(contract, day.tape().step());
  }

  /** The contract now, but with quote and greeks of an earlier step. */
  public OptionSnapshot snapshot(int contract, int quoteStep) {
    QuoteBook quotes = day.quotes();
    DayTape tape = day.tape();
    OptionListing listing = day.listing();
    OptionSeries series = listing.seriesOf(contract);
    quotes.lookAt(contract, quoteStep);
    Valuation valuation = valuation(contract, quoteStep);
    return new OptionSnapshot(
        listing.ticker(contract),
        series,
        series.isCall(contract),
        series.strike(contract),
        tape.last(series.instrument()),
        tape.wall(tape.step()),
        quotes.bid(contract),
        quotes.ask(contract),
        quotes.bidSize(contract),
        quotes.askSize(contract),
        tape.wall(quotes.quotedAt(contract)),
        valuation.iv(),
        told(valuation) ? Optional.of(valuation) : Optional.empty(),
        listing.openInterest(contract),
        day.previousCloseMills(contract),
        dayBar(contract),
        Optional.ofNullable(day.optionTape().last(contract)));
  }

  private static boolean told(Valuation valuation) {
    double delta = Math.abs(valuation.greeks().delta());
    return delta >= SMALLEST_DELTA && delta <= LARGEST_DELTA;
  }

  private Valuation valuation(int contract, int step) {
    OptionSeries series = day.listing().seriesOf(contract);
    return day.quotes()
        .terms(contract, step)
        .value(series.strike(contract), series.logStrike(contract), series.isCall(contract));
  }

  private Optional<DayBar> dayBar(int contract) {
    OptionTape traded = day.optionTape();
    if (!traded.traded(contract)) {
      return Optional.empty();
    }
    return Optional.of(
        new DayBar(
            traded.open(contract),
            traded.high(contract),
            traded.low(contract),
            traded.last(contract).priceMills(),
            traded.volume(contract),
            traded.vwap(contract)));
  }

  /** Whether the quote of a contract changed at the current step. */
  public boolean requotedNow(int contract) {
    int step = day.tape().step();
    day.quotes().lookAt(contract, step);
    return day.quotes().quotedAt(contract) == step;
  }

  /**
   * The theory behind a contract now.
   *
   * @param years time to expiry
   */
  public record Truth(double spot, double vix, double years, Valuation valuation) {}

  public Truth truth(int contract) {
    int step = day.tape().step();
    PricingTerms terms = day.quotes().terms(contract, step);
    double vix = day.tape().value(Universe.VIX, step);
    return new Truth(terms.spot, vix, terms.years, valuation(contract, step));
  }
}
