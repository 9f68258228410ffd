package io.marketswarm.market.desk;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.desk.Analyst.Analysis;
import io.marketswarm.market.model.ChainColumns;
import io.marketswarm.market.model.Recommendation;
import io.marketswarm.market.model.SelectorModel;
import io.marketswarm.market.model.TileBuilder;
import io.marketswarm.market.publish.HeatmapPress;
import io.marketswarm.market.publish.Publisher;
import io.marketswarm.market.publish.Topics;
import io.marketswarm.market.wire.JsonBytes;
import io.marketswarm.market.wire.SelectorJson;
import java.time.Duration;
import java.util.List;

/**
 * Everything that is made of a symbol's tiles: they follow the market at every tick, and once a
 * second they rest while they are written out whole and their butterflies ranked on another thread.
 */
final class TileWork {
  private static final String SELECTOR = "trade_selector";

  private final String symbol;
  private final Duration selectorLife;
  private final TileBuilder tiles;
  private final HeatmapPress press;
  private final Selection selection;
  private final Builders builders;
  private final JsonBytes text = new JsonBytes();

  /** What is to be made while the tiles rest. */
  record Task(boolean whole, boolean ranking) {
    boolean nothing() {
      return !whole && !ranking;
    }
  }

  /**
   * What was made while the tiles rested.
   *
   * @param whole the whole heatmap, null when there is none
   * @param ranking null when there is none
   */
  record Survey(byte[] whole, Ranking ranking) {
    List<Recommendation> recommendations() {
      return ranking != null && ranking.model instanceof SelectorModel.Ranking found
          ? found.recommendations()
          : List.of();
    }
  }

  private record Ranking(SelectorModel model, byte[] json) {}

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

  /**
   * Brings the tiles up to date and tells what changed.
   *
   * @param alive whether readers shall see that we live, though nothing changed
   */
  void tick(ChainColumns chain, Moment at, boolean alive, Publisher publisher) {
    builders
        .tiles()
        .run(
            () -> {
              tiles.tick(chain, at.spot(), at.vix(), at.nowMillis(), at.today());
              press.tell(publisher, alive, at.wallMillis());
            });
  }

  /** What is due now. */
  Task due(Moment at, Analysis analysis) {
    return new Task(
        press.wholeIsDue(at.wallMillis()),
        selection.isDue(
            new Selection.Basis(press.version(), at.spot(), at.vix(), analysis.wallMillis()), at));
  }

  /** Does the task; on any thread, while the tiles rest. */
  Survey survey(Task task, Moment at, Analysis analysis, double sp500) {
    byte[] whole =
        task.whole
            ? builders.heatmap().build(null, () -> press.whole(at.wallMillis(), text))
            : null;
    Ranking ranking =
        task.ranking ? builders.selector().build(null, () -> rank(at, analysis, sp500)) : null;
    return new Survey(whole, ranking);
  }

  private Ranking rank(Moment at, Analysis analysis, double sp500) {
    SelectorModel model = selection.rank(at, analysis.gamma(), analysis.bias(), sp500);
    return new Ranking(model, SelectorJson.SELECTOR.bytes(model));
  }

  /** Tells what the survey found. */
  void tell(Survey survey, Moment at, Publisher publisher) {
    if (survey.whole != null) {
      press.tellWhole(publisher, survey.whole, at.wallMillis());
    }
    if (survey.ranking != null) {
      publisher
          .model(Topics.selector(symbol), survey.ranking.json, selectorLife, at.wallMillis())
          .updated(SELECTOR, symbol, at.wallMillis());
    }
  }
}
