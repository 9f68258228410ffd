package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the index is likely to be pinned: strikes that gamma, interest and volume hold it at. */
public final class PinProbability {
  private static final double HUGE_GAMMA = 4e8;
  private static final double LARGE_GAMMA = 2e8;
  private static final double HUGE_INTEREST = 60_000;
  private static final double LARGE_INTEREST = 30_000;
  private static final double AT_HAND = 10;
  private static final double IN_REACH = 25;

  private static final double ONE_PERCENT = 0.01;

  private PinProbability() {}

  /**
   * @param zeroGamma NaN when unknown
   * @param gamma dollars per one-percent move, by strike
   * @param peak the price of most volume, NaN when unknown
   */
  public record Inputs(
      double spot,
      double zeroGamma,
      Map<Double, Double> gamma,
      Map<Double, Double> callInterest,
      Map<Double, Double> putInterest,
      Set<Double> busyPrices,
      Set<Double> idlePrices,
      double peak) {}

  /** How firmly a strike holds. */
  public enum Tier {
    HIGH("High", "Strong magnet: gamma and volume hold price at this strike."),
    BEST_GUESS("Best Guess", "Moderate support: some forces pull price to this strike."),
    LOW("Low", "Weak support: little holds price at this strike.");

    private final String label;
    private final String explanation;

    Tier(String label, String explanation) {
      this.label = label;
      this.explanation = explanation;
    }

    public String label() {
      return label;
    }

    public String explanation() {
      return explanation;
    }
  }

  /**
   * @param percent of all positive scores, two decimals
   */
  public record Pin(Tier tier, double strike, double percent) {}

  private record Scored(double strike, int score) {}

  /** Gamma in share units as dollars per one-percent move of the index. */
  public static double dollarGamma(double shareGamma, double spot) {
    return shareGamma * spot * spot * ONE_PERCENT;
  }

  /** The three likeliest strikes, or fewer where fewer have gamma. */
  public static List<Pin> of(Inputs in) {
    List<Scored> ranking = new ArrayList<>();
    int total = 0;
    for (double strike : in.gamma().keySet()) {
      int score = Math.max(0, score(in, strike));
      ranking.add(new Scored(strike, score));
      total += score;
    }
    ranking.sort(
        Comparator.comparingInt((Scored scored) -> -scored.score)
            .thenComparingDouble(scored -> Math.abs(scored.strike - in.spot()))
            .thenComparingDouble(Scored::strike));
    List<Pin> pins = new ArrayList<>();
    for (int i = 0; i < Math.min(Tier.values().length, ranking.size()); i++) {
      Scored scored = ranking.get(i);
      double percent = Rounding.r2((double) scored.score / Math.max(1, total) * 100);
      pins.add(new Pin(Tier.values()[i], scored.strike, percent));
    }
    return pins;
  }

  /** The score of one strike, which may be negative. */
  static int score(Inputs in, double strike) {
    int score = 0;
    double gamma = in.gamma().getOrDefault(strike, 0.0);
    if (gamma >= HUGE_GAMMA) {
      score += 40;
    } else if (gamma >= LARGE_GAMMA) {
      score += 20;
    }
    double interest =
        in.callInterest().getOrDefault(strike, 0.0) + in.putInterest().getOrDefault(strike, 0.0);
    if (interest > HUGE_INTEREST) {
      score += 15;
    } else if (interest > LARGE_INTEREST) {
      score += 8;
    }
    score += in.busyPrices().contains(strike) ? 20 : 0;
    score -= in.idlePrices().contains(strike) ? 20 : 0;
    score += strike == in.peak() ? 25 : 0;
    double distance = Math.abs(strike - in.spot());
    if (distance <= AT_HAND) {
      score += 20;
    } else if (distance <= IN_REACH) {
      score += 10;
    }
    return Math.abs(strike - in.zeroGamma()) <= AT_HAND ? score + 10 : score;
  }
}
