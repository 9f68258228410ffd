package io.marketswarm.market.model;

/**
 * The tiles of one expiry as clients hold them, and which of them the last tick changed. Tiles are
 * numbered by row and, within a row, as single, vertical, butterfly, vertical, butterfly and so on
 * with growing width; not every number is a tile that {@linkplain #exists exists}. Prices are in
 * ten-thousandths of a point, {@link TileSurface#NO_PRICE} where there is none.
 */
public final class TileBlock {
  private final TileGeometry geometry;
  private final int expiry;
  private final int firstRow;
  private final int perStrike;
  private final TileColumns told;
  private final boolean[] existing;
  private final int[] changed;
  private int changedCount;
  private int count;
  private double atmVolatility = Double.NaN;

  TileBlock(TileGeometry geometry, int expiry) {
    this.geometry = geometry;
    this.expiry = expiry;
    this.firstRow = geometry.firstRow(expiry);
    this.perStrike = geometry.tilesPerStrike();
    int tiles = rows() * perStrike;
    told = new TileColumns(tiles);
    existing = new boolean[tiles];
    changed = new int[tiles];
  }

  /** Puts back a row that clients hold already. */
  void restore(int row, TileColumns from, int fromTile) {
    told.copy(row * perStrike, from, fromTile, perStrike);
    for (int tile = row * perStrike; tile < (row + 1) * perStrike; tile++) {
      existing[tile] = told.exists(tile);
      count += existing[tile] ? 1 : 0;
    }
  }

  TileColumns told() {
    return told;
  }

  void forgetChanges() {
    changedCount = 0;
  }

  void atmVolatility(double value) {
    atmVolatility = value;
  }

  /** Takes over the tiles that differ by more than epsilon from what clients hold. */
  void settle(TileColumns now, int epsilon, int[] signs, RemovedTiles removed) {
    told.compare(now, existing.length, epsilon, signs);
    int kept = 0;
    for (int tile = 0; tile < existing.length; tile++) {
      if (signs[tile] < 0) {
        told.callTheory[tile] = now.callTheory[tile];
        told.callMarket[tile] = now.callMarket[tile];
        told.putTheory[tile] = now.putTheory[tile];
        told.putMarket[tile] = now.putMarket[tile];
        changed[kept++] = tile;
      }
    }
    changedCount = kept;
    dropRemoved(removed);
  }

  private void dropRemoved(RemovedTiles removed) {
    int kept = 0;
    for (int i = 0; i < changedCount; i++) {
      int tile = changed[i];
      boolean exists = told.exists(tile);
      if (exists != existing[tile]) {
        existing[tile] = exists;
        count += exists ? 1 : -1;
      }
      if (exists) {
        changed[kept++] = tile;
      } else {
        removed.add(key(tile));
      }
    }
    changedCount = kept;
  }

  /** The expiry's place in the geometry. */
  public int expiry() {
    return expiry;
  }

  public int dte() {
    return geometry.dte(expiry);
  }

  /** Strikes of the expiry. */
  public int rows() {
    return geometry.endRow(expiry) - firstRow;
  }

  public int strike(int row) {
    return geometry.strike(firstRow + row);
  }

  public int tilesPerStrike() {
    return perStrike;
  }

  /** How many tiles exist. */
  public int count() {
    return count;
  }

  /** Measured at-the-money volatility, NaN when none could be measured. */
  public double atmVolatility() {
    return atmVolatility;
  }

  /** The number of a tile; singles have no width, pass 0. */
  public int tile(TileStrategy strategy, int row, int widthIndex) {
    return row * perStrike + geometry.offset(strategy, widthIndex);
  }

  /** The packed {@link TileKey} of a tile. */
  public long key(int tile) {
    int offset = tile % perStrike;
    return TileKey.of(
        geometry.strategy(offset), dte(), geometry.widthOf(offset), strike(tile / perStrike));
  }

  public boolean exists(int tile) {
    return existing[tile];
  }

  public int callTheory(int tile) {
    return told.callTheory[tile];
  }

  public int callMarket(int tile) {
    return told.callMarket[tile];
  }

  public int putTheory(int tile) {
    return told.putTheory[tile];
  }

  public int putMarket(int tile) {
    return told.putMarket[tile];
  }

  public int changedCount() {
    return changedCount;
  }

  /** A tile that is new or different, ascending. */
  public int changed(int index) {
    return changed[index];
  }
}
