package io.marketswarm.market.model;

import java.time.Instant;

/**
 * A recommendation followed until it expires.
 *
 * @param settlement null while the idea is active
 */
public record TrackedIdea(IdeaEntry entry, Mark mark, Settlement settlement) {

  /** Profit per share now and at its best, marked to what the butterfly would be worth expired. */
  public record Mark(double profit, double maxProfit, Instant maxTime, double maxSpot) {

    private Mark at(double newProfit, double spot, Instant time) {
      return newProfit > maxProfit
          ? new Mark(newProfit, newProfit, time, spot)
          : new Mark(newProfit, maxProfit, maxTime, maxSpot);
    }
  }

  /** How the idea ended. */
  public record Settlement(
      Instant time,
      double spot,
      double profit,
      double capturedPercent,
      boolean isWinner,
      double rewardAchieved) {}

  static TrackedIdea enter(IdeaEntry entry) {
    double profit = entry.profitAt(entry.spot());
    return new TrackedIdea(entry, new Mark(profit, profit, entry.time(), entry.spot()), null);
  }

  /** The same object when the profit has not changed. */
  TrackedIdea markedAt(double spot, Instant time) {
    double profit = entry.profitAt(spot);
    return profit == mark.profit()
        ? this
        : new TrackedIdea(entry, mark.at(profit, spot, time), null);
  }

  TrackedIdea settledAt(double spot, Instant time) {
    TrackedIdea last = markedAt(spot, time);
    double profit = last.mark.profit();
    double best = last.mark.maxProfit();
    return new TrackedIdea(
        entry,
        last.mark,
        new Settlement(
            time,
            spot,
            profit,
            best > 0 ? profit / best * 100 : 0,
            profit > 0,
            profit / entry.debit()));
  }
}
