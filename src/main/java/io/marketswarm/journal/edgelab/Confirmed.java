package io.marketswarm.journal.edgelab;

import io.marketswarm.store.JsonColumn;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/** What the confirmed outcomes of a window amount to. */
final class Confirmed {
  static final List<String> REGIME_DIMENSIONS =
      List.of("regime", "gex_posture", "vol_state", "time_structure", "heatmap_color");

  static final List<String> BIAS_DIMENSIONS =
      List.of("sleep", "focus", "distractions", "body_state", "friction");

  private static final String WON = "structural_win";

  private final LocalDate start;
  private final LocalDate end;
  private final JsonObject regimes = empty(REGIME_DIMENSIONS);
  private final JsonObject biases = empty(BIAS_DIMENSIONS);
  private int sample;
  private int valid;
  private int perPlan;
  private int biased;
  private int mismatched;

  private Confirmed(LocalDate start, LocalDate end) {
    this.start = start;
    this.end = end;
  }

  /** From the rows of {@link EdgeSql#CONFIRMED}. */
  static Confirmed of(RowSet<Row> outcomes, LocalDate start, LocalDate end) {
    Confirmed all = new Confirmed(start, end);
    outcomes.forEach(all::add);
    return all;
  }

  private void add(Row row) {
    String type = row.getString("outcome_type");
    sample++;
    valid += row.getInteger("hypothesis_valid");
    perPlan += row.getInteger("exit_per_plan");
    biased += type.equals("bias_interference") ? 1 : 0;
    mismatched += type.equals("regime_mismatch") ? 1 : 0;
    for (String dimension : REGIME_DIMENSIONS) {
      JsonObject value = within(regimes.getJsonObject(dimension), row.getString(dimension));
      more(value, "sample_size");
      if (type.equals(WON)) {
        more(value, "structural_wins");
      }
    }
    JsonObject state = JsonColumn.object(row, "bias_state");
    for (String dimension : BIAS_DIMENSIONS) {
      if (state != null && state.getValue(dimension) instanceof String felt) {
        JsonObject value = within(biases.getJsonObject(dimension), felt);
        more(value, "sample_size");
        more(within(value, "outcomes"), type);
      }
    }
  }

  int sample() {
    return sample;
  }

  EdgeScore score() {
    return EdgeScore.of(sample, valid, perPlan, biased, mismatched);
  }

  /** How often structures won, by what the market was like. */
  JsonObject regimeCorrelation() {
    JsonObject told = regimes.copy();
    each(
        told,
        value -> {
          int size = value.getInteger("sample_size");
          int wins = value.getInteger("structural_wins", 0);
          boolean few = size < EdgeScore.FEWEST;
          value
              .put("structural_wins", wins)
              .put("insufficient_sample", few)
              .put("structural_validity_rate", few ? null : EdgeScore.share(wins, size));
        });
    return windowed(told);
  }

  /** What became of setups, by how the trader was that day. */
  JsonObject biasOverlay() {
    JsonObject told = biases.copy();
    each(
        told,
        value ->
            value.put("insufficient_sample", value.getInteger("sample_size") < EdgeScore.FEWEST));
    return windowed(told);
  }

  private JsonObject windowed(JsonObject dimensions) {
    return new JsonObject()
        .put("dimensions", dimensions)
        .put("total_records", sample)
        .put(
            "date_range",
            new JsonObject().put("start", start.toString()).put("end", end.toString()));
  }

  private static void each(JsonObject dimensions, Consumer<JsonObject> value) {
    dimensions.forEach(
        dimension ->
            ((JsonObject) dimension.getValue())
                .forEach(entry -> value.accept((JsonObject) entry.getValue())));
  }

  private static JsonObject empty(List<String> dimensions) {
    JsonObject all = new JsonObject();
    dimensions.forEach(dimension -> all.put(dimension, new JsonObject()));
    return all;
  }

  private static JsonObject within(JsonObject parent, String name) {
    JsonObject known = parent.getJsonObject(name);
    if (known == null) {
      known = new JsonObject();
      parent.put(name, known);
    }
    return known;
  }

  private static void more(JsonObject object, String counter) {
    object.put(counter, object.getInteger(counter, 0) + 1);
  }
}
