package io.marketswarm.market.desk;

import io.marketswarm.market.model.ButterflyGrid;
import io.marketswarm.market.model.TileBlock;
import io.marketswarm.market.model.TileGeometry;
import io.marketswarm.market.model.TileStrategy;
import io.marketswarm.market.model.TileSurface;
import java.time.LocalDate;

/** The butterflies of a symbol's tiles, as the selector wants to see them. */
final class SurfaceGrid implements ButterflyGrid {
  private final TileSurface surface;
  private final int step;
  private TileGeometry geometry;
  private int[] widths;
  private int[][] strikes;

  /**
   * @param step points from one strike to the next
   */
  SurfaceGrid(TileSurface surface, int step) {
    this.surface = surface;
    this.step = step;
  }

  /** Follows the tiles' geometry; to be called before the grid is read. */
  SurfaceGrid refresh() {
    if (geometry != surface.geometry()) {
      geometry = surface.geometry();
      widths = new int[geometry.widths()];
      for (int width = 0; width < widths.length; width++) {
        widths[width] = geometry.width(width);
      }
      strikes = new int[surface.expiries()][];
      for (int expiry = 0; expiry < strikes.length; expiry++) {
        strikes[expiry] = strikes(surface.block(expiry));
      }
    }
    return this;
  }

  private static int[] strikes(TileBlock block) {
    int[] strikes = new int[block.rows()];
    for (int row = 0; row < strikes.length; row++) {
      strikes[row] = block.strike(row);
    }
    return strikes;
  }

  @Override
  public int expirations() {
    return strikes.length;
  }

  @Override
  public int dte(int expiration) {
    return geometry.dte(expiration);
  }

  @Override
  public LocalDate expiry(int expiration) {
    return geometry.expiry(expiration);
  }

  @Override
  public int[] strikes(int expiration) {
    return strikes[expiration];
  }

  @Override
  public int[] widths() {
    return widths;
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public double marketDebit(int expiration, int width, int strike, Side side) {
    TileBlock block = surface.block(expiration);
    int tile = block.tile(TileStrategy.BUTTERFLY, strike, width);
    return TileSurface.points(side == Side.CALL ? block.callMarket(tile) : block.putMarket(tile));
  }

  @Override
  public double theoreticalDebit(int expiration, int width, int strike, Side side) {
    TileBlock block = surface.block(expiration);
    int tile = block.tile(TileStrategy.BUTTERFLY, strike, width);
    return TileSurface.points(side == Side.CALL ? block.callTheory(tile) : block.putTheory(tile));
  }
}
