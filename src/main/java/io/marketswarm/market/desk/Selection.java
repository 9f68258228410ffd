package io.marketswarm.market.desk;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.MassiveSettings.Models;
import io.marketswarm.market.model.BiasLfi;
import io.marketswarm.market.model.GammaByStrike;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.market.model.SelectorInputs;
import io.marketswarm.market.model.SelectorModel;
import io.marketswarm.market.model.SelectorSettings;
import io.marketswarm.market.model.SelectorSettings.PriceSource;
import io.marketswarm.market.model.TileSurface;
import io.marketswarm.market.model.TradeSelector;
import java.time.Duration;

/** When a symbol's butterflies are ranked anew, and from what. */
final class Selection {
  /** Though nothing has changed, readers see that the ranking still stands. */
  private static final long REPEAT_MILLIS = Duration.ofSeconds(15).toMillis();

  private static final int PUBLISHED_SCORES = 200;

  private final String symbol;
  private final Models settings;
  private final TradeSelector selector;
  private final SurfaceGrid grid;
  private Basis basis = Basis.NONE;
  private long rankedMillis;

  /**
   * What a ranking rests on.
   *
   * @param heatmap version of the tiles
   * @param analysed when gamma and bias were built
   */
  record Basis(long heatmap, double spot, double vix, long analysed) {
    static final Basis NONE = new Basis(-1, Double.NaN, Double.NaN, -1);
  }

  Selection(String symbol, MassiveSettings settings, TileSurface tiles) {
    this.symbol = symbol;
    this.settings = settings.models();
    int top = settings.models().selectorTop();
    this.selector =
        new TradeSelector(
            new SelectorSettings(
                settings.models().selectorByTheory() ? PriceSource.THEO : PriceSource.MARKET,
                top,
                Math.max(top, PUBLISHED_SCORES)));
    this.grid = new SurfaceGrid(tiles, settings.chain().grid(symbol).increment());
  }

  /** Whether it is time for a ranking; then {@code now} is what it rests on. */
  boolean isDue(Basis now, Moment at) {
    long age = Math.abs(at.wallMillis() - rankedMillis);
    if (age < settings.selectorInterval().toMillis()) {
      return false;
    }
    boolean repeat =
        at.phase() == Phase.CLOSED
            ? age >= settings.selectorTtl().toMillis() / 2
            : age >= REPEAT_MILLIS;
    if (now.equals(basis) && !repeat) {
      return false;
    }
    basis = now;
    rankedMillis = at.wallMillis();
    return true;
  }

  /**
   * Ranks; may run on another thread while nobody touches the tiles.
   *
   * @param sp500 the S&P 500, whose points distances are judged in; NaN when unknown, and then
   *     nothing can be ranked
   */
  SelectorModel rank(Moment at, GammaByStrike gamma, BiasLfi bias, double sp500) {
    double scale = symbol.equals(Underlyings.SP_500) ? 1 : sp500 / at.spot();
    boolean known = scale > 0 && scale < Double.POSITIVE_INFINITY;
    return selector.select(
        new SelectorInputs(
            at.stamp(),
            symbol,
            at.hour(),
            known ? at.spot() : Double.NaN,
            at.vix(),
            known ? scale : 1,
            grid.refresh(),
            gamma,
            bias));
  }
}
