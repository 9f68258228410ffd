package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.number;
import static io.marketswarm.market.wire.JsonFields.texts;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.Campaign;
import io.marketswarm.market.model.ScalpCandidate;
import io.marketswarm.market.model.ScalpScore;
import io.marketswarm.market.model.ScalpWindow;
import io.marketswarm.market.model.SelectorModel.Ranking;
import io.marketswarm.market.model.VixSpecial;
import java.io.IOException;
import java.util.List;

/** The gamma scalps as the selector's model carries them. */
final class ScalpJson {
  private ScalpJson() {}

  static void write(Ranking model, JsonGenerator out) throws IOException {
    ScalpWindow window = model.playbook().scalpWindow();
    out.writeObjectFieldStart("gamma_scalp");
    out.writeBooleanField("active", window.isActive());
    window(window, out);
    out.writeArrayFieldStart("candidates");
    for (ScalpCandidate candidate : model.scalps()) {
      candidate(candidate, out);
    }
    out.writeEndArray();
    out.writeNumberField("total_candidates", model.totalScalps());
    out.writeEndObject();
  }

  private static void window(ScalpWindow window, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("window");
    out.writeBooleanField("active", window.isActive());
    if (window.isActive()) {
      number(out, "window_start", window.from());
      number(out, "window_end", window.to());
      number(out, "progress", window.progress());
      number(out, "time_remaining_hrs", window.remainingHours());
      out.writeStringField("urgency", window.urgency().id());
    } else if (window.isAhead()) {
      out.writeStringField("reason", "before_window");
      number(out, "starts_in_hrs", window.startsInHours());
    } else {
      out.writeStringField("reason", "after_window");
    }
    out.writeEndObject();
  }

  private static void candidate(ScalpCandidate candidate, JsonGenerator out) throws IOException {
    ScalpScore score = candidate.score();
    out.writeStartObject();
    out.writeStringField("tile_key", candidate.fly().tileKey());
    number(out, "gamma_scalp_score", score.total());
    out.writeObjectFieldStart("gamma_scalp_details");
    out.writeBooleanField("is_candidate", true);
    texts(out, "disqualify_reasons", List.of());
    number(out, "distance_from_spot", candidate.distanceFromSpot());
    number(out, "distance_pct", candidate.distancePercent());
    out.writeObjectFieldStart("scores");
    number(out, "atm_proximity", score.atmProximity());
    number(out, "width_efficiency", score.widthEfficiency());
    number(out, "debit_cheapness", score.debitCheapness());
    out.writeEndObject();
    out.writeStringField("style", candidate.style().id());
    out.writeArrayFieldStart("target_zones");
    for (int zone : candidate.style().targetZones()) {
      out.writeNumber(zone);
    }
    out.writeEndArray();
    out.writeStringField("hold_tolerance", candidate.style().holdTolerance());
    out.writeEndObject();
    out.writeStringField("campaign", Campaign.TACTICAL.id());
    out.writeStringField("edge_case", VixSpecial.GAMMA_SCALP.id());
    out.writeStringField("strategy", VixSpecial.GAMMA_SCALP.id());
    RecommendationJson.fly(candidate.fly(), out);
    out.writeEndObject();
  }
}
