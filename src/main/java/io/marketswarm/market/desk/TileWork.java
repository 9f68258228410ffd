package io.marketswarm.market.desk;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.desk.Analyst.Analysis;
import io.marketswarm.market.model.ChainColumns;
import io.marketswarm.market.model.Recommendation;
import io.marketswarm.market.model.SelectorModel;
import io.marketswarm.market.model.TileBuilder;
import io.marketswarm.market.publish.HeatmapPress;
import io.marketswarm.market.publish.HeatmapPress.Diff;
import io.marketswarm.market.publish.HeatmapPress.Whole;
import io.marketswarm.market.publish.Publisher;
import io.marketswarm.market.publish.Topics;
import io.marketswarm.market.wire.SelectorJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is made of a symbol's tiles: they follow the market at every tick, and once a
 * second they are surveyed: written out whole and their butterflies ranked. The work is done on
 * another thread than the telling; the one begins when the other has ended.
 */
final class TileWork {
  private static final String SELECTOR = "trade_selector";

  private final String symbol;
  private final Duration selectorLife;
  private final TileBuilder tiles;
  private final HeatmapPress press;
  private final Selection selection;
  private final Builders builders;

  /**
   * What is to be done.
   *
   * @param follow whether the tiles may have to move
   * @param alive whether readers shall see that we live, though nothing changed
   * @param survey whether a second is over
   * @param sp500 the S&P 500, NaN when unknown
   */
  record Task(
      Moment at, boolean follow, boolean alive, boolean survey, Analysis analysis, double sp500) {}

  /** What was made. */
  record Outcome(Optional<Diff> diff, Optional<Whole> whole, Optional<Ranking> ranking) {
    /** Best first; none when the ranking is as it was. */
    List<Recommendation> recommendations() {
      return ranking
          .map(Ranking::model)
          .filter(SelectorModel.Ranking.class::isInstance)
          .map(model -> ((SelectorModel.Ranking) model).recommendations())
          .orElse(List.of());
    }
  }

  /** A ranking of butterflies. */
  record Ranking(SelectorModel model, byte[] json) {}

  TileWork(
      String symbol,
      MassiveSettings settings,
      TileBuilder tiles,
      HeatmapPress press,
      Builders builders) {
    this.symbol = symbol;
    this.selectorLife = settings.models().selectorTtl();
    this.tiles = tiles;
    this.press = press;
    this.selection = new Selection(symbol, settings, tiles.surface());
    this.builders = builders;
  }

  HeatmapPress press() {
    return press;
  }

  /** Brings the tiles up to date with a chain, and makes of them what is due. */
  Outcome work(ChainColumns chain, Task task) {
    Optional<Diff> diff =
        task.follow
            ? builders.tiles().build(Optional.empty(), () -> follow(chain, task))
            : Optional.empty();
    if (!task.survey) {
      return new Outcome(diff, Optional.empty(), Optional.empty());
    }
    return new Outcome(diff, whole(task), ranking(task));
  }

  private Optional<Diff> follow(ChainColumns chain, Task task) {
    Moment at = task.at;
    tiles.tick(chain, at.spot(), at.vix(), at.nowMillis(), at.today());
    return press.diff(task.alive, at.wallMillis());
  }

  private Optional<Whole> whole(Task task) {
    long wallMillis = task.at.wallMillis();
    return press.wholeIsDue(wallMillis)
        ? builders.heatmap().build(Optional.empty(), () -> Optional.of(press.whole(wallMillis)))
        : Optional.empty();
  }

  private Optional<Ranking> ranking(Task task) {
    Moment at = task.at;
    Selection.Basis basis =
        new Selection.Basis(press.version(), at.spot(), at.vix(), task.analysis.wallMillis());
    return selection.isDue(basis, at)
        ? builders.selector().build(Optional.empty(), () -> Optional.of(rank(task)))
        : Optional.empty();
  }

  private Ranking rank(Task task) {
    SelectorModel model =
        selection.rank(task.at, task.analysis.gamma(), task.analysis.bias(), task.sp500);
    return new Ranking(model, SelectorJson.SELECTOR.bytes(model));
  }

  /** Tells what the work has made. */
  void tell(Outcome made, Moment at, Publisher publisher) {
    long wallMillis = at.wallMillis();
    made.diff.ifPresent(diff -> press.tell(publisher, diff, wallMillis));
    made.whole.ifPresent(whole -> press.tell(publisher, whole, wallMillis));
    made.ranking.ifPresent(
        ranking ->
            publisher
                .model(Topics.selector(symbol), ranking.json, selectorLife, wallMillis)
                .updated(SELECTOR, symbol, wallMillis));
  }
}
