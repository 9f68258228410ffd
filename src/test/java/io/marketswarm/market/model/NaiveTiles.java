package io.marketswarm.market.model;

import static io.marketswarm.market.model.OptionSide.CALL;
import static io.marketswarm.market.model.OptionSide.PUT;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Every tile computed for itself, straight from the rules, with maps and without any cleverness: by
 * key, what call theory, call market, put theory and put market cost, NaN where there is no price.
 */
public final class NaiveTiles {
  private record Leg(int dte, int strike, OptionSide side) {}

  private final Map<Leg, Double> theory = new HashMap<>();
  private final Map<Leg, Double> market = new HashMap<>();
  private final Map<String, double[]> tiles = new TreeMap<>();

  private NaiveTiles() {}

  public static Map<String, double[]> of(
      ChainColumns chain, TilePlan plan, double spot, double vix, long now, LocalDate today) {
    NaiveTiles naive = new NaiveTiles();
    List<Integer> slots =
        IntStream.range(0, chain.geometry().slots())
            .filter(chain.geometry()::lists)
            .boxed()
            .toList();
    for (int dte : plan.dtes()) {
      naive.legs(chain, slots, dte, spot, vix, now, today);
      naive.tiles(plan, dte);
    }
    return naive.tiles;
  }

  private void legs(
      ChainColumns chain,
      List<Integer> slots,
      int dte,
      double spot,
      double vix,
      long now,
      LocalDate today) {
    LocalDate expiry = null;
    for (int slot : slots) {
      LocalDate candidate = Ticker.expiry(chain.geometry().ticker(slot));
      if (ExpiryClock.dte(candidate, today) == dte) {
        expiry = candidate;
      }
    }
    List<Double> near = new ArrayList<>();
    for (int slot : slots) {
      long ticker = chain.geometry().ticker(slot);
      double volatility = chain.volatility(slot);
      boolean close = Math.abs(Ticker.strike(ticker) - spot) < Math.max(30, 0.0043 * spot);
      if (Ticker.expiry(ticker).equals(expiry) && close && volatility > 0.01 && volatility < 5) {
        near.add(volatility);
      }
    }
    double assumed = vix > 0 ? Math.max(5, vix) / 100 : 0.2;
    double base = near.stream().mapToDouble(Double::doubleValue).average().orElse(assumed);
    for (int slot : slots) {
      long ticker = chain.geometry().ticker(slot);
      if (!Ticker.expiry(ticker).equals(expiry) || Ticker.strikeMillis(ticker) % 1000 != 0) {
        continue;
      }
      int strike = (int) Ticker.strike(ticker);
      Leg leg = new Leg(dte, strike, Ticker.side(ticker));
      if (market.containsKey(leg) && Ticker.root(ticker) != OptionRoot.SPXW) {
        continue;
      }
      double mid = chain.mid(slot);
      double last = chain.last(slot);
      market.put(leg, mid > 0 ? mid : last > 0 ? last : Double.NaN);
      double years = ExpiryClock.newYork().years(expiry, now);
      theory.put(
          leg,
          Double.isNaN(spot)
              ? Double.NaN
              : BlackScholes.price(
                  leg.side,
                  spot,
                  strike,
                  years,
                  VolatilityRegime.at(vix).volatility(base, strike, spot),
                  0.05));
    }
  }

  private void tiles(TilePlan plan, int dte) {
    for (Leg leg : List.copyOf(theory.keySet())) {
      if (leg.dte != dte) {
        continue;
      }
      int k = leg.strike;
      put("single", dte, 0, k, value(CALL, dte, k, 1), value(PUT, dte, k, 1));
      for (int w : plan.widths()) {
        double[] call = sum(value(CALL, dte, k, 1), value(CALL, dte, k + w, -1));
        double[] put = sum(value(PUT, dte, k, 1), value(PUT, dte, k - w, -1));
        put("vertical", dte, w, k, call, put);
        if (listed(dte, k - w) && listed(dte, k) && listed(dte, k + w)) {
          put("butterfly", dte, w, k, butterfly(CALL, dte, k, w), butterfly(PUT, dte, k, w));
        }
      }
    }
  }

  private boolean listed(int dte, int strike) {
    return theory.containsKey(new Leg(dte, strike, CALL))
        && theory.containsKey(new Leg(dte, strike, PUT));
  }

  private double[] butterfly(OptionSide side, int dte, int k, int w) {
    return sum(
        sum(value(side, dte, k - w, 1), value(side, dte, k, -2)), value(side, dte, k + w, 1));
  }

  private double[] value(OptionSide side, int dte, int strike, int quantity) {
    Leg leg = new Leg(dte, strike, side);
    return new double[] {
      quantity * theory.getOrDefault(leg, Double.NaN),
      quantity * market.getOrDefault(leg, Double.NaN)
    };
  }

  private static double[] sum(double[] a, double[] b) {
    return new double[] {a[0] + b[0], a[1] + b[1]};
  }

  private void put(String strategy, int dte, int width, int strike, double[] call, double[] put) {
    double[] prices = {call[0], call[1], put[0], put[1]};
    for (double price : prices) {
      if (!Double.isNaN(price)) {
        tiles.put("%s:%d:%d:%d".formatted(strategy, dte, width, strike), prices);
      }
    }
  }
}
