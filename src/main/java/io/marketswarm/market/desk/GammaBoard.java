package io.marketswarm.market.desk;

import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.market.model.FlipLevels;
import io.marketswarm.market.model.GammaByStrike;
import io.marketswarm.market.model.GammaProfile;
import io.marketswarm.market.model.GammaSummary;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The gamma of all symbols, a line each. Other symbols live at other desks, perhaps on other nodes;
 * what the provider said of their chains is all that it takes.
 */
final class GammaBoard {
  private final Map<String, LiveChain> chains = new HashMap<>();

  /**
   * The other symbols as last heard of.
   *
   * @param chains by symbol
   * @param spots by symbol, NaN or absent when unknown
   */
  record Others(Map<String, ChainUpdate> chains, Map<String, Double> spots) {
    static final Others NONE = new Others(Map.of(), Map.of());
  }

  /** A line for our own symbol and one for each other. */
  Collection<GammaSummary> lines(
      GammaProfile profile, GammaByStrike gamma, double spot, Others others) {
    Map<String, GammaSummary> lines = new TreeMap<>();
    lines.put(profile.symbol(), line(profile, gamma, spot));
    others.chains.forEach((symbol, update) -> lines.put(symbol, line(update, others)));
    return lines.values();
  }

  private GammaSummary line(ChainUpdate update, Others others) {
    LiveChain chain = chains.computeIfAbsent(update.symbol(), LiveChain::new);
    if (update.valueSequence() != chain.sequence()) {
      chain.take(update);
    }
    double live = others.spots.getOrDefault(update.symbol(), Double.NaN);
    GammaProfile profile = GammaProfile.of(chain.state().columns());
    return line(profile, GammaByStrike.of(profile), live > 0 ? live : chain.spot());
  }

  private static GammaSummary line(GammaProfile profile, GammaByStrike gamma, double spot) {
    double flip = spot > 0 ? FlipLevels.of(gamma, spot).nearest(spot) : Double.NaN;
    return GammaSummary.of(profile, spot, flip);
  }
}
