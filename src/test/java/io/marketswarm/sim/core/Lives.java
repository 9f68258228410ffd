package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.sim.core.TradingDay.Intervention;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** Days lived without a server, a second of market time per second of wall time. */
final class Lives {
  static final LocalDate DATE = LocalDate.of(2026, 1, 27);
  static final WallTimes TIMES =
      (step, offset) -> 1_800_000_000_000L + step * 1_000L + (long) (offset * 1_000);

  private Lives() {}

  static TradingDay day(MarketOptions options, int until, Intervention... interventions) {
    return day(options, DATE, until, interventions);
  }

  static TradingDay day(
      MarketOptions options, LocalDate date, int until, Intervention... interventions) {
    MarketCalendar calendar = MarketCalendar.us();
    Universe universe = new Universe(options.opens());
    Opening opening = Opening.first(universe, options, calendar.sessionOf(date));
    Board board = Board.of(universe, calendar, options, opening);
    return TradingDay.replay(board, List.of(interventions), until, TIMES);
  }

  /** The closes of each minute. */
  static double[] minutes(TradingDay day, int instrument) {
    double[] closes = new double[day.tape().step() / 60 + 1];
    for (int i = 0; i < closes.length; i++) {
      closes[i] = day.tape().value(instrument, i * 60);
    }
    return closes;
  }

  static double[] returns(double[] prices) {
    double[] returns = new double[prices.length - 1];
    for (int i = 0; i < returns.length; i++) {
      returns[i] = Math.log(prices[i + 1] / prices[i]);
    }
    return returns;
  }

  static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }
}
