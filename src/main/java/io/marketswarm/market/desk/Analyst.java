package io.marketswarm.market.desk;

import io.marketswarm.market.MassiveSettings.Models;
import io.marketswarm.market.model.BiasLfi;
import io.marketswarm.market.model.ChainColumns;
import io.marketswarm.market.model.ExpiryClock;
import io.marketswarm.market.model.ExposureBuilder;
import io.marketswarm.market.model.GammaByStrike;
import io.marketswarm.market.model.GammaProfile;
import io.marketswarm.market.model.MarketMode;
import io.marketswarm.market.model.OptionSide;
import io.marketswarm.market.model.VixRegimeModel;
import io.marketswarm.market.publish.Topics;
import io.marketswarm.market.wire.BiasJson;
import io.marketswarm.market.wire.ExposureEncoder;
import io.marketswarm.market.wire.GammaEncoder;
import io.marketswarm.market.wire.JsonBytes;
import io.marketswarm.market.wire.PinJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds what is due every few seconds: gamma exposure, dealer exposures, bias, market mode,
 * volatility regime, pins. Each stands for itself: one that fails leaves the others alone. Works on
 * a worker thread, one analysis at a time.
 */
final class Analyst {
  private static final Duration GAMMA_LIFE = Duration.ofDays(1);

  private final String symbol;
  private final boolean primary;
  private final Models settings;
  private final ExpiryClock expiries;
  private final GammaBoard board = new GammaBoard();
  private final JsonBytes text = new JsonBytes();

  private final Builders builders;

  private GammaProfile profile;
  private GammaByStrike gamma;
  private BiasLfi bias;

  /**
   * What an analysis is to cover.
   *
   * @param gamma gamma and dealer exposures, and the pins
   * @param bias bias and market mode
   * @param regime volatility regime
   */
  record Due(boolean gamma, boolean bias, boolean regime) {
    boolean nothing() {
      return !gamma && !bias && !regime;
    }
  }

  /**
   * What an analysis found.
   *
   * @param gamma null when unknown, like the bias
   * @param contracts how many contracts the gamma is of
   * @param wallMillis when it was made
   */
  record Analysis(
      List<Made> models, GammaByStrike gamma, BiasLfi bias, int contracts, long wallMillis) {
    static final Analysis NONE = new Analysis(List.of(), null, null, 0, 0);
  }

  /**
   * @param primary whether what concerns the market as a whole is built here
   */
  Analyst(
      String symbol, boolean primary, Models settings, ExpiryClock expiries, Builders builders) {
    this.symbol = symbol;
    this.primary = primary;
    this.settings = settings;
    this.expiries = expiries;
    this.builders = builders;
  }

  Analysis analyse(
      ChainColumns chain, Moment at, Due due, GammaBoard.Others others, Pins.Volumes volumes) {
    List<Made> made = new ArrayList<>();
    if (due.gamma()) {
      builders.gamma().run(() -> gamma(chain, at, others, made));
      if (at.knowsSpot()) {
        builders.exposure().run(() -> exposures(chain, at, made));
      }
    }
    if (due.bias() && at.knowsSpot() && gamma != null && !gamma.isEmpty()) {
      builders.bias().run(() -> bias(at, made));
    }
    if (due.regime() && primary && at.knowsVix()) {
      builders.regime().run(() -> regime(at, made));
    }
    if (due.gamma() && at.knowsSpot()) {
      builders.pin().run(() -> pins(chain, at, volumes, made));
    }
    int contracts = profile == null ? 0 : profile.contracts();
    return new Analysis(made, gamma, bias, contracts, at.wallMillis());
  }

  /** A side without data is not written: its last good value stays. */
  private void gamma(ChainColumns chain, Moment at, GammaBoard.Others others, List<Made> made) {
    profile = GammaProfile.of(chain);
    gamma = GammaByStrike.of(profile);
    bias = gamma.isEmpty() ? null : bias;
    for (OptionSide side : OptionSide.values()) {
      if (!profile.side(side).isEmpty()) {
        GammaEncoder.side(profile, side, at.wallMillis(), text);
        made.add(new Made("gex", Topics.gamma(symbol, side), text.toBytes(), GAMMA_LIFE));
      }
    }
    if (primary) {
      GammaEncoder.summary(board.lines(profile, gamma, at.spot(), others), at.wallMillis(), text);
      made.add(new Made("gex", Topics.GAMMA_OF_ALL, text.toBytes(), GAMMA_LIFE));
    }
  }

  private void exposures(ChainColumns chain, Moment at, List<Made> made) {
    ExposureEncoder.model(
        ExposureBuilder.build(chain, at.spot(), at.nowMillis(), at.today(), expiries),
        at.wallMillis(),
        text);
    made.add(new Made("exposure", Topics.exposure(symbol), text.toBytes(), GAMMA_LIFE));
  }

  private void bias(Moment at, List<Made> made) {
    bias = BiasLfi.of(at.stamp(), symbol, at.spot(), gamma);
    byte[] json = BiasJson.BIAS_LFI.bytes(bias);
    made.add(new Made("bias_lfi", Topics.bias(symbol), json, settings.biasTtl()));
    if (primary) {
      made.add(new Made("bias_lfi", Topics.BIAS, json, settings.biasTtl()));
      byte[] mode = BiasJson.MARKET_MODE.bytes(MarketMode.of(bias));
      made.add(new Made("market_mode", Topics.MARKET_MODE, mode, settings.biasTtl()));
    }
  }

  private void regime(Moment at, List<Made> made) {
    byte[] regime = BiasJson.VIX_REGIME.bytes(VixRegimeModel.of(at.stamp(), at.vix(), at.hour()));
    made.add(new Made("vix_regime", Topics.VIX_REGIME, regime, settings.biasTtl()));
  }

  private void pins(ChainColumns chain, Moment at, Pins.Volumes volumes, List<Made> made) {
    double zeroGamma = bias == null ? Double.NaN : bias.flip();
    byte[] pins = PinJson.MODEL.bytes(Pins.of(chain, at, zeroGamma, volumes));
    made.add(new Made("pin", Topics.pin(symbol), pins, settings.biasTtl()));
  }
}
