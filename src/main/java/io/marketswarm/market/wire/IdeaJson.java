package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.iso;
import static io.marketswarm.market.wire.JsonFields.number;
import static io.marketswarm.market.wire.JsonFields.seconds;
import static io.marketswarm.market.wire.JsonFields.texts;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.IdeaEntry;
import io.marketswarm.market.model.RankRecord;
import io.marketswarm.market.model.TrackedIdea;
import io.marketswarm.market.model.TrackingStats;
import io.marketswarm.market.model.VixSpecial;
import java.io.IOException;

/** Tracked ideas and how they did as JSON. */
public final class IdeaJson {
  /** An idea as it is kept, active or settled. */
  public static final JsonShape<TrackedIdea> IDEA = IdeaJson::write;

  public static final JsonShape<TrackingStats> STATS = IdeaJson::write;

  private IdeaJson() {}

  /**
   * A settled idea as the journal takes it.
   *
   * @param paramsVersion version of the selector's parameters the idea came from
   */
  public static JsonShape<TrackedIdea> journal(int paramsVersion) {
    return (idea, out) -> {
      IdeaEntry entry = idea.entry();
      out.writeStartObject();
      out.writeStringField("id", entry.tradeId());
      out.writeStringField("symbol", entry.symbol());
      entry(entry, out);
      out.writeNumberField("entry_ts", entry.time().getEpochSecond());
      fly(entry, out);
      best(idea.mark(), out);
      out.writeNumberField("max_pnl_dte", entry.daysLeft(idea.mark().maxTime()));
      settlement(idea.settlement(), out);
      out.writeNumberField("params_version", paramsVersion);
      out.writeEndObject();
    };
  }

  private static void write(TrackedIdea idea, JsonGenerator out) throws IOException {
    IdeaEntry entry = idea.entry();
    boolean settled = idea.settlement() != null;
    out.writeStartObject();
    out.writeStringField("trade_id", entry.tradeId());
    out.writeStringField("symbol", entry.symbol());
    out.writeStringField("tile_key", entry.tileKey());
    entry(entry, out);
    seconds(out, "entry_ts", entry.time());
    fly(entry, out);
    iso(out, "expiration", entry.expiration());
    number(out, "current_pnl", idea.mark().profit());
    best(idea.mark(), out);
    out.writeStringField("status", settled ? "settled" : "active");
    out.writeBooleanField("settled", settled);
    if (settled) {
      settlement(idea.settlement(), out);
    }
    out.writeEndObject();
  }

  private static void entry(IdeaEntry entry, JsonGenerator out) throws IOException {
    out.writeNumberField("entry_rank", entry.rank());
    iso(out, "entry_time", entry.time());
    number(out, "entry_spot", entry.spot());
    number(out, "entry_vix", entry.vix());
    out.writeStringField("entry_regime", entry.regime().id());
    number(out, "entry_hour", entry.hour());
    out.writeNumberField("entry_day_of_week", entry.dayOfWeek());
    number(out, "entry_gex_flip", entry.flip());
    number(out, "entry_gex_call_wall", entry.callWall());
    number(out, "entry_gex_put_wall", entry.putWall());
  }

  private static void fly(IdeaEntry entry, JsonGenerator out) throws IOException {
    out.writeStringField("strategy", "butterfly");
    out.writeStringField("side", entry.side().id());
    out.writeNumberField("strike", entry.strike());
    out.writeNumberField("width", entry.width());
    out.writeNumberField("dte", entry.dte());
    number(out, "debit", entry.debit());
    number(out, "max_profit_theoretical", entry.maxProfit());
    number(out, "r2r_predicted", entry.rewardToRisk());
    out.writeStringField("campaign", entry.campaign().id());
    texts(out, "edge_cases", entry.edgeCases().stream().map(VixSpecial::id).toList());
  }

  private static void best(TrackedIdea.Mark mark, JsonGenerator out) throws IOException {
    number(out, "max_pnl", mark.maxProfit());
    iso(out, "max_pnl_time", mark.maxTime());
    number(out, "max_pnl_spot", mark.maxSpot());
  }

  private static void settlement(TrackedIdea.Settlement end, JsonGenerator out) throws IOException {
    iso(out, "settlement_time", end.time());
    number(out, "settlement_spot", end.spot());
    number(out, "final_pnl", end.profit());
    number(out, "pnl_captured_pct", end.capturedPercent());
    out.writeBooleanField("is_winner", end.isWinner());
    number(out, "r2r_achieved", end.rewardAchieved());
  }

  private static void write(TrackingStats stats, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("activeCount", stats.activeCount());
    out.writeNumberField("historyCount", stats.historyCount());
    number(out, "totalCurrentPnl", stats.currentPnl());
    number(out, "totalMaxPnl", stats.maxPnl());
    number(out, "historicalTotalPnl", stats.historicalPnl());
    number(out, "historicalTotalMaxPnl", stats.historicalMaxPnl());
    out.writeNumberField("historicalTotalWins", stats.historicalWins());
    out.writeNumberField("historicalTotalCount", stats.historicalCount());
    out.writeObjectFieldStart("byRank");
    for (RankRecord rank : stats.ranks()) {
      out.writeObjectFieldStart(Integer.toString(rank.rank()));
      out.writeNumberField("count", rank.count());
      out.writeNumberField("wins", rank.wins());
      number(out, "totalPnl", rank.totalPnl());
      number(out, "totalMaxPnl", rank.totalMaxPnl());
      out.writeStringField("winRate", rank.winRate());
      out.writeStringField("avgPnl", rank.averagePnl());
      out.writeStringField("avgMaxPnl", rank.averageMaxPnl());
      out.writeStringField("captureRate", rank.captureRate());
      out.writeEndObject();
    }
    out.writeEndObject();
    out.writeEndObject();
  }
}
