package io.marketswarm.market.tape;

import io.marketswarm.market.feed.FrameEvents;
import io.marketswarm.market.model.ChainGeometry;
import io.marketswarm.market.model.ChainState;
import io.marketswarm.market.model.StrikeActivity;
import java.util.Arrays;

/**
 * Lays the stream over the chain of one symbol. The chain alone says which contracts there are:
 * what the stream says of others is counted and forgotten. Remembers what the stream itself said
 * last of each contract, so that repetitions do not count as news.
 */
public final class Hydrator implements FrameEvents {
  private static final long NO_SIZE = -1;

  private final ChainState chain;
  private final boolean tradesMoveMiddle;

  private ChainGeometry geometry;
  private StrikeActivity activity;
  private boolean[] known;
  private boolean[] dirty;
  private double[] last;
  private double[] bid;
  private double[] ask;
  private long[] size;
  private long[] tradedAt;
  private long[] quotedAt;

  private boolean counting = true;
  private int knownCount;
  private int dirtyCount;
  private Tally tally = new Tally();

  /** What was counted since it was last taken. */
  static final class Tally {
    long hydrated;
    long geometryMisses;
    long newTickers;
    long dirtyFlips;
    long latePrints;
    long volume;

    boolean isEmpty() {
      return hydrated == 0 && geometryMisses == 0 && latePrints == 0;
    }
  }

  /**
   * @param tradesMoveMiddle whether a trade may stand for the middle of a stale quote
   */
  public Hydrator(ChainState chain, boolean tradesMoveMiddle) {
    this.chain = chain;
    this.tradesMoveMiddle = tradesMoveMiddle;
    shape(chain.columns().geometry());
  }

  private void shape(ChainGeometry geometry) {
    this.geometry = geometry;
    activity = new StrikeActivity(geometry);
    int slots = geometry.slots();
    known = new boolean[slots];
    dirty = new boolean[slots];
    last = missing(slots);
    bid = missing(slots);
    ask = missing(slots);
    size = new long[slots];
    Arrays.fill(size, NO_SIZE);
    tradedAt = new long[slots];
    quotedAt = new long[slots];
    knownCount = 0;
    dirtyCount = 0;
  }

  private static double[] missing(int slots) {
    double[] column = new double[slots];
    Arrays.fill(column, Double.NaN);
    return column;
  }

  /** Follows the chain's geometry; what was known of contracts that left is forgotten. */
  public void reshape() {
    ChainGeometry from = geometry;
    ChainGeometry to = chain.columns().geometry();
    if (from == to) {
      return;
    }
    boolean[] wasKnown = known;
    boolean[] wasDirty = dirty;
    double[][] had = {last, bid, ask};
    long[] hadSize = size;
    long[] wasTradedAt = tradedAt;
    long[] wasQuotedAt = quotedAt;
    shape(to);
    double[][] has = {last, bid, ask};
    for (int source = 0; source < from.slots(); source++) {
      int slot = wasKnown[source] ? to.slot(from.ticker(source)) : ChainGeometry.NONE;
      if (slot != ChainGeometry.NONE) {
        for (int column = 0; column < has.length; column++) {
          has[column][slot] = had[column][source];
        }
        size[slot] = hadSize[source];
        tradedAt[slot] = wasTradedAt[source];
        quotedAt[slot] = wasQuotedAt[source];
        known[slot] = true;
        knownCount++;
        dirty[slot] = wasDirty[source];
        dirtyCount += dirty[slot] ? 1 : 0;
      }
    }
  }

  /** Forgets everything the stream has said: a new day begins. */
  public void forget() {
    shape(geometry);
  }

  /** Takes over what was read; what was read before a restart is no news. */
  void take(Prints prints) {
    counting = false;
    prints.tell(0, prints.repeated(), this);
    counting = true;
    prints.tell(prints.repeated(), prints.count(), this);
  }

  @Override
  public void optionTrade(long ticker, double price, long contracts, long millis, boolean odd) {
    int slot = slot(ticker);
    if (slot == ChainGeometry.NONE) {
      return;
    }
    tally.volume += counting ? contracts : 0;
    if (odd || millis < tradedAt[slot]) {
      tally.latePrints += counting ? 1 : 0;
      return;
    }
    boolean news = price != last[slot] || contracts != size[slot];
    last[slot] = price;
    size[slot] = contracts;
    tradedAt[slot] = millis;
    heard(slot, news, false, false);
    if (chain.trade(slot, price, millis) && tradesMoveMiddle) {
      chain.trustTrade(slot);
    }
  }

  /** Says nothing of a side that is NaN. */
  @Override
  public void optionQuote(long ticker, double newBid, double newAsk, long millis) {
    int slot = slot(ticker);
    if (slot == ChainGeometry.NONE) {
      return;
    }
    if (millis < quotedAt[slot]) {
      tally.latePrints += counting ? 1 : 0;
      return;
    }
    boolean bidNews = !Double.isNaN(newBid) && newBid != bid[slot];
    boolean askNews = !Double.isNaN(newAsk) && newAsk != ask[slot];
    bid[slot] = Double.isNaN(newBid) ? bid[slot] : newBid;
    ask[slot] = Double.isNaN(newAsk) ? ask[slot] : newAsk;
    quotedAt[slot] = millis;
    heard(slot, bidNews || askNews, bidNews, askNews);
    double low = Double.isNaN(newBid) ? chain.columns().bid(slot) : newBid;
    double high = Double.isNaN(newAsk) ? chain.columns().ask(slot) : newAsk;
    if (low <= high) {
      chain.quote(slot, low, high, millis);
    }
  }

  private int slot(long ticker) {
    int slot = geometry.slot(ticker);
    tally.geometryMisses += counting && slot == ChainGeometry.NONE ? 1 : 0;
    return slot;
  }

  private void heard(int slot, boolean news, boolean bidNews, boolean askNews) {
    boolean fresh = !known[slot];
    if (fresh) {
      known[slot] = true;
      knownCount++;
    }
    if (!counting) {
      return;
    }
    tally.hydrated++;
    tally.newTickers += fresh ? 1 : 0;
    if (news) {
      activity.tick(slot, bidNews, askNews);
      if (!dirty[slot]) {
        dirty[slot] = true;
        dirtyCount++;
        tally.dirtyFlips++;
      }
    }
  }

  /** What changed at each strike since {@link #clean}. */
  public StrikeActivity activity() {
    return activity;
  }

  /** Contracts that changed since {@link #clean}. */
  public int dirty() {
    return dirtyCount;
  }

  /** Contracts the stream has spoken of. */
  public int known() {
    return knownCount;
  }

  /** What has changed was passed on. */
  public void clean() {
    if (dirtyCount > 0) {
      Arrays.fill(dirty, false);
      dirtyCount = 0;
    }
    activity.clear();
  }

  /** What was counted since the last time. */
  Tally takeTally() {
    Tally taken = tally;
    tally = new Tally();
    return taken;
  }
}
