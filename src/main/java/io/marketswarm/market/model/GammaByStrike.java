package io.marketswarm.market.model;

import java.util.BitSet;

/**
 * Gamma exposure of one symbol summed over its expirations, strikes ascending. Calls and puts are
 * both positive; a strike's net is calls minus puts. Values that are not finite count as zero.
 */
public final class GammaByStrike {
  private final int[] strikes;
  private final double[] calls;
  private final double[] puts;
  private final double[] nets;

  /** Strikes with positive net, counted from the lowest: asked for every wing of every tile. */
  private final BitSet positive = new BitSet();

  private GammaByStrike(int[] strikes, double[] calls, double[] puts) {
    this.strikes = strikes;
    this.calls = calls;
    this.puts = puts;
    this.nets = new double[strikes.length];
    for (int i = 0; i < strikes.length; i++) {
      nets[i] = calls[i] - puts[i];
      if (nets[i] > 0) {
        positive.set(strikes[i] - strikes[0]);
      }
    }
  }

  public static GammaByStrike of(GammaProfile profile) {
    int[] strikes = profile.strikes();
    return of(
        strikes,
        profile.byStrike(OptionSide.CALL, strikes),
        profile.byStrike(OptionSide.PUT, strikes));
  }

  public static GammaByStrike of(int[] strikes, double[] calls, double[] puts) {
    if (strikes.length != calls.length || strikes.length != puts.length) {
      throw new IllegalArgumentException(
          "strikes, calls and puts must have one length, not %d, %d, %d"
              .formatted(strikes.length, calls.length, puts.length));
    }
    for (int i = 1; i < strikes.length; i++) {
      if (strikes[i] <= strikes[i - 1]) {
        throw new IllegalArgumentException(
            "strikes must ascend, but %d follows %d".formatted(strikes[i], strikes[i - 1]));
      }
    }
    return new GammaByStrike(strikes.clone(), finite(calls), finite(puts));
  }

  private static double[] finite(double[] values) {
    double[] copy = values.clone();
    for (int i = 0; i < copy.length; i++) {
      if (!Double.isFinite(copy[i])) {
        copy[i] = 0;
      }
    }
    return copy;
  }

  public boolean isEmpty() {
    return strikes.length == 0;
  }

  public int size() {
    return strikes.length;
  }

  public int strike(int index) {
    return strikes[index];
  }

  public double call(int index) {
    return calls[index];
  }

  public double put(int index) {
    return puts[index];
  }

  public double net(int index) {
    return nets[index];
  }

  /** Whether a strike is known and its net positive. */
  public boolean isPositiveAt(int strike) {
    return !isEmpty() && strike >= strikes[0] && positive.get(strike - strikes[0]);
  }

  public double totalCalls() {
    return sum(calls);
  }

  public double totalPuts() {
    return sum(puts);
  }

  /** Σ|net|: how much gamma leans one way or the other at all. */
  double totalLean() {
    double total = 0;
    for (double net : nets) {
      total += Math.abs(net);
    }
    return total;
  }

  private static double sum(double[] values) {
    double total = 0;
    for (double value : values) {
      total += value;
    }
    return total;
  }
}
