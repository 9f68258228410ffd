package io.marketswarm.market.model;

import static io.marketswarm.market.model.Rounding.r2;
import static io.marketswarm.market.model.Rounding.r3;

import java.util.Comparator;

/** A same-day butterfly worth scalping. */
public record ScalpCandidate(
    Butterfly fly,
    ScalpScore score,
    double distanceFromSpot,
    double distancePercent,
    ScalpStyle style) {

  static final Comparator<ScalpCandidate> BEST_FIRST =
      Comparator.comparingDouble((ScalpCandidate candidate) -> -candidate.score.total())
          .thenComparingDouble(ScalpCandidate::distanceFromSpot)
          .thenComparing(candidate -> candidate.fly.tileKey());

  static ScalpCandidate of(Butterfly fly, double unroundedDebit, double spot, Playbook playbook) {
    double percent = GammaScalp.distancePercent(fly.strike(), spot);
    return new ScalpCandidate(
        fly,
        GammaScalp.score(fly.width(), unroundedDebit, percent, playbook.scalpWindow().urgency()),
        r2(Math.abs(fly.strike() - spot)),
        r3(percent),
        playbook.regime().scalpStyle());
  }
}
