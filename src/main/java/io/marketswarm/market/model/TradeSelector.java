package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Scores every affordable butterfly and puts the best forward. Keeps its buffers from cycle to
 * cycle, so one instance belongs to one thread.
 */
public final class TradeSelector {
  private static final int PUBLISHED_SCALPS = 5;

  private final SelectorSettings settings;
  private final Leaderboard board;

  public TradeSelector(SelectorSettings settings) {
    this.settings = settings;
    this.board = new Leaderboard(settings.scores());
  }

  public SelectorModel select(SelectorInputs in) {
    Playbook playbook = Playbook.at(in.hour(), in.vix());
    if (!in.knowsSpot()) {
      return new SelectorModel.Silent(
          in.ts(), in.symbol(), Double.NaN, playbook, "No spot data available");
    }
    if (in.grid() == null || in.grid().expirations() == 0) {
      return new SelectorModel.Silent(
          in.ts(), in.symbol(), in.spot(), playbook, "No heatmap data available");
    }
    board.clear();
    GridScoring scoring = new GridScoring(in, playbook, settings.prices(), board);
    scoring.run();
    return publish(in, playbook, scoring);
  }

  private SelectorModel publish(SelectorInputs in, Playbook playbook, GridScoring scoring) {
    BreachOdds breach = BreachOdds.of(playbook);
    List<ScoredSide> ranking = board.ranking();
    List<TileScore> scores = new ArrayList<>(ranking.size());
    List<Recommendation> recommendations = new ArrayList<>(settings.recommendations());
    for (ScoredSide side : ranking) {
      TileScore score =
          side.score(TileScore.confidence(in.knowsGamma(), in.bias() != null, side.debit));
      scores.add(score);
      if (recommendations.size() < settings.recommendations()) {
        recommendations.add(
            recommend(recommendations.size() + 1, side, score, in, playbook, breach));
      }
    }
    List<ScalpCandidate> scalps = scoring.scalps();
    scalps.sort(ScalpCandidate.BEST_FIRST);
    return new SelectorModel.Ranking(
        in.ts(),
        in.symbol(),
        in.spot(),
        playbook,
        in.bias(),
        ExpectedMove.of(in.spot(), playbook.vix()),
        breach,
        List.copyOf(scalps.subList(0, Math.min(PUBLISHED_SCALPS, scalps.size()))),
        scalps.size(),
        List.copyOf(scores),
        List.copyOf(recommendations),
        scoring.scored(),
        scoring.filtered());
  }

  private static Recommendation recommend(
      int rank,
      ScoredSide side,
      TileScore score,
      SelectorInputs in,
      Playbook playbook,
      BreachOdds breach) {
    Butterfly fly = side.fly(in.spot());
    return new Recommendation(
        rank,
        fly,
        score,
        Campaign.of(side.dte),
        VixSpecial.ofTrade(playbook.vix(), side.dte, playbook.scalpWindow()),
        Rounding.r1(side.strike - in.magnet()),
        Opportunity.of(fly.rewardToRisk(), RewardExpectation.of(side.dte), breach.probability()));
  }
}
