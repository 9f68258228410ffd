package io.marketswarm.market.model;

import io.marketswarm.market.model.TestGrid.Tile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The selector's scoring written down from its rules, tile by tile, with maps. */
final class NaiveSelector {
  record Scored(
      Tile tile,
      String key,
      double debit,
      double r2r,
      double convexity,
      double widthFit,
      double gamma,
      double composite) {

    TileScore score(SelectorInputs in) {
      double confidence =
          0.5
              + (in.gamma() == null ? 0 : 0.25)
              + (in.bias() == null ? 0 : 0.15)
              + (debit >= 1 ? 0.10 : 0);
      return new TileScore(
          key,
          Rounding.r1(composite),
          Rounding.r2(Math.min(1, confidence)),
          Rounding.r1(r2r),
          Rounding.r1(convexity),
          Rounding.r1(widthFit),
          Rounding.r1(gamma));
    }
  }

  final List<Scored> ranking = new ArrayList<>();
  int filtered;

  NaiveSelector(SelectorInputs in, boolean market) {
    TestGrid grid = (TestGrid) in.grid();
    Map<Tile, Double> prices = new HashMap<>();
    grid.theoreticalTiles().forEach((tile, debit) -> put(prices, tile, debit));
    if (market) {
      grid.marketTiles().forEach((tile, debit) -> put(prices, tile, debit));
    }
    for (Map.Entry<Tile, Double> price : prices.entrySet()) {
      if (price.getValue() > 0.10 * price.getKey().width()) {
        filtered++;
      } else {
        ranking.add(score(in, grid.step(), prices, price.getKey(), price.getValue()));
      }
    }
    ranking.sort(
        Comparator.comparingDouble((Scored s) -> -Rounding.r1(s.composite))
            .thenComparingDouble(s -> -s.composite)
            .thenComparingDouble(s -> Math.abs(s.tile.strike() - in.spot()))
            .thenComparing(Scored::key));
  }

  private static void put(Map<Tile, Double> prices, Tile tile, double debit) {
    if (debit > 0 && Double.isFinite(debit)) {
      prices.put(tile, debit);
    }
  }

  private static Scored score(
      SelectorInputs in, int step, Map<Tile, Double> prices, Tile tile, double d) {
    double w = tile.width();
    double r2r = r2r(w, d, tile.dte());
    List<Double> neighbours = new ArrayList<>();
    // Nearest first, below and then above: an outlier right at a threshold depends on the last bit.
    for (int k : new int[] {-1, -2, -3, -4, 1, 2, 3, 4}) {
      Tile neighbour = new Tile(tile.dte(), tile.width(), tile.strike() + k * step, tile.side());
      if (prices.containsKey(neighbour)) {
        neighbours.add(prices.get(neighbour));
      }
    }
    double convexity = convexity(w, d, neighbours);
    double fit = widthFit(w * in.pointScale(), tile.dte(), in.vix(), in.hour());
    double gamma = gamma(in, tile);
    double composite = 0.40 * convexity + 0.25 * r2r + 0.20 * fit + 0.15 * gamma;
    String key =
        "butterfly:%d:%d:%d:%s"
            .formatted(tile.dte(), tile.width(), tile.strike(), tile.side().id());
    return new Scored(tile, key, d, r2r, convexity, fit, gamma, composite);
  }

  private static final double[][] TABLE = {
    {9, 12, 15, 18}, {10, 14, 16, 20}, {12, 16, 18, 24}, {15, 22, 25, 30}, {18, 25, 28, 35},
    {20, 30, 30, 40}, {22, 35, 35, 45}, {25, 38, 38, 48}, {28, 42, 42, 52}, {30, 45, 45, 55},
    {35, 50, 50, 60}
  };

  static double r2r(double w, double d, int dte) {
    if (d <= 0.10) {
      return 0;
    }
    double r = (w - d) / d;
    if (r <= 0) {
      return 0;
    }
    double[] t = TABLE[Math.min(dte, 10)];
    double score;
    if (r >= t[3]) {
      score = 95;
    } else if (r >= t[2]) {
      score = 85 + 10 * (r - t[2]) / (t[3] - t[2]);
    } else if (r >= t[1]) {
      score = 75 + 10 * (r - t[1]) / (t[2] - t[1]);
    } else if (r >= t[0]) {
      score = 60 + 15 * (r - t[0]) / (t[1] - t[0]);
    } else if (r >= 0.8 * t[0]) {
      score = 45 + 15 * (r - 0.8 * t[0]) / (0.2 * t[0]);
    } else {
      score = Math.max(20, 45 * r / (0.8 * t[0]));
    }
    return Math.max(0, Math.min(95, d < 0.5 ? score * (d / 0.5) : score));
  }

