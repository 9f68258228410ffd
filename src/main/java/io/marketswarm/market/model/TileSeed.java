package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * The tiles clients still hold from before a restart, collected in any order, so that the first
 * diff after it is small.
 */
public final class TileSeed {
  private final TilePlan plan;
  private final TreeMap<Long, int[]> rows = new TreeMap<>();
  private final List<Long> strays = new ArrayList<>();
  private long version;

  public TileSeed(TilePlan plan) {
    this.plan = plan;
  }

  /** The version the tiles were published with. */
  public void version(long value) {
    version = value;
  }

  long version() {
    return version;
  }

  /** Adds a tile with its prices in points; NaN is an absent price. */
  public void add(
      long key, double callTheory, double callMarket, double putTheory, double putMarket) {
    TileStrategy strategy = TileKey.strategy(key);
    int width = plan.widths().indexOf(TileKey.width(key));
    if (strategy != TileStrategy.SINGLE && width < 0) {
      strays.add(key);
      return;
    }
    int offset = strategy == TileStrategy.SINGLE ? 0 : 2 * width + strategy.ordinal();
    long row = PublishedTiles.row(TileKey.dte(key), TileKey.strike(key));
    int[] prices = rows.computeIfAbsent(row, unused -> absentRow());
    int at = offset * PublishedTiles.PRICES_PER_TILE;
    prices[at] = TileSurface.units(callTheory);
    prices[at + 1] = TileSurface.units(callMarket);
    prices[at + 2] = TileSurface.units(putTheory);
    prices[at + 3] = TileSurface.units(putMarket);
  }

  private int[] absentRow() {
    int[] prices = new int[plan.tilesPerStrike() * PublishedTiles.PRICES_PER_TILE];
    Arrays.fill(prices, PublishedTiles.ABSENT);
    return prices;
  }

  PublishedTiles tiles() {
    return new PublishedTiles(
        plan.widths().stream().mapToInt(Integer::intValue).toArray(),
        rows.keySet().stream().mapToLong(Long::longValue).toArray(),
        rows.values().stream().flatMapToInt(Arrays::stream).toArray(),
        strays.stream().flatMapToLong(LongStream::of).toArray());
  }
}
