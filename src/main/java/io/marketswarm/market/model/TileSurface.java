package io.marketswarm.market.model;

import static io.marketswarm.market.model.LegPrices.butterfly;
import static io.marketswarm.market.model.LegPrices.single;
import static io.marketswarm.market.model.LegPrices.vertical;
import static io.marketswarm.market.model.PublishedTiles.ABSENT;
import static io.marketswarm.market.model.PublishedTiles.PRICES_PER_TILE;
import static io.marketswarm.market.model.PublishedTiles.UNITS_PER_POINT;

import java.util.Arrays;

/**
 * All tiles of a symbol as clients hold them, and what changed since they were last told. Prices
 * are in ten-thousandths of a point, {@link #NO_PRICE} where there is none. A tile counts as
 * changed when one of its prices moved by more than the plan's epsilon or came or went; it is then
 * told whole, with all its prices as they are now. So the surface is always exactly what a client
 * has that applied every change.
 */
public final class TileSurface {
  /** A price that is not there. */
  public static final int NO_PRICE = ABSENT;

  /** No spread costs as much; beyond it a price is nonsense and left out. */
  private static final double PRICE_LIMIT = 100_000;

  private final TilePlan plan;
  private final int epsilon;
  private final RemovedTiles removed = new RemovedTiles();
  private TileGeometry geometry;
  private PublishedTiles published;
  private boolean[] existing = new boolean[0];
  private int[] changed = new int[1];
  private int changedCount;
  private int[] tilesPerExpiry = new int[0];
  private double[] atmVolatility = new double[0];

  /** Starts without geometry; tiles already published find their places in the first one. */
  TileSurface(TilePlan plan, TileGeometry geometry, PublishedTiles published) {
    this.plan = plan;
    this.epsilon = (int) Math.round(plan.epsilon() * UNITS_PER_POINT);
    this.geometry = geometry;
    this.published = published;
  }

  /** A price in ten-thousandths, or {@link #NO_PRICE} for NaN and nonsense. */
  static int units(double price) {
    return Math.abs(price) < PRICE_LIMIT ? (int) Math.rint(price * UNITS_PER_POINT) : ABSENT;
  }

  /** Takes over a new geometry; tiles that have no place in it are removed. */
  void reshape(TileGeometry to) {
    published = published.moveTo(to, removed);
    geometry = to;
    existing = new boolean[to.tiles()];
    changed = new int[to.tiles() + 1];
    changedCount = 0;
    tilesPerExpiry = new int[to.expiries()];
    atmVolatility = new double[to.expiries()];
    Arrays.fill(atmVolatility, Double.NaN);
    for (int expiry = 0; expiry < to.expiries(); expiry++) {
      tilesPerExpiry[expiry] = count(expiry);
    }
  }

  private int count(int expiry) {
    int count = 0;
    int end = geometry.endRow(expiry) * geometry.tilesPerStrike();
    for (int tile = geometry.firstRow(expiry) * geometry.tilesPerStrike(); tile < end; tile++) {
      existing[tile] = published.exists(tile);
      count += existing[tile] ? 1 : 0;
    }
    return count;
  }

  /** Forgets what changed: clients have been told. */
  void told() {
    changedCount = 0;
    removed.clear();
  }

  void atmVolatility(int expiry, double value) {
    atmVolatility[expiry] = value;
  }

  /** Brings an expiry's tiles up to date with the prices of their legs. */
  void refresh(int expiry, LegPrices legs) {
    int from = changedCount;
    settle(expiry, legs);
    int kept = from;
    for (int i = from; i < changedCount; i++) {
      int tile = changed[i];
      boolean exists = published.exists(tile);
      if (exists != existing[tile]) {
        existing[tile] = exists;
        tilesPerExpiry[expiry] += exists ? 1 : -1;
      }
      if (exists) {
        changed[kept++] = tile;
      } else {
        removed.add(geometry.key(tile));
      }
    }
    changedCount = kept;
  }