  static double convexity(double w, double d, List<Double> neighbours) {
    double local = 50;
    double neighbourhood = 50;
    double avg = neighbours.stream().reduce(0.0, Double::sum) / neighbours.size();
    if (!neighbours.isEmpty()) {
      double p = (avg - d) / avg * 100;
      local =
          p >= 15
              ? 95
              : p >= 10
                  ? 85 + (p - 10)
                  : p >= 5 ? 70 + 3 * (p - 5) : p >= 0 ? 50 + 4 * p : Math.max(20, 50 + 2 * p);
      if (d < neighbours.stream().mapToDouble(x -> x).min().orElseThrow()) {
        local = Math.min(98, local + 10);
      }
    }
    if (neighbours.size() >= 3) {
      double variance =
          neighbours.stream().map(x -> (x - avg) * (x - avg)).reduce(0.0, Double::sum)
              / neighbours.size();
      double sd = variance == 0 ? 0.01 : Math.sqrt(variance);
      double z = sd > 0.01 ? (avg - d) / sd : 0;
      neighbourhood =
          z >= 2
              ? 95
              : z >= 1.5
                  ? 85
                  : z >= 1 ? 75 : z >= 0.5 ? 65 : z >= 0 ? 55 : Math.max(25, 50 + 15 * z);
    }
    double q = d / w * 100;
    double efficiency = Math.min(95, 30 * (Math.log((w - d) / d + 1) / Math.log(2)));
    efficiency = Math.min(95, efficiency * (q <= 3 ? 1.15 : q <= 5 ? 1.10 : q <= 7 ? 1.05 : 1));
    return 0.5 * local + 0.3 * neighbourhood + 0.2 * efficiency;
  }

  static double widthFit(double w, int dte, double vix, double h) {
    boolean timewarp = vix <= 17;
    double[] ideal =
        vix >= 32
            ? new double[] {50, 100, 1, 3}
            : vix >= 23
                ? new double[] {40, 50, 0, 2}
                : vix >= 17
                    ? new double[] {30, 40, 0, 1}
                    : timewarp ? new double[] {10, 20, 1, 2} : new double[] {20, 30, 0, 1};
    double mult = vix >= 32 ? 0.9 : vix >= 23 ? 1.0 : vix >= 17 ? 1.1 : 1.2;
    String session =
        h < 7
            ? "night"
            : h < 9.5
                ? "pre"
                : h < 12.5 ? "morning" : h < 14.5 ? "afternoon" : h < 16 ? "closing" : "night";
    Map<String, Double> decays =
        Map.of("night", 0.5, "pre", 0.8, "morning", 1.0, "afternoon", 1.3, "closing", 1.6);
    double decay = Rounding.r2(decays.get(session) * mult);
    double width;
    if (w >= ideal[0] && w <= ideal[1]) {
      width = 95;
    } else if (w > ideal[1]) {
      width = Math.max(70, 95 - 0.5 * (w - ideal[1]));
    } else if (w >= ideal[0] - 5) {
      width = 75;
    } else if (w >= ideal[0] - 10) {
      width = 55;
    } else {
      width = 30;
    }
    if (decay > 1 && w < ideal[0]) {
      width = Math.min(1.1 * width, 70);
    }
    double age;
    if (dte >= ideal[2] && dte <= ideal[3]) {
      age = 95;
    } else if (dte == ideal[3] + 1) {
      age = 70;
    } else if (vix >= 32 && dte == 0) {
      age = 40;
    } else if (vix < 17 && dte > 1) {
      age = 50;
    } else {
      age = 60;
    }
    Map<String, Double> today =
        Map.of("morning", 95.0, "pre", 80.0, "afternoon", 50.0, "closing", 40.0, "night", 30.0);
    Map<String, Double> tomorrow =
        Map.of("morning", 85.0, "pre", 60.0, "afternoon", 85.0, "closing", 75.0, "night", 60.0);
    double sessionScore = dte == 0 ? today.get(session) : dte == 1 ? tomorrow.get(session) : 70;
    double breadth = w >= 50 ? 95 : w >= 40 ? 85 : w >= 30 ? 70 : w >= 20 ? 55 : 40;
    return 0.40 * width + 0.25 * age + 0.20 * sessionScore + 0.15 * breadth;
  }

  private static double gamma(SelectorInputs in, Tile tile) {
    double m = 60;
    double z = 50;
    if (in.bias() != null) {
      double distance = Math.abs(tile.strike() - in.bias().maxNetStrike()) * in.pointScale();
      m = distance <= 10 ? 95 : distance <= 25 ? 80 : distance <= 50 ? 60 : 40;
      double zero = in.bias().flip();
      if (!Double.isNaN(zero)) {
        boolean call = tile.side() == ButterflyGrid.Side.CALL;
        z = (call && tile.strike() > zero) || (!call && tile.strike() < zero) ? 80 : 30;
      }
    }
    double g = 50;
    if (in.gamma() != null) {
      for (int i = 0; i < in.gamma().size(); i++) {
        int strike = in.gamma().strike(i);
        boolean wing =
            strike == tile.strike() - tile.width() || strike == tile.strike() + tile.width();
        if (wing && in.gamma().net(i) > 0) {
          g += 15;
        }
      }
    }
    return 0.40 * m + 0.30 * z + 0.30 * Math.min(95, g);
  }
}
