package io.marketswarm.journal.analytics;

import java.time.Duration;
import java.time.LocalDateTime;

/**
 * The figures of a book of trades, gathered in one pass: closed trades come in the order in which
 * they were closed, the others whenever. Money is in cents.
 */
final class Performance {
  private static final double DAYS_PER_WEEK = 7;

  private final long startingCapital;

  private long total;
  private long open;
  private long closed;
  private long winners;
  private long losers;
  private long breakeven;
  private long net;
  private long grossProfit;
  private long grossLoss;
  private long largestWin;
  private long largestLoss;
  private long riskSum;
  private long riskCount;
  private double rSum;
  private long rCount;
  private double rewardSum;
  private long rewardCount;
  private LocalDateTime first;
  private LocalDateTime last;

  private long peak;
  private double maxDrawdownPercent;

  private long returns;
  private double meanReturn;
  private double squaredDeviation;

  Performance(long startingCapital) {
    this.startingCapital = startingCapital;
    this.peak = startingCapital;
  }

  /** Counts a trade, whatever became of it; {@code exited} is null while it is open. */
  void trade(LocalDateTime entered, LocalDateTime exited) {
    total++;
    LocalDateTime end = exited == null ? entered : exited;
    first = first == null || entered.isBefore(first) ? entered : first;
    last = last == null || end.isAfter(last) ? end : last;
  }

  void open() {
    open++;
  }

  /** What a trade could earn, in units of what it cost. */
  void reward(long maxProfit, double cost) {
    if (cost > 0) {
      rewardSum += maxProfit / cost;
      rewardCount++;
    }
  }

  void risked(long cents) {
    riskSum += cents;
    riskCount++;
  }

  void multiple(double r) {
    rSum += r;
    rCount++;
  }

  /** A closed trade's profit, in the order of exits. */
  void earned(long pnl) {
    largestWin = closed == 0 ? pnl : Math.max(largestWin, pnl);
    largestLoss = closed == 0 ? pnl : Math.min(largestLoss, pnl);
    closed++;
    net += pnl;
    if (pnl > 0) {
      winners++;
      grossProfit += pnl;
    } else if (pnl < 0) {
      losers++;
      grossLoss -= pnl;
    } else {
      breakeven++;
    }
    long equity = startingCapital + net;
    peak = Math.max(peak, equity);
    if (peak > 0) {
      maxDrawdownPercent = Math.max(maxDrawdownPercent, (double) (peak - equity) / peak * 100);
    }
    if (startingCapital > 0) {
      returned((double) pnl / startingCapital);
    }
  }

  /** Mean and spread as they grow, without keeping the returns. */
  private void returned(double value) {
    returns++;
    double before = value - meanReturn;
    meanReturn += before / returns;
    squaredDeviation += before * (value - meanReturn);
  }

  long startingCapital() {
    return startingCapital;
  }

  long total() {
    return total;
  }

  long openTrades() {
    return open;
  }

  long closed() {
    return closed;
  }

  long winners() {
    return winners;
  }

  long losers() {
    return losers;
  }

  long breakeven() {
    return breakeven;
  }

  long net() {
    return net;
  }

  long equity() {
    return startingCapital + net;
  }

  long grossProfit() {
    return grossProfit;
  }

  long grossLoss() {
    return grossLoss;
  }

  long largestWin() {
    return largestWin;
  }

  long largestLoss() {
    return largestLoss;
  }

  double maxDrawdownPercent() {
    return maxDrawdownPercent;
  }

  long spanDays() {
    return total == 0 ? 0 : Math.max(1, Duration.between(first, last).toDays());
  }

  double tradesPerWeek() {
    return total == 0 ? 0 : total / (spanDays() / DAYS_PER_WEEK);
  }

  double returnPercent() {
    return startingCapital > 0 ? percent(net, startingCapital) : 0;
  }

  double winRate() {
    return percent(winners, closed);
  }

  /** Truncated to whole cents, as all averages of money. */
  long averageWin() {
    return average(grossProfit, winners);
  }

  /** Negative. */
  long averageLoss() {
    return -average(grossLoss, losers);
  }

  double winLossRatio() {
    return losers == 0 ? 0 : Math.abs((double) averageWin() / averageLoss());
  }

  long averageRisk() {
    return average(riskSum, riskCount);
  }

  long averageNet() {
    return average(net, closed);
  }

  double largestWinShare() {
    return percent(largestWin, grossProfit);
  }

  double largestLossShare() {
    return percent(Math.abs(largestLoss), grossLoss);
  }

  double profitFactor() {
    return grossLoss == 0 ? 0 : (double) grossProfit / grossLoss;
  }

  double averageMultiple() {
    return rCount == 0 ? 0 : rSum / rCount;
  }

  double averageRewardToRisk() {
    return rewardCount == 0 ? 0 : rewardSum / rewardCount;
  }

  /** Per trade, not per year. */
  double sharpe() {
    if (returns < 2) {
      return 0;
    }
    double deviation = Math.sqrt(squaredDeviation / returns);
    return deviation == 0 ? 0 : meanReturn / deviation * Math.sqrt(returns);
  }

  private static long average(long sum, long count) {
    return count == 0 ? 0 : sum / count;
  }

  private static double percent(double part, double whole) {
    return whole == 0 ? 0 : part / whole * 100;
  }
}
