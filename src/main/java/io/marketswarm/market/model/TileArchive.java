package io.marketswarm.market.model;

import java.util.List;

/**
 * Tiles that clients hold, on their way to new places: rows ascending by days to expiry and strike,
 * each with all its tiles.
 */
final class TileArchive {
  private final TilePlan plan;

  /** Days to expiry and strike of each row. */
  private final long[] rows;

  private final TileColumns tiles;

  /** Keys of tiles whose width is no longer wanted. */
  private final long[] strays;

  TileArchive(TilePlan plan, long[] rows, TileColumns tiles, long[] strays) {
    this.plan = plan;
    this.rows = rows;
    this.tiles = tiles;
    this.strays = strays;
  }

  static TileArchive of(TilePlan plan, List<TileBlock> blocks) {
    int count = blocks.stream().mapToInt(TileBlock::rows).sum();
    long[] rows = new long[count];
    TileColumns tiles = new TileColumns(count * plan.tilesPerStrike());
    int at = 0;
    for (TileBlock block : blocks) {
      tiles.copy(at * plan.tilesPerStrike(), block.told(), 0, block.rows() * plan.tilesPerStrike());
      for (int row = 0; row < block.rows(); row++) {
        rows[at++] = row(block.dte(), block.strike(row));
      }
    }
    return new TileArchive(plan, rows, tiles, new long[0]);
  }

  static long row(int dte, int strike) {
    return (long) dte << 32 | strike;
  }

  /** Puts every row into its new place; tiles of rows that have none are removed. */
  void restore(List<TileBlock> blocks, RemovedTiles removed) {
    int from = 0;
    for (TileBlock block : blocks) {
      for (int row = 0; row < block.rows(); row++) {
        long wanted = row(block.dte(), block.strike(row));
        while (from < rows.length && rows[from] < wanted) {
          remove(from++, removed);
        }
        if (from < rows.length && rows[from] == wanted) {
          block.restore(row, tiles, from++ * plan.tilesPerStrike());
        }
      }
    }
    while (from < rows.length) {
      remove(from++, removed);
    }
    for (long key : strays) {
      removed.add(key);
    }
  }

  private void remove(int row, RemovedTiles removed) {
    int dte = (int) (rows[row] >> 32);
    int strike = (int) rows[row];
    for (int offset = 0; offset < plan.tilesPerStrike(); offset++) {
      if (tiles.exists(row * plan.tilesPerStrike() + offset)) {
        removed.add(TileKey.of(plan.strategy(offset), dte, plan.width(offset), strike));
      }
    }
  }
}
