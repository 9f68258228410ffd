package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.number;
import static io.marketswarm.market.wire.JsonFields.stamps;
import static io.marketswarm.market.wire.JsonFields.text;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.BiasLfi;
import io.marketswarm.market.model.BreachOdds;
import io.marketswarm.market.model.ExpectedMove;
import io.marketswarm.market.model.Playbook;
import io.marketswarm.market.model.Recommendation;
import io.marketswarm.market.model.SelectorModel;
import io.marketswarm.market.model.SelectorModel.Ranking;
import io.marketswarm.market.model.SelectorModel.Silent;
import io.marketswarm.market.model.TileScore;
import java.io.IOException;

/** The trade selector's model as JSON. */
public final class SelectorJson {
  public static final JsonShape<SelectorModel> SELECTOR = SelectorJson::write;

  private static final double MAX_DEBIT_PERCENT = Playbook.MAX_DEBIT_SHARE * 100;

  /** Parts that never change, written once by hand. */
  private static final String SCORING =
      """
      {"weights":{"convexity":0.4,"r2r":0.25,"width_fit":0.2,"gamma_alignment":0.15},\
      "hard_filter":"debit <= 10.0% of width",\
      "ml_enabled":false,"ml_weight":0.0,"ml_scored_count":0}""";

  private static final String CAMPAIGNS =
      """
      {"0dte_tactical":{"dte_range":[0,2],"r2r_typical":[9,18],"debit_pct_range":[0.07,0.1],\
      "frequency":"3-7/week"},\
      "convex_stack":{"dte_range":[3,5],"r2r_typical":[15,30],"debit_pct_range":[0.05,0.07],\
      "frequency":"2/week overlapping"},\
      "sigma_drift":{"dte_range":[5,10],"r2r_typical":[20,50],"debit_pct_range":[0.03,0.05],\
      "frequency":"6/month"}}""";

  private static final String PAYOFF_ZONES =
      """
      {"zone_0":{"probability":0.5,"return_range":[0,0],"label":"Loss"},\
      "zone_1":{"probability":0.375,"return_range":[0.5,2.5],"label":"Standard Win"},\
      "zone_2":{"probability":0.1,"return_range":[2.5,4.5],"label":"Strong Win"},\
      "zone_3":{"probability":0.025,"return_range":[8.0,19.0],"label":"Pin Trade"}}""";

  private SelectorJson() {}

  private static void write(SelectorModel model, JsonGenerator out) throws IOException {
    out.writeStartObject();
    stamps(out, model.ts());
    out.writeStringField("symbol", model.symbol());
    if (model instanceof Ranking ranking) {
      ranking(ranking, out);
    } else if (model instanceof Silent silent) {
      silent(silent, out);
    }
    out.writeEndObject();
  }

  private static void silent(Silent model, JsonGenerator out) throws IOException {
    number(out, "spot", model.spot());
    volatility(model.playbook(), out);
    out.writeStringField("error", model.reason());
    out.writeArrayFieldStart("recommendations");
    out.writeEndArray();
    out.writeObjectFieldStart("scores");
    out.writeEndObject();
    out.writeNumberField("total_scored", 0);
  }

  private static void ranking(Ranking model, JsonGenerator out) throws IOException {
    Playbook playbook = model.playbook();
    number(out, "spot", model.spot());
    volatility(playbook, out);
    raw(out, "scoring", SCORING);
    raw(out, "campaigns", CAMPAIGNS);
    playbook(playbook, out);
    edgeCases(playbook, out);
    expectedMove(model.expectedMove(), model.breach(), out);
    ScalpJson.write(model, out);
    levels(model.bias(), out);
    out.writeObjectFieldStart("indicator_snapshot");
    IndicatorJson.write(model, out);
    out.writeEndObject();
    out.writeObjectFieldStart("scores");
    for (TileScore score : model.scores()) {
      out.writeFieldName(score.tileKey());
      RecommendationJson.score(score, out);
    }
    out.writeEndObject();
    out.writeArrayFieldStart("recommendations");
    for (Recommendation recommendation : model.recommendations()) {
      RecommendationJson.write(recommendation, out);
    }
    out.writeEndArray();
    out.writeNumberField("total_scored", model.totalScored());
    out.writeNumberField("filtered_by_debit_rule", model.filteredByDebit());
  }

  static void volatility(Playbook playbook, JsonGenerator out) throws IOException {
    number(out, "vix", playbook.vix());
    out.writeStringField("vix_regime", playbook.regime().id());
    text(out, "vix_special", BiasJson.id(playbook.special()));
  }

  /** Magnet and zero gamma, null without a bias model. */
  static void levels(BiasLfi bias, JsonGenerator out) throws IOException {
    number(out, "gamma_magnet", bias == null ? Double.NaN : bias.maxNetStrike());
    number(out, "zero_gamma", bias == null ? Double.NaN : bias.flip());
  }

  private static void playbook(Playbook playbook, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("playbook");
    out.writeStringField("regime", playbook.regime().id());
    out.writeStringField("session", playbook.session().id());
    out.writeStringField("ideal_width", playbook.ideal().widths());
    out.writeStringField("ideal_dte", playbook.ideal().dtes());
    number(out, "max_debit_pct", MAX_DEBIT_PERCENT);
    number(out, "decay_factor", playbook.decayFactor());
    out.writeBooleanField("entry_optimal", playbook.session().isEntryOptimal());
    out.writeBooleanField("exercise_window", playbook.session().isExerciseWindow(playbook.hour()));
    out.writeBooleanField("outlier_zone", playbook.session().isOutlierZone());
    out.writeEndObject();
  }

  private static void edgeCases(Playbook playbook, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("edge_cases");
    out.writeBooleanField("batman_available", playbook.isBatman());
    out.writeBooleanField("timewarp_available", playbook.isTimewarp());
    out.writeBooleanField("gamma_scalp_active", playbook.scalpWindow().isActive());
    out.writeEndObject();
  }

  private static void expectedMove(ExpectedMove move, BreachOdds breach, JsonGenerator out)
      throws IOException {
    out.writeObjectFieldStart("expected_move");
    number(out, "em_0dte", move.today());
    number(out, "em_1dte", move.tomorrow());
    number(out, "em_upper", move.upper());
    number(out, "em_lower", move.lower());
    out.writeObjectFieldStart("breach");
    number(out, "breach_probability", breach.probability());
    number(out, "breach_pct", breach.percent());
    out.writeStringField("likelihood", breach.likelihood().id());
    out.writeStringField("color", breach.likelihood().color());
    out.writeObjectFieldStart("factors");
    number(out, "base_rate", BreachOdds.BASE_RATE);
    number(out, "regime_mult", breach.regimeFactor());
    number(out, "session_mult", breach.sessionFactor());
    number(out, "vix_mult", breach.vixFactor());
    out.writeEndObject();
    out.writeEndObject();
    raw(out, "payoff_zones", PAYOFF_ZONES);
    out.writeEndObject();
  }

  private static void raw(JsonGenerator out, String name, String json) throws IOException {
    out.writeFieldName(name);
    out.writeRawValue(json);
  }
}
