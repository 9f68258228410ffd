package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.Parsed.fields;
import static io.marketswarm.market.wire.Parsed.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.model.BiasLfi;
import io.marketswarm.market.model.GammaByStrike;
import io.marketswarm.market.model.MarketMode;
import io.marketswarm.market.model.VixRegimeModel;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BiasJsonTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:00:00.125Z");
  private static final GammaByStrike GAMMA =
      GammaByStrike.of(
          new int[] {6800, 6850, 6900, 6950, 7000},
          new double[] {0, 2000, 9000, 12000, 8000},
          new double[] {14000, 7000, 4000, 2000, 0});

  @Test
  void biasCarriesEveryField() {
    BiasLfi bias = BiasLfi.of(NOW, "I:SPX", 6910, GAMMA);
    assertThat(Parsed.object(BiasJson.BIAS_LFI, bias))
        .isEqualTo(
            fields(
                "ts",
                1795186800.125,
                "ts_iso",
                "2026-11-20T15:00:00Z",
                "symbol",
                "I:SPX",
                "spot",
                6910,
                "directional_strength",
                -56.8,
                "lfi_score",
                40.5,
                "market_mode_score",
                58.9,
                "max_call_gex_strike",
                6950,
                "max_put_gex_strike",
                6800,
                "max_net_gex_strike",
                6950,
                "total_call_gex",
                31000,
                "total_put_gex",
                -27000,
                "total_net_gex",
                4000,
                "gex_flip_level",
                6875,
                "flip_above",
                null,
                "flip_below",
                6875,
                "strike_range",
                list(6800, 7000),
                "proximity_bias_adj",
                -49.7,
                "proximity_lfi_adj",
                -29.8,
                "distance_to_flip",
                35,
                "quadrant",
                "downside_acceleration"));
  }

  @Test
  void withoutAFlipItsFieldsAreNull() {
    GammaByStrike positive =
        GammaByStrike.of(new int[] {6900, 6950}, new double[] {5000, 5000}, new double[2]);
    assertThat(Parsed.object(BiasJson.BIAS_LFI, BiasLfi.of(NOW, "I:SPX", 6900, positive)))
        .containsEntry("gex_flip_level", null)
        .containsEntry("flip_below", null)
        .containsEntry("flip_above", null)
        .containsEntry("distance_to_flip", null)
        .containsEntry("total_put_gex", 0.0)
        .containsEntry("quadrant", "false_breakout_risk");
  }

  @Test
  void marketModeIsSmall() {
    MarketMode mode = MarketMode.of(BiasLfi.of(NOW, "I:SPX", 6910, GAMMA));
    assertThat(Parsed.text(BiasJson.MARKET_MODE.bytes(mode)))
        .isEqualTo(
            "{\"ts\":1795186800.125,\"ts_iso\":\"2026-11-20T15:00:00Z\",\"symbol\":\"I:SPX\","
                + "\"score\":58.9,\"mode\":\"transition\"}");
  }

  @Test
  void volatilityRegimeNamesItsSpecial() {
    Instant fullSecond = Instant.parse("2026-11-20T15:00:00Z");
    assertThat(Parsed.text(BiasJson.VIX_REGIME.bytes(VixRegimeModel.of(fullSecond, 26.25, 10))))
        .isEqualTo(
            "{\"ts\":1795186800,\"ts_iso\":\"2026-11-20T15:00:00Z\",\"vix\":26.25,"
                + "\"level\":26.25,\"regime\":\"goldilocks_2\",\"special\":\"batman\"}");
    assertThat(Parsed.object(BiasJson.VIX_REGIME, VixRegimeModel.of(NOW, 20, 10)))
        .containsEntry("special", null)
        .containsEntry("regime", "goldilocks_1");
  }
}
