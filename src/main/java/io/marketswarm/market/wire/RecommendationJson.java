package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.number;
import static io.marketswarm.market.wire.JsonFields.texts;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.Butterfly;
import io.marketswarm.market.model.Opportunity;
import io.marketswarm.market.model.Recommendation;
import io.marketswarm.market.model.TileScore;
import io.marketswarm.market.model.VixSpecial;
import java.io.IOException;

/** Recommendations and scores as the selector's model carries them. */
final class RecommendationJson {
  private RecommendationJson() {}

  static void write(Recommendation recommendation, JsonGenerator out) throws IOException {
    Opportunity opportunity = recommendation.opportunity();
    out.writeStartObject();
    out.writeNumberField("rank", recommendation.rank());
    out.writeStringField("tile_key", recommendation.fly().tileKey());
    out.writeFieldName("score");
    score(recommendation.score(), out);
    out.writeStringField("campaign", recommendation.campaign().id());
    texts(out, "edge_cases", recommendation.edgeCases().stream().map(VixSpecial::id).toList());
    out.writeStringField("r2r_vs_typical", opportunity.versusTypical());
    out.writeStringField("strategy", "butterfly");
    fly(recommendation.fly(), out);
    number(out, "distance_to_gamma_magnet", recommendation.distanceToMagnet());
    out.writeObjectFieldStart("convexity");
    number(out, "convexity_score", opportunity.convexityScore());
    out.writeStringField("r2r_quality", opportunity.quality().id());
    out.writeStringField("r2r_vs_typical", opportunity.versusTypical());
    out.writeStringField("r2r_vs_max", opportunity.versusMax());
    number(out, "ev_per_risk", opportunity.expectedValuePerRisk());
    out.writeBooleanField("ev_positive", opportunity.hasPositiveExpectation());
    out.writeEndObject();
    out.writeEndObject();
  }

  static void score(TileScore score, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("tile_key", score.tileKey());
    number(out, "composite", score.composite());
    number(out, "confidence", score.confidence());
    out.writeObjectFieldStart("components");
    number(out, "r2r", score.rewardToRisk());
    number(out, "convexity", score.convexity());
    number(out, "width_fit", score.widthFit());
    number(out, "gamma_alignment", score.gammaAlignment());
    out.writeEndObject();
    out.writeEndObject();
  }

  /** The fields of the butterfly itself, into an object already begun. */
  static void fly(Butterfly fly, JsonGenerator out) throws IOException {
    out.writeStringField("side", fly.side().id());
    out.writeNumberField("strike", fly.strike());
    out.writeNumberField("width", fly.width());
    out.writeNumberField("dte", fly.dte());
    number(out, "debit", fly.debit());
    number(out, "debit_pct", fly.debitPercent());
    number(out, "max_profit", fly.maxProfit());
    number(out, "max_loss", fly.debit());
    number(out, "r2r_ratio", fly.rewardToRisk());
    number(out, "distance_to_spot", fly.distanceToSpot());
  }
}
