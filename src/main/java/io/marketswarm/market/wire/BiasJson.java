package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.number;
import static io.marketswarm.market.wire.JsonFields.numbers;
import static io.marketswarm.market.wire.JsonFields.stamps;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.BiasLfi;
import io.marketswarm.market.model.MarketMode;
import io.marketswarm.market.model.VixRegimeModel;
import io.marketswarm.market.model.VixSpecial;
import java.io.IOException;

/** Bias, market mode and volatility regime as JSON. */
public final class BiasJson {
  public static final JsonShape<BiasLfi> BIAS_LFI = BiasJson::write;
  public static final JsonShape<MarketMode> MARKET_MODE = BiasJson::write;
  public static final JsonShape<VixRegimeModel> VIX_REGIME = BiasJson::write;

  private BiasJson() {}

  private static void write(BiasLfi bias, JsonGenerator out) throws IOException {
    out.writeStartObject();
    stamps(out, bias.ts());
    out.writeStringField("symbol", bias.symbol());
    number(out, "spot", bias.spot());
    number(out, "directional_strength", bias.directionalStrength());
    number(out, "lfi_score", bias.lfiScore());
    number(out, "market_mode_score", bias.marketModeScore());
    out.writeNumberField("max_call_gex_strike", bias.maxCallStrike());
    out.writeNumberField("max_put_gex_strike", bias.maxPutStrike());
    out.writeNumberField("max_net_gex_strike", bias.maxNetStrike());
    number(out, "total_call_gex", bias.totalCallGamma());
    number(out, "total_put_gex", bias.totalPutGamma());
    number(out, "total_net_gex", bias.totalNetGamma());
    number(out, "gex_flip_level", bias.flip());
    number(out, "flip_above", bias.flips().above());
    number(out, "flip_below", bias.flips().below());
    numbers(out, "strike_range", bias.lowestStrike(), bias.highestStrike());
    number(out, "proximity_bias_adj", bias.proximityBiasAdjustment());
    number(out, "proximity_lfi_adj", bias.proximityLfiAdjustment());
    number(out, "distance_to_flip", bias.distanceToFlip());
    out.writeStringField("quadrant", bias.quadrant().id());
    out.writeEndObject();
  }

  private static void write(MarketMode mode, JsonGenerator out) throws IOException {
    out.writeStartObject();
    stamps(out, mode.ts());
    out.writeStringField("symbol", mode.symbol());
    number(out, "score", mode.score());
    out.writeStringField("mode", mode.mode().id());
    out.writeEndObject();
  }

  private static void write(VixRegimeModel model, JsonGenerator out) throws IOException {
    out.writeStartObject();
    stamps(out, model.ts());
    number(out, "vix", model.vix());
    number(out, "level", model.vix());
    out.writeStringField("regime", model.regime().id());
    JsonFields.text(out, "special", id(model.special()));
    out.writeEndObject();
  }

  static String id(VixSpecial special) {
    return special == null ? null : special.id();
  }
}
