package io.marketswarm.market.model;

import java.util.List;

/** How idea tracking stands: what is active, and what has been settled by rank. */
public record TrackingStats(
    long activeCount, long historyCount, double currentPnl, double maxPnl, List<RankRecord> ranks) {

  public double historicalPnl() {
    return ranks.stream().mapToDouble(RankRecord::totalPnl).sum();
  }

  public double historicalMaxPnl() {
    return ranks.stream().mapToDouble(RankRecord::totalMaxPnl).sum();
  }

  public long historicalWins() {
    return ranks.stream().mapToLong(RankRecord::wins).sum();
  }

  public long historicalCount() {
    return ranks.stream().mapToLong(RankRecord::count).sum();
  }
}
