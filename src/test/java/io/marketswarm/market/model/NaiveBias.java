package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Bias and market mode written down from their definition, with maps and streams. */
record NaiveBias(
    double baseBias,
    double baseLfi,
    double flipBelow,
    double flipAbove,
    double nearest,
    double directionalStrength,
    double lfi,
    double mode,
    int maxCall,
    int maxPut,
    int maxNet) {

  private record Level(int strike, double call, double put) {
    double net() {
      return call + put;
    }
  }

  static NaiveBias of(GammaByStrike gamma, double spot, double scale) {
    Map<Integer, Level> levels = new TreeMap<>();
    for (int i = 0; i < gamma.size(); i++) {
      levels.put(gamma.strike(i), new Level(gamma.strike(i), gamma.call(i), -gamma.put(i)));
    }
    List<Level> all = List.copyOf(levels.values());
    double lean = sum(all, level -> true, level -> Math.abs(level.net()));
    double above = sum(all, level -> level.strike > spot, Level::net);
    double below = sum(all, level -> level.strike < spot, Level::net);
    double support = Math.max(0, above) + Math.max(0, below);
    double hostile = Math.abs(Math.min(0, below)) + Math.abs(Math.min(0, above));
    double bias = 0;
    if (lean != 0 && support + hostile != 0) {
      double cog =
          sum(all, level -> true, level -> Math.abs(level.net()) * (level.strike - spot))
              / lean
              / scale;
      bias =
          clamp(
              -100,
              100,
              100 * (0.6 * ((support - hostile) / (support + hostile)) + 0.4 * clamp(-1, 1, cog)));
    }

    Predicate<Level> close = level -> Math.abs(level.strike - spot) / spot <= 0.01;
    Predicate<Level> medium = level -> Math.abs(level.strike - spot) / spot <= 0.02;
    double closeLean = sum(all, close, level -> Math.abs(level.net()));
    double closeNet = sum(all, close, Level::net);
    double lfi = 50;
    if (lean != 0) {
      double ratio = closeLean == 0 ? 0 : closeNet / closeLean;
      lfi =
          clamp(
              0,
              100,
              0.5 * ((ratio + 1) / 2 * 100)
                  + 0.3 * (30 + 40 * sum(all, medium, level -> Math.abs(level.net())) / lean)
                  + 0.2 * (40 + 40 * closeLean / lean));
    }

    List<Double> flips = new ArrayList<>();
    List<Level> signed = all.stream().filter(level -> level.net() != 0).toList();
    for (int i = 1; i < signed.size(); i++) {
      if (Math.signum(signed.get(i).net()) != Math.signum(signed.get(i - 1).net())) {
        flips.add((signed.get(i).strike + signed.get(i - 1).strike) / 2.0);
      }
    }
    double flipBelow =
        flips.stream().filter(flip -> flip < spot).max(Double::compare).orElse(Double.NaN);
    double flipAbove =
        flips.stream().filter(flip -> flip > spot).min(Double::compare).orElse(Double.NaN);
    double nearest =
        flips.stream()
            .filter(flip -> flip != spot)
            .min(
                Comparator.comparingDouble((Double flip) -> Math.abs(flip - spot))
                    .thenComparing(flip -> flip))
            .orElse(Double.NaN);

    double biasAdjustment = 0;
    double lfiAdjustment = 0;
    if (!Double.isNaN(nearest)) {
      double x = Math.abs(spot - nearest) / spot;
      double f = x >= 0.015 ? 0 : x <= 0.005 ? 1 : 1 - (x - 0.005) / 0.010;
      double pen = !Double.isNaN(flipBelow) && (spot - flipBelow) / spot < 0.003 ? 0.2 : 0;
      biasAdjustment = Math.max(-50, -50 * (f + pen));
      lfiAdjustment = Math.max(-30, -30 * (f + 0.5 * pen));
    }
    double adjustedLfi = clamp(0, 100, lfi + lfiAdjustment);

    double net = sum(all, level -> true, Level::net);
    double flipPart;
    if (Double.isNaN(nearest)) {
      flipPart = net < -10000 ? 15 : net < 0 ? 30 : net > 10000 ? 85 : net > 0 ? 70 : 50;
    } else {
      flipPart = 100 / (1 + Math.exp(-3 * (((spot - nearest) / spot) / 0.02)));
    }
    double netPart = 100 / (1 + Math.exp(-0.03 * (net / (spot * spot * 0.00001))));
    double concentration = 50;
    if (lean != 0 && closeLean != 0) {
      double base = (closeNet / closeLean + 1) / 2 * 100;
      concentration = clamp(0, 100, 50 + (base - 50) * Math.min(1, (closeLean / lean) / 0.3));
    }
    double mode =
        clamp(0, 100, 0.40 * flipPart + 0.25 * netPart + 0.25 * adjustedLfi + 0.10 * concentration);

    return new NaiveBias(
        bias,
        lfi,
        flipBelow,
        flipAbove,
        nearest,
        clamp(-100, 100, bias + biasAdjustment),
        adjustedLfi,
        mode,
        most(all, Level::call, spot),
        most(all, level -> -level.put, spot),
        most(all, level -> level.call - (-level.put), spot));
  }

  private static int most(List<Level> levels, Function<Level, Double> value, double spot) {
    return levels.stream()
        .min(
            Comparator.comparing(value, Comparator.reverseOrder())
                .thenComparing(level -> Math.abs(level.strike - spot))
                .thenComparing(Level::strike))
        .orElseThrow()
        .strike;
  }

  private static double sum(
      List<Level> levels, Predicate<Level> which, Function<Level, Double> value) {
    return levels.stream().filter(which).mapToDouble(value::apply).sum();
  }

  private static double clamp(double low, double high, double value) {
    return Math.max(low, Math.min(high, value));
  }
}
