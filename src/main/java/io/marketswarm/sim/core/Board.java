package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar;

/** All that is settled before the opening bell: prices to open at and contracts to trade. */
record Board(
    Universe universe,
    MarketOptions options,
    Opening opening,
    OptionListing listing,
    PreviousCloses previousCloses) {

  static Board of(
      Universe universe, MarketCalendar calendar, MarketOptions options, Opening opening) {
    OptionListing listing = new OptionListing(calendar, options, opening);
    PreviousCloses previousCloses = new PreviousCloses(calendar, listing, opening);
    return new Board(universe, options, opening, listing, previousCloses);
  }
}
