package io.marketswarm.market.model;

import java.time.LocalDate;
import java.util.Comparator;

/** A scored side of a tile. Mutable and reused: thousands are scored, few are published. */
final class ScoredSide {
  /** By published score, then by the score behind it, then closer to spot, then by key. */
  static final Comparator<ScoredSide> BEST_FIRST = ScoredSide::compare;

  ButterflyGrid.Side side;
  int strike;
  int width;
  int dte;
  LocalDate expiry;
  double debit;
  double distance;
  double rewardToRisk;
  double convexity;
  double widthFit;
  double gammaAlignment;
  double composite;
  double published;

  void rate() {
    composite = TileScore.composite(rewardToRisk, convexity, widthFit, gammaAlignment);
    published = Rounding.r1(composite);
  }

  void set(ScoredSide other) {
    side = other.side;
    strike = other.strike;
    width = other.width;
    dte = other.dte;
    expiry = other.expiry;
    debit = other.debit;
    distance = other.distance;
    rewardToRisk = other.rewardToRisk;
    convexity = other.convexity;
    widthFit = other.widthFit;
    gammaAlignment = other.gammaAlignment;
    composite = other.composite;
    published = other.published;
  }

  TileScore score(double confidence) {
    return new TileScore(
        tileKey(),
        published,
        confidence,
        Rounding.r1(rewardToRisk),
        Rounding.r1(convexity),
        Rounding.r1(widthFit),
        Rounding.r1(gammaAlignment));
  }

  Butterfly fly(double spot) {
    return Butterfly.of(side, strike, width, dte, expiry, debit, spot);
  }

  String tileKey() {
    return Butterfly.tileKey(dte, width, strike, side);
  }

  private static int compare(ScoredSide a, ScoredSide b) {
    int order = Double.compare(b.published, a.published);
    if (order == 0) {
      order = Double.compare(b.composite, a.composite);
    }
    if (order == 0) {
      order = Double.compare(a.distance, b.distance);
    }
    return order == 0 ? a.tileKey().compareTo(b.tileKey()) : order;
  }
}
