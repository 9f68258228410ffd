package io.marketswarm.market.model;

import java.time.LocalDate;
import java.util.Arrays;

/** Gamma exposure of one side of a chain, per expiry and whole strike, both ascending. */
public final class GammaLadder {
  private final LocalDate[] expiries;
  private final int[] first;
  private final int[] strikes;
  private final double[] gammas;

  private GammaLadder(LocalDate[] expiries, int[] first, int[] strikes, double[] gammas) {
    this.expiries = expiries;
    this.first = first;
    this.strikes = strikes;
    this.gammas = gammas;
  }

  public boolean isEmpty() {
    return strikes.length == 0;
  }

  public int expiries() {
    return expiries.length;
  }

  public LocalDate expiry(int index) {
    return expiries[index];
  }

  /** First step of an expiry. */
  public int first(int expiry) {
    return first[expiry];
  }

  /** Step after the last of an expiry. */
  public int end(int expiry) {
    return first[expiry + 1];
  }

  /** Steps of all expiries. */
  public int steps() {
    return strikes.length;
  }

  public int strike(int step) {
    return strikes[step];
  }

  /** Gamma in shares per point, never negative. */
  public double gamma(int step) {
    return gammas[step];
  }

  double total() {
    return Arrays.stream(gammas).sum();
  }

  /** Collects steps in ascending order; equal strikes of an expiry are summed. */
  static final class Collector {
    private final LocalDate[] expiries;
    private final int[] first;
    private final int[] strikes;
    private final double[] gammas;
    private int expiryCount;
    private int steps;

    Collector(int mostExpiries, int mostSteps) {
      expiries = new LocalDate[mostExpiries];
      first = new int[mostExpiries + 1];
      strikes = new int[mostSteps];
      gammas = new double[mostSteps];
    }

    void add(LocalDate expiry, int strike, double gamma) {
      boolean sameExpiry = expiryCount > 0 && expiries[expiryCount - 1].equals(expiry);
      if (!sameExpiry) {
        expiries[expiryCount] = expiry;
        first[expiryCount++] = steps;
      }
      if (sameExpiry && strikes[steps - 1] == strike) {
        gammas[steps - 1] += gamma;
      } else {
        strikes[steps] = strike;
        gammas[steps++] = gamma;
      }
    }

    GammaLadder ladder() {
      first[expiryCount] = steps;
      return new GammaLadder(
          Arrays.copyOf(expiries, expiryCount),
          Arrays.copyOf(first, expiryCount + 1),
          Arrays.copyOf(strikes, steps),
          Arrays.copyOf(gammas, steps));
    }
  }
}
