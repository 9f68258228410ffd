package io.marketswarm.market.wire;

import static io.marketswarm.market.model.TileSurface.NO_PRICE;
import static io.marketswarm.market.wire.JsonBytes.ascii;

import io.marketswarm.market.model.TileBlock;
import io.marketswarm.market.model.TileGeometry;
import io.marketswarm.market.model.TileKey;
import io.marketswarm.market.model.TileSurface;

/** Writes a {@link TileSurface} as the heatmap model, and what changed in it as a diff. */
public final class HeatmapEncoder {
  private static final int LONGEST_TILE = 512;
  private static final int VOLATILITY_DECIMALS = 10;

  private static final byte[] TS = ascii("{\"ts\":");
  private static final byte[] SYMBOL = ascii(",\"symbol\":");
  private static final byte[] EPOCH_VERSION = ascii(",\"epoch\":\"current\",\"version\":");
  private static final byte[] VERSION = ascii(",\"version\":");
  private static final byte[] DTES = ascii(",\"dtes_available\":[");
  private static final byte[] COUNTS = ascii(",\"dte_tile_counts\":{");
  private static final byte[] TILES = ascii(",\"tiles\":{");
  private static final byte[] CHANGED = ascii(",\"changed\":{");
  private static final byte[] REMOVED = ascii(",\"removed\":[");
  private static final byte[] ATM_IV = ascii(",\"atm_iv\":{");

  private static final SideLabels CALL = new SideLabels("call");
  private static final SideLabels PUT = new SideLabels("put");
  private static final byte[] MARKET_MID = ascii(",\"market_mid\":");
  private static final byte[] MARKET_DEBIT = ascii(",\"market_debit\":");
  private static final byte[] MAX_PROFIT = ascii(",\"max_profit\":");
  private static final byte[] MAX_LOSS = ascii(",\"max_loss\":");

  private TileLabels labels;

  /** How a side begins, depending on the first price it has. */
  private record SideLabels(byte[] mid, byte[] marketMid, byte[] debit, byte[] marketDebit) {
    SideLabels(String side) {
      this(
          ascii(",\"" + side + "\":{\"mid\":"),
          ascii(",\"" + side + "\":{\"market_mid\":"),
          ascii(",\"" + side + "\":{\"debit\":"),
          ascii(",\"" + side + "\":{\"market_debit\":"));
    }
  }

  /** The complete model. */
  public void model(TileSurface surface, long version, long wallMillis, JsonBytes out) {
    out.clear().raw(TS).seconds(wallMillis);
    out.raw(SYMBOL).quoted(surface.plan().symbol());
    out.raw(EPOCH_VERSION).integer(version);
    dtes(surface, out);
    counts(surface, out);
    out.raw(TILES);
    label(surface.geometry());
    for (int expiry = 0; expiry < surface.expiries(); expiry++) {
      TileBlock block = surface.block(expiry);
      tiles(block, out);
    }
    out.close('}');
    atmVolatility(surface, out);
    out.raw('}');
  }

  /** What the last tick changed. */
  public void diff(TileSurface surface, long version, long wallMillis, JsonBytes out) {
    out.clear().raw(TS).seconds(wallMillis);
    out.raw(VERSION).integer(version);
    out.raw(SYMBOL).quoted(surface.plan().symbol());
    out.raw(CHANGED);
    label(surface.geometry());
    for (int expiry = 0; expiry < surface.expiries(); expiry++) {
      TileBlock block = surface.block(expiry);
      int perStrike = block.tilesPerStrike();
      for (int i = 0; i < block.changedCount(); i++) {
        int row = block.changed(i) / perStrike;
        tile(block, row, block.changed(i) - row * perStrike, out);
      }
    }
    out.close('}').raw(REMOVED);
    for (int i = 0; i < surface.removedCount(); i++) {
      out.quoted(TileKey.format(surface.removed(i))).raw(',');
    }
    out.close(']');
    dtes(surface, out);
    atmVolatility(surface, out);
    out.raw('}');
  }

  private void label(TileGeometry geometry) {
    if (labels == null || !labels.areOf(geometry)) {
      labels = new TileLabels(geometry);
    }
  }

  private void tiles(TileBlock block, JsonBytes out) {
    int perStrike = block.tilesPerStrike();
    for (int row = 0; row < block.rows(); row++) {
      for (int offset = 0; offset < perStrike; offset++) {
        if (block.exists(row * perStrike + offset)) {
          tile(block, row, offset, out);
        }
      }
    }
  }

  private void tile(TileBlock block, int row, int offset, JsonBytes out) {
    int tile = row * block.tilesPerStrike() + offset;
    out.reserve(LONGEST_TILE);
    labels.write(block.expiry(), offset, block.strike(row), out);
    if (offset == 0) {
      single(CALL, block.callTheory(tile), block.callMarket(tile), out);
      single(PUT, block.putTheory(tile), block.putMarket(tile), out);
    } else {
      int width = labels.widthUnits(offset);
      spread(CALL, width, block.callTheory(tile), block.callMarket(tile), out);
      spread(PUT, width, block.putTheory(tile), block.putMarket(tile), out);
    }
    out.raw('}').raw(',');
  }

  private static void single(SideLabels side, int theory, int market, JsonBytes out) {
    if (theory != NO_PRICE) {
      out.raw(side.mid).price(theory);
      if (market != NO_PRICE) {
        out.raw(MARKET_MID).price(market);
      }
      out.raw('}');
    } else if (market != NO_PRICE) {
      out.raw(side.marketMid).price(market).raw('}');
    }
  }

  private static void spread(SideLabels side, int width, int theory, int market, JsonBytes out) {
    if (theory != NO_PRICE) {
      out.raw(side.debit).price(theory);
      out.raw(MAX_PROFIT).price(width - theory);
      out.raw(MAX_LOSS).price(theory);
      if (market != NO_PRICE) {
        out.raw(MARKET_DEBIT).price(market);
      }
      out.raw('}');
    } else if (market != NO_PRICE) {
      out.raw(side.marketDebit).price(market).raw('}');
    }
  }

  private static void dtes(TileSurface surface, JsonBytes out) {
    out.raw(DTES);
    for (int expiry = 0; expiry < surface.expiries(); expiry++) {
      TileBlock block = surface.block(expiry);
      if (block.count() > 0) {
        out.integer(block.dte()).raw(',');
      }
    }
    out.close(']');
  }

  private static void counts(TileSurface surface, JsonBytes out) {
    out.raw(COUNTS);
    for (int expiry = 0; expiry < surface.expiries(); expiry++) {
      TileBlock block = surface.block(expiry);
      if (block.count() > 0) {
        out.raw('"').integer(block.dte()).raw('"').raw(':').integer(block.count()).raw(',');
      }
    }
    out.close('}');
  }

  private static void atmVolatility(TileSurface surface, JsonBytes out) {
    int start = out.length();
    out.raw(ATM_IV);
    int empty = out.length();
    for (int expiry = 0; expiry < surface.expiries(); expiry++) {
      TileBlock block = surface.block(expiry);
      if (!Double.isNaN(block.atmVolatility())) {
        out.raw('"').integer(block.dte()).raw('"').raw(':');
        out.decimal(block.atmVolatility(), VOLATILITY_DECIMALS).raw(',');
      }
    }
    if (out.length() > empty) {
      out.close('}');
    } else {
      out.truncate(start);
    }
  }
}
