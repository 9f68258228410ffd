package io.marketswarm.market.desk;

import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.ChainUpdate.Column;
import io.marketswarm.market.model.ChainGeometry;
import io.marketswarm.market.model.ChainSnapshot;
import io.marketswarm.market.model.ChainState;
import io.marketswarm.market.model.ContractValues;

/** The chain of one symbol as it was last fetched, kept up to date by the stream in between. */
final class LiveChain {
  private final ChainState state;
  private final ContractValues values = new ContractValues();
  private long sequence = -1;
  private long fetchedMillis;
  private double spot = Double.NaN;

  LiveChain(String symbol) {
    state = new ChainState(symbol);
  }

  ChainState state() {
    return state;
  }

  /** The chain as it is now, for another thread; to be closed there. */
  ChainSnapshot snapshot() {
    state.publish();
    return state.snapshot();
  }

  /**
   * Takes over what was fetched. An empty chain is no chain, and an older one than we have no news;
   * one that is older by the clock alone comes from a clock that was set back.
   *
   * @return whether it was taken
   */
  boolean take(ChainUpdate update) {
    boolean older = update.epochMillis() < fetchedMillis && update.valueSequence() <= sequence;
    if (update.contracts() == 0 || older) {
      return false;
    }
    state.reshape(ChainGeometry.of(update.symbol(), update.tickers()));
    for (int i = 0; i < update.contracts(); i++) {
      int slot = state.slot(update.tickers()[i]);
      state.replace(slot, read(update, i));
    }
    spot = update.spot() > 0 ? update.spot() : Double.NaN;
    if (spot > 0) {
      state.spot(spot);
    }
    sequence = update.valueSequence();
    fetchedMillis = update.epochMillis();
    return true;
  }

  private ContractValues read(ChainUpdate update, int contract) {
    return values
        .clear()
        .bid(update.column(Column.BID)[contract])
        .ask(update.column(Column.ASK)[contract])
        .mid(update.column(Column.MID)[contract])
        .quotedAt(update.quoteMillis()[contract])
        .last(update.column(Column.LAST)[contract])
        .tradedAt(update.tradeMillis()[contract])
        .volatility(update.column(Column.VOLATILITY)[contract])
        .gamma(update.column(Column.GAMMA)[contract])
        .delta(update.column(Column.DELTA)[contract])
        .openInterest(update.column(Column.OPEN_INTEREST)[contract])
        .volume(update.column(Column.VOLUME)[contract]);
  }

  boolean isKnown() {
    return fetchedMillis > 0;
  }

  int contracts() {
    return state.columns().geometry().contracts();
  }

  /** Grows with every fetch. */
  long sequence() {
    return sequence;
  }

  /** When it was fetched, by the wall clock. */
  long fetchedMillis() {
    return fetchedMillis;
  }

  /** The underlying's value that came with it, NaN without. */
  double spot() {
    return spot;
  }
}
