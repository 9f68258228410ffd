package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The contracts whose gamma counts, prepared for being priced at many prices of the underlying. A
 * contract's gamma, times price squared, is the price times a bell curve over the log of the price:
 * with its peak, its standard deviation, and the shares that the position stands for as its area.
 */
final class ExposureBook {
  private static final double PER_PERCENT = 0.01;

  private final List<BellCluster> clusters = new ArrayList<>();
  private BellCluster current;

  /** Calls and puts come in turn; where their volatilities differ, so do their clusters. */
  private BellCluster other;

  private int size;

  /** Adds a contract, best by ascending strikes of one expiry; shares are negative when short. */
  void add(double logStrike, double deviation, double years, double shares) {
    double peak = logStrike - BlackScholes.RATE * years - 0.5 * deviation * deviation;
    size++;
    if (current != null && current.add(peak, deviation, shares)) {
      return;
    }
    if (other != null && other.add(peak, deviation, shares)) {
      BellCluster swapped = other;
      other = current;
      current = swapped;
      return;
    }
    other = current;
    current = new BellCluster(peak, deviation);
    current.add(peak, deviation, shares);
    clusters.add(current);
  }

  int size() {
    return size;
  }

  /** What turns a sum of bells at a price into dollars per percent. */
  double dollars(double price) {
    return price * PER_PERCENT;
  }

  /** Net gamma at a price, in dollars per percent. */
  double gammaAt(double price) {
    double log = Math.log(price);
    double sum = 0;
    for (int i = 0; i < clusters.size(); i++) {
      sum += clusters.get(i).at(log);
    }
    return sum * dollars(price);
  }

  /** Adds all bells to a grid over the log of the price. */
  void addTo(BellGrid grid) {
    for (int i = 0; i < clusters.size(); i++) {
      clusters.get(i).addTo(grid);
    }
  }
}
