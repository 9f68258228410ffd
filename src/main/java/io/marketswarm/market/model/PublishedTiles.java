package io.marketswarm.market.model;

import java.util.Arrays;

/**
 * The tiles clients hold, as they were last told: four prices per tile in ten-thousandths of a
 * point (theory and market of call and put), rows ascending by days to expiry and strike. A tile
 * whose prices are all absent does not exist.
 */
final class PublishedTiles {
  /** No price; far enough from every price that the difference always counts as a change. */
  static final int ABSENT = -(1 << 30);

  static final int UNITS_PER_POINT = 10_000;
  static final int PRICES_PER_TILE = 4;

  private final int[] widths;

  /** Days to expiry and strike of each row. */
  private final long[] rows;

  /** Keys of tiles told once whose width is no longer wanted. */
  private final long[] strays;

  final int[] prices;

  PublishedTiles(int[] widths, long[] rows, int[] prices, long[] strays) {
    this.widths = widths;
    this.rows = rows;
    this.prices = prices;
    this.strays = strays;
  }

  static PublishedTiles none(TileGeometry geometry) {
    int[] prices = new int[geometry.tiles() * PRICES_PER_TILE];
    Arrays.fill(prices, ABSENT);
    long[] rows = new long[geometry.rows()];
    for (int expiry = 0; expiry < geometry.expiries(); expiry++) {
      for (int row = geometry.firstRow(expiry); row < geometry.endRow(expiry); row++) {
        rows[row] = row(geometry.dte(expiry), geometry.strike[row]);
      }
    }
    int[] widths = new int[geometry.widths()];
    Arrays.setAll(widths, geometry::width);
    return new PublishedTiles(widths, rows, prices, new long[0]);
  }

  static long row(int dte, int strike) {
    return (long) dte << 32 | strike;
  }

  boolean exists(int tile) {
    int at = tile * PRICES_PER_TILE;
    int[] p = prices;
    return p[at] != ABSENT || p[at + 1] != ABSENT || p[at + 2] != ABSENT || p[at + 3] != ABSENT;
  }

  /** Moves to another geometry with the same widths; tiles that lose their place are removed. */
  PublishedTiles moveTo(TileGeometry geometry, RemovedTiles removed) {
    PublishedTiles moved = none(geometry);
    int perRow = geometry.tilesPerStrike() * PRICES_PER_TILE;
    int to = 0;
    for (int from = 0; from < rows.length; from++) {
      while (to < moved.rows.length && moved.rows[to] < rows[from]) {
        to++;
      }
      if (to < moved.rows.length && moved.rows[to] == rows[from]) {
        System.arraycopy(prices, from * perRow, moved.prices, to * perRow, perRow);
      } else {
        removeRow(from, geometry.tilesPerStrike(), removed);
      }
    }
    for (long key : strays) {
      removed.add(key);
    }
    return moved;
  }

  private void removeRow(int row, int tilesPerStrike, RemovedTiles removed) {
    int dte = (int) (rows[row] >> 32);
    int strike = (int) rows[row];
    for (int offset = 0; offset < tilesPerStrike; offset++) {
      if (exists(row * tilesPerStrike + offset)) {
        removed.add(
            offset == 0
                ? TileKey.of(TileStrategy.SINGLE, dte, 0, strike)
                : TileKey.of(
                    TileStrategy.at(2 - offset % 2), dte, widths[(offset - 1) / 2], strike));
      }
    }
  }
}