  /** Puts together all tiles of an expiry and notes those that differ, existing or not. */
  private void settle(int expiry, LegPrices legs) {
    long[] callTheory = legs.callTheory;
    long[] callMarket = legs.callMarket;
    long[] putTheory = legs.putTheory;
    long[] putMarket = legs.putMarket;
    long[] theory = legs.pairTheory;
    long[] calls = legs.pairCallMarket;
    long[] puts = legs.pairPutMarket;
    int[] upper = geometry.upper;
    int[] lower = geometry.lower;
    int widths = geometry.widths();
    int[] prices = published.prices;
    int[] different = changed;
    int count = changedCount;
    int tile = geometry.firstRow(expiry) * geometry.tilesPerStrike();
    for (int row = geometry.firstRow(expiry); row < geometry.endRow(expiry); row++) {
      long ct = callTheory[row];
      long cm = callMarket[row];
      long pt = putTheory[row];
      long pm = putMarket[row];
      different[count] = tile;
      count += replace(prices, tile++, epsilon, single(ct), single(cm), single(pt), single(pm));
      for (int wing = row * widths; wing < (row + 1) * widths; wing++) {
        int u = upper[wing];
        int l = lower[wing];
        int callDebit = vertical(ct, callTheory[u]);
        int callPaid = vertical(cm, callMarket[u]);
        int putDebit = vertical(pt, putTheory[l]);
        int putPaid = vertical(pm, putMarket[l]);
        different[count] = tile;
        count += replace(prices, tile++, epsilon, callDebit, callPaid, putDebit, putPaid);
        int debit = butterfly(theory[l], theory[row], theory[u]);
        callPaid = butterfly(calls[l], calls[row], calls[u]);
        putPaid = butterfly(puts[l], puts[row], puts[u]);
        different[count] = tile;
        count += replace(prices, tile++, epsilon, debit, callPaid, debit, putPaid);
      }
    }
    changedCount = count;
  }

  /**
   * Replaces a tile's prices when one moved by more than epsilon, and says how many tiles that
   * were. Of the two sums of a difference one is negative exactly when it exceeds epsilon, so one
   * look at the sign of them all decides.
   */
  private static int replace(
      int[] prices, int tile, int e, int callTheory, int callMarket, int putTheory, int putMarket) {
    int at = tile * PRICES_PER_TILE;
    int a = prices[at] - callTheory;
    int b = prices[at + 1] - callMarket;
    int c = prices[at + 2] - putTheory;
    int d = prices[at + 3] - putMarket;
    if ((e - a | e + a | e - b | e + b | e - c | e + c | e - d | e + d) >= 0) {
      return 0;
    }
    prices[at] = callTheory;
    prices[at + 1] = callMarket;
    prices[at + 2] = putTheory;
    prices[at + 3] = putMarket;
    return 1;
  }

  public TilePlan plan() {
    return plan;
  }

  public TileGeometry geometry() {
    return geometry;
  }

  public boolean exists(int tile) {
    return existing[tile];
  }

  public int callTheory(int tile) {
    return published.prices[tile * PRICES_PER_TILE];
  }

  public int callMarket(int tile) {
    return published.prices[tile * PRICES_PER_TILE + 1];
  }

  public int putTheory(int tile) {
    return published.prices[tile * PRICES_PER_TILE + 2];
  }

  public int putMarket(int tile) {
    return published.prices[tile * PRICES_PER_TILE + 3];
  }

  /** A price in points, NaN for {@link #NO_PRICE}. */
  public static double points(int price) {
    return price == NO_PRICE ? Double.NaN : price / (double) UNITS_PER_POINT;
  }

  /** How many tiles an expiry has. */
  public int tiles(int expiry) {
    return tilesPerExpiry[expiry];
  }

  /** How many tiles there are. */
  public int tiles() {
    return Arrays.stream(tilesPerExpiry).sum();
  }

  /** Measured at-the-money volatility of an expiry, NaN when none could be measured. */
  public double atmVolatility(int expiry) {
    return atmVolatility[expiry];
  }

  public boolean hasChanges() {
    return changedCount > 0 || removed.count() > 0;
  }

  public int changedCount() {
    return changedCount;
  }

  /** A tile that is new or different. */
  public int changed(int index) {
    return changed[index];
  }

  public int removedCount() {
    return removed.count();
  }

  /** The packed {@link TileKey} of a tile that is gone. */
  public long removed(int index) {
    return removed.key(index);
  }
}
