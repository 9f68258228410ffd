package io.marketswarm.journal.edgelab;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * What most likely became of a setup, to be confirmed or corrected by whoever traded it.
 *
 * @param outcome one of the types of outcomes
 */
record Suggestion(String outcome, double confidence, String reasoning) {
  private static final Set<String> POOR_SLEEP = Set.of("short", "poor", "low");
  private static final Set<String> LOW_FOCUS = Set.of("scattered", "low", "poor");

  /**
   * @param biasState how the trader was that day, or null when nobody said
   * @param locked whether there was a hypothesis, and it was locked
   */
  static Suggestion of(
      JsonObject biasState, boolean entryDefined, boolean exitDefined, boolean locked) {
    if (strain(biasState) >= 2) {
      return new Suggestion(
          "bias_interference", 0.65, "At least two of friction, sleep and focus were against it");
    }
    if (!entryDefined || !exitDefined) {
      return new Suggestion("execution_error", 0.55, "Entry or exit was not defined beforehand");
    }
    return locked
        ? new Suggestion("structural_win", 0.40, "Nothing speaks against the structure")
        : new Suggestion("execution_error", 0.50, "No hypothesis was locked beforehand");
  }

  private static int strain(JsonObject state) {
    if (state == null) {
      return 0;
    }
    return (is(state, "friction", Set.of("high")) ? 1 : 0)
        + (is(state, "sleep", POOR_SLEEP) ? 1 : 0)
        + (is(state, "focus", LOW_FOCUS) ? 1 : 0);
  }

  private static boolean is(JsonObject state, String dimension, Set<String> bad) {
    return state.getValue(dimension) instanceof String felt && bad.contains(felt);
  }

  JsonObject json() {
    return new JsonObject()
        .put("suggestion", outcome)
        .put("confidence", confidence)
        .put("reasoning", reasoning);
  }
}
