package io.marketswarm.market.model;

import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tiles clients still hold from before a restart, collected in any order, so that the first
 * diff after it is small.
 */
public final class TileSeed {
  private final TilePlan plan;
  private final TreeMap<Long, TileColumns> rows = new TreeMap<>();
  private final Set<Long> strays = new TreeSet<>();
  private long version;

  public TileSeed(TilePlan plan) {
    this.plan = plan;
  }

  /** The version the tiles were published with. */
  public void version(long value) {
    version = value;
  }

  public long version() {
    return version;
  }

  /** Adds a tile with its prices in points; NaN is an absent price. */
  public void add(
      long key, double callTheory, double callMarket, double putTheory, double putMarket) {
    TileStrategy strategy = TileKey.strategy(key);
    int width = plan.widths().indexOf(TileKey.width(key));
    if (isStray(key)) {
      strays.add(key);
      return;
    }
    long row = TileArchive.row(TileKey.dte(key), TileKey.strike(key));
    TileColumns tiles = rows.computeIfAbsent(row, unused -> new TileColumns(plan.tilesPerStrike()));
    int offset = plan.offset(strategy, Math.max(width, 0));
    tiles.callTheory[offset] = TileColumns.units(callTheory);
    tiles.callMarket[offset] = TileColumns.units(callMarket);
    tiles.putTheory[offset] = TileColumns.units(putTheory);
    tiles.putMarket[offset] = TileColumns.units(putMarket);
  }

  /** Takes a tile away again. */
  public void remove(long key) {
    if (isStray(key)) {
      strays.remove(key);
    } else {
      add(key, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
  }

  /** Whether the plan no longer has the tile's width. */
  private boolean isStray(long key) {
    return TileKey.strategy(key) != TileStrategy.SINGLE
        && !plan.widths().contains(TileKey.width(key));
  }

  TileArchive tiles() {
    TileColumns tiles = new TileColumns(rows.size() * plan.tilesPerStrike());
    int tile = 0;
    for (TileColumns row : rows.values()) {
      tiles.copy(tile, row, 0, plan.tilesPerStrike());
      tile += plan.tilesPerStrike();
    }
    return new TileArchive(
        plan,
        rows.keySet().stream().mapToLong(Long::longValue).toArray(),
        tiles,
        strays.stream().mapToLong(Long::longValue).toArray());
  }
}
