package io.marketswarm.market.desk;

import io.marketswarm.market.model.ChainColumns;
import io.marketswarm.market.model.ChainGeometry;
import io.marketswarm.market.model.PinModel;
import io.marketswarm.market.model.PinProbability;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the index may be pinned when the next expiry comes. */
final class Pins {
  private static final double SHARES = 100;

  private Pins() {}

  /**
   * What was traded at which price; empty sets and NaN where nothing is known.
   *
   * @param busy prices of much volume
   * @param idle prices of little
   * @param peak the price of most
   */
  record Volumes(Set<Double> busy, Set<Double> idle, double peak) {
    /** Where the levels of the S&P 500 are kept. */
    static final String KEY = "massive:volume_profile:structure:spx";

    static final Volumes UNKNOWN = new Volumes(Set.of(), Set.of(), Double.NaN);

    static Volumes read(JsonObject levels) {
      Double peak = levels.getDouble("poc");
      return new Volumes(
          prices(levels.getJsonArray("hvns")),
          prices(levels.getJsonArray("lvns")),
          peak == null ? Double.NaN : peak);
    }

    private static Set<Double> prices(JsonArray prices) {
      return prices == null
          ? Set.of()
          : prices.stream()
              .map(price -> ((Number) price).doubleValue())
              .collect(Collectors.toUnmodifiableSet());
    }
  }

  /** The pins of the first expiry that has not passed; none when there is no such expiry. */
  static PinModel of(ChainColumns chain, Moment at, double zeroGamma, Volumes volumes) {
    ChainGeometry geometry = chain.geometry();
    Map<Double, Double> gamma = new HashMap<>();
    Map<Double, Double> calls = new HashMap<>();
    Map<Double, Double> puts = new HashMap<>();
    int expiry = firstExpiry(geometry, at);
    if (expiry < geometry.expiries()) {
      for (int row = geometry.firstRow(expiry); row < geometry.endRow(expiry); row++) {
        double strike = geometry.strike(row);
        int call = ChainGeometry.callSlot(row);
        int put = ChainGeometry.putSlot(row);
        double shares = shares(chain, call) + shares(chain, put);
        if (shares > 0) {
          gamma.merge(strike, PinProbability.dollarGamma(shares, at.spot()), Double::sum);
        }
        add(calls, strike, chain.openInterest(call));
        add(puts, strike, chain.openInterest(put));
      }
    }
    return new PinModel(
        at.stamp(),
        geometry.symbol(),
        at.spot(),
        PinProbability.of(
            new PinProbability.Inputs(
                at.spot(),
                zeroGamma,
                gamma,
                calls,
                puts,
                volumes.busy(),
                volumes.idle(),
                volumes.peak())));
  }

  private static int firstExpiry(ChainGeometry geometry, Moment at) {
    int expiry = 0;
    while (expiry < geometry.expiries() && geometry.expiry(expiry).isBefore(at.today())) {
      expiry++;
    }
    return expiry;
  }

  private static double shares(ChainColumns chain, int slot) {
    double shares = chain.gamma(slot) * chain.openInterest(slot) * SHARES;
    return shares > 0 ? shares : 0;
  }

  private static void add(Map<Double, Double> interest, double strike, double contracts) {
    if (contracts > 0) {
      interest.merge(strike, contracts, Double::sum);
    }
  }
}
