package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.number;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.BiasLfi;
import io.marketswarm.market.model.Playbook;
import io.marketswarm.market.model.SelectorModel.Ranking;
import io.marketswarm.market.model.TradingSession;
import java.io.IOException;
import java.util.function.ToDoubleFunction;

/** The indicators behind a ranking, flat, for those who record why a trade was recommended. */
final class IndicatorJson {
  private IndicatorJson() {}

  static void write(Ranking model, JsonGenerator out) throws IOException {
    Playbook playbook = model.playbook();
    number(out, "spot", model.spot());
    SelectorJson.volatility(playbook, out);
    out.writeStringField("session", playbook.session().id());
    session(playbook, out);
    number(out, "expected_move_0dte", model.expectedMove().today());
    number(out, "expected_move_1dte", model.expectedMove().tomorrow());
    number(out, "em_breach_probability", model.breach().probability());
    number(out, "em_breach_pct", model.breach().percent());
    out.writeStringField("em_breach_likelihood", model.breach().likelihood().id());
    out.writeNumberField("ideal_width_min", playbook.ideal().minWidth());
    out.writeNumberField("ideal_width_max", playbook.ideal().maxWidth());
    out.writeNumberField("ideal_dte_min", playbook.ideal().minDte());
    out.writeNumberField("ideal_dte_max", playbook.ideal().maxDte());
    number(out, "decay_factor", playbook.decayFactor());
    number(out, "max_debit_pct", Playbook.MAX_DEBIT_SHARE * 100);
    bias(model.bias(), out);
  }

  private static void session(Playbook playbook, JsonGenerator out) throws IOException {
    TradingSession session = playbook.session();
    out.writeObjectFieldStart("session_info");
    out.writeStringField("name", session.id());
    if (session.isTraded()) {
      number(out, "start", session.from());
      number(out, "end", session.to());
      out.writeBooleanField("is_entry_optimal", session.isEntryOptimal());
      out.writeBooleanField("is_exercise_window", session.isExerciseWindow(playbook.hour()));
      out.writeBooleanField("is_outlier_zone", session.isOutlierZone());
    } else {
      out.writeBooleanField("is_entry_optimal", false);
    }
    out.writeEndObject();
  }

  private static void bias(BiasLfi bias, JsonGenerator out) throws IOException {
    SelectorJson.levels(bias, out);
    of(bias, "flip_above", model -> model.flips().above(), out);
    of(bias, "flip_below", model -> model.flips().below(), out);
    of(bias, "directional_strength", BiasLfi::directionalStrength, out);
    of(bias, "lfi_score", BiasLfi::lfiScore, out);
    of(bias, "market_mode_score", BiasLfi::marketModeScore, out);
    of(bias, "total_net_gex", BiasLfi::totalNetGamma, out);
    of(bias, "max_call_gex_strike", BiasLfi::maxCallStrike, out);
    of(bias, "max_put_gex_strike", BiasLfi::maxPutStrike, out);
  }

  private static void of(
      BiasLfi bias, String name, ToDoubleFunction<BiasLfi> value, JsonGenerator out)
      throws IOException {
    number(out, name, bias == null ? Double.NaN : value.applyAsDouble(bias));
  }
}
