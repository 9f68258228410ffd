package io.marketswarm.journal.leaderboard;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fifth version of the score: how steady the returns are, how losses were carried, and how much
 * evidence there is.
 *
 * @param lifetimeSharpe of daily returns, per year
 * @param resilience how shallow, short and seldom fatal drawdowns were
 * @param asymmetry how much larger wins are than losses
 * @param velocity how fast losses were made good
 * @param durability of the record: the weighted sum of the four
 * @param momentum of the last weeks
 * @param confidence how much the size of the record allows to say
 */
record AfiScore(
    int trades,
    int days,
    double lifetimeSharpe,
    double resilience,
    double asymmetry,
    double velocity,
    double durability,
    double momentum,
    double confidence) {
  private static final double DAYS_PER_YEAR = 252;
  private static final int MOMENTUM_DAYS = 45;
  private static final double LOW_CONFIDENCE = 0.25;
  private static final double LOW_CONFIDENCE_CAP = 550;
  private static final int PROVISIONAL_TRADES = 50;
  private static final int PROVISIONAL_DAYS = 30;
  private static final double NO_SPREAD = 1e-15;

  /** A closed trade: what it earned in units of risk and in cents, and when. */
  record Closed(double multiple, long pnlCents, LocalDateTime exited) {}

  /**
   * @param trades in the order of exits; at least one
   */
  static AfiScore of(List<Closed> trades, long capitalCents) {
    TreeMap<LocalDate, Long> byDay = new TreeMap<>();
    trades.forEach(trade -> byDay.merge(trade.exited.toLocalDate(), trade.pnlCents, Long::sum));
    double life = sharpe(byDay, capitalCents, LocalDate.MIN);
    double recent = sharpe(byDay, capitalCents, byDay.lastKey().minusDays(MOMENTUM_DAYS));
    double[] multiples = trades.stream().mapToDouble(Closed::multiple).toArray();
    Drawdowns drawdowns =
        Drawdowns.of(multiples, trades.stream().map(Closed::exited).toArray(LocalDateTime[]::new));
    double resilience = resilience(drawdowns);
    double asymmetry = asymmetry(multiples);
    double velocity = velocity(drawdowns);
    int n = trades.size();
    int d = byDay.size();
    return new AfiScore(
        n,
        d,
        life,
        resilience,
        asymmetry,
        velocity,
        0.30 * normal(life) + 0.30 * resilience + 0.20 * asymmetry + 0.20 * velocity,
        normal(recent),
        Math.sqrt(n / (n + 50.0)) * Math.sqrt(d / (d + 30.0)));
  }

  double composite() {
    double score = compress(0.80 * durability * confidence + 0.20 * momentum);
    return confidence < LOW_CONFIDENCE ? Math.min(score, LOW_CONFIDENCE_CAP) : score;
  }

  double robust() {
    return compress(durability);
  }

  double current() {
    return compress(momentum);
  }

  boolean isProvisional() {
    return trades < PROVISIONAL_TRADES || days < PROVISIONAL_DAYS;
  }

  /** Spreads what lies between 0 and 1 over the scale of the leaderboard. */
  static double compress(double x) {
    return 600 + 300 * Math.tanh(2.5 * (x - 0.5));
  }

  private static double normal(double sharpe) {
    return clamp((sharpe + 1) / 4);
  }

  /** Of the returns between the days from {@code first} on; equity begins with the first day. */
  private static double sharpe(TreeMap<LocalDate, Long> pnlByDay, long capital, LocalDate first) {
    List<Double> returns = new ArrayList<>();
    double equity = capital;
    double before = 0;
    boolean begun = false;
    for (Map.Entry<LocalDate, Long> day : pnlByDay.entrySet()) {
      equity += day.getValue();
      if (!day.getKey().isBefore(first)) {
        if (begun && before != 0) {
          returns.add((equity - before) / before);
        }
        begun = true;
        before = equity;
      }
    }
    if (returns.size() < 2 || capital <= 0) {
      return 0;
    }
    double mean = returns.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double squares = returns.stream().mapToDouble(r -> (r - mean) * (r - mean)).sum();
    double deviation = Math.sqrt(squares / (returns.size() - 1));
    return deviation < NO_SPREAD ? 0 : mean / deviation * Math.sqrt(DAYS_PER_YEAR);
  }

  private static double resilience(Drawdowns drawdowns) {
    return 0.40 * (1 - Math.min(drawdowns.deepest() / 5, 1))
        + 0.20 * (1 - Math.min(drawdowns.average(Drawdowns.Period::depth) / 3, 1))
        + 0.20 / (1 + drawdowns.average(Drawdowns.Period::days) / 30)
        + 0.20 * Math.min(drawdowns.periods().size() / 5.0, 1);
  }

  private static double asymmetry(double[] multiples) {
    double wins = 0;
    double losses = 0;
    int won = 0;
    int lost = 0;
    for (double r : multiples) {
      if (r > 0) {
        wins += r;
        won++;
      } else if (r < 0) {
        losses -= r;
        lost++;
      }
    }
    if (multiples.length < 2) {
      return 0.5;
    }
    if (won == 0) {
      return 0;
    }
    return lost == 0 ? 1 : Math.min(wins / won / (losses / lost) / 3, 1);
  }

  private static double velocity(Drawdowns drawdowns) {
    double trades = drawdowns.average(Drawdowns.Period::recoveryTrades);
    return trades > 0 ? 1 / (1 + trades / 20) : 0.5;
  }

  private static double clamp(double x) {
    return Math.max(0, Math.min(1, x));
  }
}
