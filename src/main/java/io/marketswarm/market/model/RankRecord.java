package io.marketswarm.market.model;

import java.util.Locale;

/** How the settled ideas of one rank have done. */
public record RankRecord(int rank, long count, long wins, double totalPnl, double totalMaxPnl) {

  public RankRecord {
    if (count < 1) {
      throw new IllegalArgumentException("a rank's record needs an idea, not " + count);
    }
  }

  /** For example {@code 60.0%}. */
  public String winRate() {
    return percent(wins, count);
  }

  public String averagePnl() {
    return money(totalPnl / count);
  }

  public String averageMaxPnl() {
    return money(totalMaxPnl / count);
  }

  /** Share of the best possible profit that was kept until the end. */
  public String captureRate() {
    return totalMaxPnl > 0 ? percent(totalPnl, totalMaxPnl) : "0%";
  }

  private static String percent(double part, double whole) {
    return String.format(Locale.ROOT, "%.1f%%", Rounding.r1(part / whole * 100));
  }

  private static String money(double amount) {
    return String.format(Locale.ROOT, "%.2f", Rounding.r2(amount));
  }
}
