package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar;

/** What each contract was worth when the market closed the day before. */
final class PreviousCloses {
  private final int[] mills;

  PreviousCloses(MarketCalendar calendar, OptionListing listing, Opening opening) {
    long lastClose =
        calendar
            .sessionOf(calendar.previousTradingDay(opening.session().date()))
            .close()
            .toEpochMilli();
    this.mills = new int[listing.size()];
    double vix = opening.previousCloses().get(Universe.VIX);
    for (OptionSeries series : listing.series()) {
      double spot = opening.previousCloses().get(series.instrument());
      double years = PricingTerms.years((series.expiryMillis() - lastClose) / 1000.0);
      PricingTerms terms = new PricingTerms(spot, vix, years);
      for (int contract = series.first(); contract < series.end(); contract++) {
        double theo =
            terms.price(
                series.strike(contract), series.logStrike(contract), series.isCall(contract));
        mills[contract] = QuoteRule.bid(theo) + QuoteRule.spread(theo) / 2;
      }
    }
  }

  int mills(int contract) {
    return mills[contract];
  }
}
