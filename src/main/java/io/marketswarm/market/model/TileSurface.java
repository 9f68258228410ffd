package io.marketswarm.market.model;

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
  private int[] changed = new int[0];
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
    changed = new int[to.tiles()];
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
      count += published.exists(tile) ? 1 : 0;
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
    double[] callTheory = legs.callTheory;
    double[] callMarket = legs.callMarket;
    double[] putTheory = legs.putTheory;
    double[] putMarket = legs.putMarket;
    double[] theory = legs.pairTheory;
    double[] calls = legs.pairCallMarket;
    double[] puts = legs.pairPutMarket;
    int[] upper = geometry.upper;
    int[] lower = geometry.lower;
    int widths = geometry.widths();
    int tile = geometry.firstRow(expiry) * geometry.tilesPerStrike();
    for (int row = geometry.firstRow(expiry); row < geometry.endRow(expiry); row++) {
      double ct = callTheory[row];
      double cm = callMarket[row];
      double pt = putTheory[row];
      double pm = putMarket[row];
      settle(expiry, tile++, units(ct), units(cm), units(pt), units(pm));
      for (int wing = row * widths; wing < (row + 1) * widths; wing++) {
        int u = upper[wing];
        int l = lower[wing];
        settle(
            expiry,
            tile++,
            units(ct - callTheory[u]),
            units(cm - callMarket[u]),
            units(pt - putTheory[l]),
            units(pm - putMarket[l]));
        int debit = units(theory[l] + theory[u] - 2 * theory[row]);
        int call = units(calls[l] + calls[u] - 2 * calls[row]);
        int put = units(puts[l] + puts[u] - 2 * puts[row]);
        settle(expiry, tile++, debit, call, debit, put);
      }
    }
  }

  private void settle(
      int expiry, int tile, int callTheory, int callMarket, int putTheory, int putMarket) {
    int[] p = published.prices;
    int at = tile * PRICES_PER_TILE;
    int worst =
        Math.max(
            Math.max(Math.abs(p[at] - callTheory), Math.abs(p[at + 1] - callMarket)),
            Math.max(Math.abs(p[at + 2] - putTheory), Math.abs(p[at + 3] - putMarket)));
    if (worst > epsilon) {
      boolean was = published.exists(tile);
      p[at] = callTheory;
      p[at + 1] = callMarket;
      p[at + 2] = putTheory;
      p[at + 3] = putMarket;
      told(expiry, tile, was, published.exists(tile));
    }
  }

  private void told(int expiry, int tile, boolean was, boolean is) {
    if (is) {
      changed[changedCount++] = tile;
      tilesPerExpiry[expiry] += was ? 0 : 1;
    } else {
      removed.add(geometry.key(tile));
      tilesPerExpiry[expiry]--;
    }
  }

  public TilePlan plan() {
    return plan;
  }

  public TileGeometry geometry() {
    return geometry;
  }

  public boolean exists(int tile) {
    return published.exists(tile);
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
