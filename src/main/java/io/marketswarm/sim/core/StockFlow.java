package io.marketswarm.sim.core;

import io.marketswarm.sim.core.Instrument.Kind;
import java.time.LocalDate;
import java.util.List;

/**
 * Trades in SPY, print by print, and the turnover of all other stocks and futures by the second.
 */
final class StockFlow {
  static final String PRINTED = "SPY";

  private static final double PRINTS_PER_SECOND = 40;
  private static final int LARGEST_PRINT = 2_000;
  private static final double SIZE_LOG_MEAN = 4.1;
  private static final double SIZE_LOG_DEVIATION = 1.2;
  private static final double TURNOVER_DEVIATION = 0.6;
  private static final int EXCHANGES = 19;

  private final Universe universe;
  private final DayTape tape;
  private final int printed;
  private final Dice prints;
  private final Dice[] turnover;
  private long nextId = 1;

  StockFlow(Universe universe, MarketOptions options, LocalDate date, DayTape tape) {
    this.universe = universe;
    this.tape = tape;
    this.printed = universe.indexOf(PRINTED).orElseThrow();
    this.prints = Seeds.stream(options.seed(), date, PRINTED, "prints");
    this.turnover = new Dice[universe.size()];
    for (int i = 0; i < turnover.length; i++) {
      turnover[i] = Seeds.stream(options.seed(), date, universe.get(i).symbol(), "turnover");
    }
  }

  void trade(int step, double activity, WallTimes times, List<StockPrint> into) {
    for (int i = 0; i < universe.size(); i++) {
      if (universe.get(i).kind() != Kind.INDEX && i != printed) {
        double noise = StrictMath.exp(TURNOVER_DEVIATION * turnover[i].gaussian());
        double shares = universe.get(i).sharesPerSecond() * activity * noise;
        tape.turnover(i, (int) Math.round(shares));
      }
    }
    print(step, PRINTS_PER_SECOND * activity, times, into);
  }

  private void print(int step, double rate, WallTimes times, List<StockPrint> into) {
    if (rate <= 0) {
      return;
    }
    double price = tape.value(printed, step);
    int shares = 0;
    for (double t = prints.exponential() / rate; t < 1; t += prints.exponential() / rate) {
      double logSize = SIZE_LOG_MEAN + SIZE_LOG_DEVIATION * prints.gaussian();
      int size = (int) Math.max(1, Math.min(LARGEST_PRINT, Math.round(StrictMath.exp(logSize))));
      double printPrice = Cents.round(price + (prints.below(3) - 1) / 100.0);
      int exchange = 1 + prints.below(EXCHANGES);
      into.add(new StockPrint(printed, t, times.at(step, t), printPrice, size, exchange, nextId++));
      shares += size;
    }
    tape.turnover(printed, shares);
  }
}
