package io.marketswarm.market.model;

import static io.marketswarm.market.model.Rounding.r1;
import static io.marketswarm.market.model.Rounding.r3;

import java.util.Locale;

/**
 * The odds that the expected move is breached, with the factors they are made of.
 *
 * @param probability three decimals
 * @param percent one decimal
 */
public record BreachOdds(
    double probability,
    double percent,
    Likelihood likelihood,
    double regimeFactor,
    double sessionFactor,
    double vixFactor) {

  public static final double BASE_RATE = 0.195;
  private static final double MOST = 0.45;

  /** How the odds compare with an ordinary day's. */
  public enum Likelihood {
    HIGH(0.30, "green"),
    ELEVATED(0.22, "yellow"),
    NORMAL(0.15, "neutral"),
    LOW(0, "red");

    private final double from;
    private final String color;

    Likelihood(double from, String color) {
      this.from = from;
      this.color = color;
    }

    static Likelihood of(double probability) {
      for (Likelihood likelihood : values()) {
        if (probability >= likelihood.from) {
          return likelihood;
        }
      }
      throw new IllegalArgumentException("probability must not be negative, not " + probability);
    }

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    public String color() {
      return color;
    }
  }

  static BreachOdds of(Playbook playbook) {
    double regime = playbook.regime().breachMultiplier();
    double session = playbook.session().breachMultiplier();
    double vix = vixFactor(playbook.vix());
    double probability = Math.min(MOST, BASE_RATE * regime * session * vix);
    return new BreachOdds(
        r3(probability), r1(probability * 100), Likelihood.of(probability), regime, session, vix);
  }

  private static double vixFactor(double vix) {
    if (vix >= 40) {
      return 1.5;
    }
    if (vix >= 30) {
      return 1.25;
    }
    return vix <= 12 ? 0.8 : 1;
  }
}
