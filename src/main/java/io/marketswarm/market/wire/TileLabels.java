package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonBytes.ascii;

import io.marketswarm.market.model.TileGeometry;
import io.marketswarm.market.model.TileStrategy;
import io.marketswarm.market.model.TileSurface;
import java.util.Arrays;

/**
 * The constant text of tiles. Everything of a tile's key and fields but the strike is the same for
 * all tiles of one expiry, strategy and width, so a few kilobytes hold the labels of a whole
 * surface and stay in the processor's nearest cache.
 */
final class TileLabels {
  private final TileGeometry geometry;
  private final byte[][] keys;
  private final byte[][] fields;
  private final int[] widths;

  TileLabels(TileGeometry geometry) {
    this.geometry = geometry;
    int perStrike = geometry.tilesPerStrike();
    keys = new byte[geometry.expiries() * perStrike][];
    fields = new byte[keys.length][];
    widths = new int[perStrike];
    Arrays.setAll(widths, offset -> geometry.widthOf(offset) * TileSurface.UNITS_PER_POINT);
    for (int expiry = 0; expiry < geometry.expiries(); expiry++) {
      for (int offset = 0; offset < perStrike; offset++) {
        label(expiry * perStrike + offset, offset, geometry.dte(expiry));
      }
    }
  }

  private void label(int index, int offset, int dte) {
    TileStrategy strategy = geometry.strategy(offset);
    int width = geometry.widthOf(offset);
    keys[index] = ascii("\"%s:%d:%d:".formatted(strategy.id(), dte, width));
    fields[index] =
        ascii(
            "\":{\"symbol\":\"%s\",\"strategy\":\"%s\",\"dte\":%d,\"width\":%d,\"strike\":"
                .formatted(geometry.chain().symbol(), strategy.id(), dte, width));
  }

  boolean areOf(TileGeometry geometry) {
    return this.geometry == geometry;
  }

  /** Width of the tile at this place of a strike, in the units of prices. */
  int widthUnits(int offset) {
    return widths[offset];
  }

  /** Key and constant fields, up to where the sides begin. */
  void write(int expiry, int offset, int strike, JsonBytes out) {
    int index = expiry * geometry.tilesPerStrike() + offset;
    out.raw(keys[index]).integer(strike).raw(fields[index]).integer(strike);
  }
}
