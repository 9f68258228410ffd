package io.marketswarm.market.model;

import java.time.Instant;
import java.util.List;

/** What the selector publishes in one cycle. */
public sealed interface SelectorModel {

  Instant ts();

  String symbol();

  Playbook playbook();

  /**
   * Nothing to say yet, and why.
   *
   * @param spot NaN when unknown
   */
  record Silent(Instant ts, String symbol, double spot, Playbook playbook, String reason)
      implements SelectorModel {}

  /**
   * The ranking.
   *
   * @param bias null when unknown
   * @param scores the best of all, best first
   * @param totalScored sides that passed the filter
   * @param filteredByDebit sides too expensive for their width
   */
  record Ranking(
      Instant ts,
      String symbol,
      double spot,
      Playbook playbook,
      BiasLfi bias,
      ExpectedMove expectedMove,
      BreachOdds breach,
      List<ScalpCandidate> scalps,
      int totalScalps,
      List<TileScore> scores,
      List<Recommendation> recommendations,
      int totalScored,
      int filteredByDebit)
      implements SelectorModel {}
}
