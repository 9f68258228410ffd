package io.marketswarm.journal.leaderboard;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The times a curve of summed multiples spent below its own peak. */
public record Drawdowns(List<Period> periods) {

  /**
   * From the first trade below the peak to the one that reached it again, or to the last.
   *
   * @param depth in units of risk
   * @param days from the exit of the deepest trade to that of the last
   * @param recoveryTrades from the deepest trade to the last
   */
  public record Period(double depth, long days, int recoveryTrades) {}

  /**
   * @param multiples of risk, in the order of exits
   */
  public static Drawdowns of(double[] multiples, LocalDateTime[] exits) {
    List<Period> periods = new ArrayList<>();
    double sum = 0;
    double peak = Double.NEGATIVE_INFINITY;
    int start = -1;
    int deepest = -1;
    double depth = 0;
    for (int i = 0; i < multiples.length; i++) {
      sum += multiples[i];
      peak = Math.max(peak, sum);
      double below = peak - sum;
      if (below > 0) {
        if (start < 0) {
          start = i;
          depth = 0;
        }
        if (below > depth) {
          depth = below;
          deepest = i;
        }
      }
      boolean ends = start >= 0 && (below == 0 || i == multiples.length - 1);
      if (ends) {
        long days = Duration.between(exits[deepest], exits[i]).toDays();
        periods.add(new Period(depth, days, i - deepest));
        start = -1;
      }
    }
    return new Drawdowns(periods);
  }

  public double deepest() {
    return periods.stream().mapToDouble(Period::depth).max().orElse(0);
  }

  double average(ToDoubleFunction<Period> of) {
    return periods.stream().mapToDouble(of).average().orElse(0);
  }

  /** The population standard deviation of the depths. */
  public double volatility() {
    if (periods.size() < 2) {
      return 0;
    }
    double mean = average(Period::depth);
    return Math.sqrt(average(period -> Math.pow(period.depth - mean, 2)));
  }
}
