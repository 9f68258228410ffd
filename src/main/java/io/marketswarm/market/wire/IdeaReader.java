package io.marketswarm.market.wire;

import io.marketswarm.market.model.ButterflyGrid;
import io.marketswarm.market.model.Campaign;
import io.marketswarm.market.model.IdeaEntry;
import io.marketswarm.market.model.TrackedIdea;
import io.marketswarm.market.model.VixRegime;
import io.marketswarm.market.model.VixSpecial;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/** Reads a tracked idea back from the JSON it is kept as. */
public final class IdeaReader {
  private IdeaReader() {}

  /**
   * @throws IllegalArgumentException when the bytes are no tracked idea, saying why
   */
  public static TrackedIdea read(byte[] json) {
    try {
      return idea(FlatObject.read(json));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a tracked idea: " + e.getMessage(), e);
    }
  }

  private static TrackedIdea idea(FlatObject in) {
    TrackedIdea.Mark mark =
        new TrackedIdea.Mark(
            in.number("current_pnl"),
            in.number("max_pnl"),
            in.time("max_pnl_time"),
            in.number("max_pnl_spot"));
    return new TrackedIdea(entry(in), mark, in.has("settlement_time") ? settlement(in) : null);
  }

  private static IdeaEntry entry(FlatObject in) {
    return new IdeaEntry(
        in.text("trade_id"),
        in.text("symbol"),
        in.text("tile_key"),
        in.whole("entry_rank"),
        Instant.ofEpochMilli(Math.round(in.number("entry_ts") * 1000)),
        in.number("entry_spot"),
        in.numberOrNaN("entry_vix"),
        VixRegime.valueOf(constant(in.text("entry_regime"))),
        in.numberOrNaN("entry_gex_flip"),
        in.numberOrNaN("entry_gex_call_wall"),
        in.numberOrNaN("entry_gex_put_wall"),
        ButterflyGrid.Side.valueOf(constant(in.text("side"))),
        in.whole("strike"),
        in.whole("width"),
        in.whole("dte"),
        in.number("debit"),
        in.number("r2r_predicted"),
        Campaign.of(in.whole("dte")),
        in.texts("edge_cases").stream().map(id -> VixSpecial.valueOf(constant(id))).toList(),
        in.time("expiration"));
  }

  private static TrackedIdea.Settlement settlement(FlatObject in) {
    return new TrackedIdea.Settlement(
        in.time("settlement_time"),
        in.number("settlement_spot"),
        in.number("final_pnl"),
        in.number("pnl_captured_pct"),
        in.flag("is_winner"),
        in.number("r2r_achieved"));
  }

  private static String constant(String id) {
    return id.toUpperCase(Locale.ROOT);
  }
}
