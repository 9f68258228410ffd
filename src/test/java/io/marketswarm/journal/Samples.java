package io.marketswarm.journal;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.multipart.MultipartForm;
import java.util.List;

/** Bodies that the journal takes. */
final class Samples {
  private Samples() {}

  static JsonObject order() {
    return new JsonObject()
        .put("order_type", "entry")
        .put("symbol", "SPX")
        .put("direction", "long")
        .put("limit_price", 1.5);
  }

  static JsonObject setup() {
    JsonObject setup = new JsonObject().put("setupDate", "2026-11-20");
    for (String dimension :
        List.of(
            "regime",
            "gexPosture",
            "volState",
            "timeStructure",
            "heatmapColor",
            "positionStructure",
            "widthBucket",
            "directionalBias")) {
      setup.put(dimension, "any");
    }
    return setup;
  }

  /** In the spelling that no foreign id is tried in. */
  static JsonObject hypothesis(String setup) {
    return new JsonObject()
        .put("setupId", setup)
        .put("thesis", "t")
        .put("convexity_source", "c")
        .put("failureCondition", "f");
  }

  static JsonObject outcome(String setup) {
    return new JsonObject().put("setup_id", setup).put("outcomeType", "structural_win");
  }

  static JsonObject log(String name) {
    return new JsonObject().put("name", name).put("starting_capital", 25_000);
  }

  static JsonObject strategy() {
    return new JsonObject()
        .put("strategy", "butterfly")
        .put("side", "call")
        .put("strike", 6000)
        .put("width", 20)
        .put("dte", 3)
        .put("expiration", "2027-01-15")
        .put("debit", 2.1);
  }

  static JsonObject idea(String id) {
    JsonObject idea =
        new JsonObject()
            .put("id", id)
            .put("symbol", "I:SPX")
            .put("entry_time", "2026-01-05T15:00:00Z")
            .put("settlement_time", "2026-01-05T21:00:00Z")
            .put("entry_regime", "goldilocks")
            .put("strategy", "butterfly")
            .put("side", "call")
            .put("is_winner", true)
            .put("edge_cases", new JsonArray());
    for (String number :
        List.of(
            "entry_rank",
            "entry_ts",
            "entry_spot",
            "entry_vix",
            "strike",
            "width",
            "dte",
            "debit",
            "max_profit_theoretical",
            "max_pnl",
            "settlement_spot",
            "final_pnl",
            "score_total")) {
      idea.put(number, 1);
    }
    return idea;
  }

  static MultipartForm csv(String text) {
    return MultipartForm.create()
        .binaryFileUpload("file", "trades.csv", Buffer.buffer(text), "text/csv");
  }
}
