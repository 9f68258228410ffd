package io.marketswarm.market.desk;

import io.marketswarm.log.Log;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** All kinds of model work of one desk. */
record Builders(
    Builder tiles,
    Builder heatmap,
    Builder selector,
    Builder gamma,
    Builder exposure,
    Builder bias,
    Builder regime,
    Builder pin) {

  static Builders of(String symbol, MeterRegistry meters, Log log) {
    return new Builders(
        new Builder("tiles", symbol, meters, log),
        new Builder("heatmap", symbol, meters, log),
        new Builder("trade_selector", symbol, meters, log),
        new Builder("gex", symbol, meters, log),
        new Builder("exposure", symbol, meters, log),
        new Builder("bias_lfi", symbol, meters, log),
        new Builder("vix_regime", symbol, meters, log),
        new Builder("pin", symbol, meters, log));
  }

  /** All but the builder of tiles, whose figures are kept apart. */
  List<Builder> models() {
    return List.of(heatmap, selector, gamma, exposure, bias, regime, pin);
  }
}
