package io.marketswarm.journal.settings;

import io.vertx.core.json.JsonArray;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The tags every trader begins with.
 *
 * @param group of a state of the day, or null
 * @param system whether it is the system's own and locked
 */
record TagSeeds(String name, String category, String group, String description, boolean system) {
  /** Where tags of a category are offered. */
  static final Map<String, List<String>> SCOPES =
      Map.of(
          "state", List.of("routine"),
          "behavior", List.of("journal", "retro", "process"),
          "process", List.of("journal", "retro", "process"),
          "context", List.of("journal", "retro", "strategy"),
          "insight", List.of("retro", "journal"),
          "strategy", List.of("strategy"),
          "custom", List.of("journal"));

  static final List<TagSeeds> EXAMPLES =
      List.of(
          example("behavior", "overtrading", "More trades than the plan called for"),
          example("behavior", "forced trade", "Entered without a setup"),
          example("behavior", "late entry", "Entered after the moment had passed"),
          example("behavior", "early exit", "Left before the plan said so"),
          example("behavior", "hesitation", "Saw the setup and waited"),
          example("behavior", "impatience", "Did not wait for the setup"),
          example("behavior", "conviction trade", "Entered with a clear thesis"),
          example("behavior", "stayed disciplined", "Kept to the plan under pressure"),
          example("context", "volatility mismatch", "Volatility did not fit the structure"),
          example("context", "regime shift", "The market changed its character"),
          example("context", "thin liquidity", "Few traded, spreads were wide"),
          example("context", "event-driven", "A scheduled event moved the market"),
          example("context", "post-news distortion", "Prices had not settled after news"),
          example("context", "compressed volatility", "Ranges were narrow"),
          example("context", "expanding volatility", "Ranges were growing"),
          example("process", "thesis drift", "The reason for the trade changed on the way"),
          example("process", "ignored context", "The surroundings were left out"),
          example("process", "followed process", "Each step was taken"),
          example("process", "broke rules", "A rule was set aside"),
          example("process", "sizing issue", "The size did not fit the risk"),
          example("process", "risk misread", "The risk was other than thought"),
          example("insight", "clarity moment", "Something became plain"),
          example("insight", "pattern recognized", "Seen before, and recognized"),
          example("insight", "lesson learned", "Worth remembering"),
          example("insight", "worked as expected", "The structure did what it should"),
          example("insight", "failed as expected", "The loss was within the plan"));

  static final List<TagSeeds> STATES =
      List.of(
          state("sleep", "Short Sleep"),
          state("sleep", "Adequate Sleep"),
          state("sleep", "Strong Sleep"),
          state("focus", "Scattered"),
          state("focus", "Centered"),
          state("distractions", "Low Distractions"),
          state("distractions", "Medium Distractions"),
          state("distractions", "High Distractions"),
          state("body", "Tight"),
          state("body", "Neutral"),
          state("body", "Energized"),
          state("friction", "Carryover"),
          state("friction", "Noise"),
          state("friction", "Tension"),
          state("friction", "Time Pressure"));

  private static TagSeeds example(String category, String name, String description) {
    return new TagSeeds(name, category, null, description, false);
  }

  private static TagSeeds state(String group, String name) {
    return new TagSeeds(name, "state", group, "How the day began: " + group, true);
  }

  /** In the order of {@link TagSql#INSERT}. */
  List<Object> values(int user, LocalDateTime now) {
    return Arrays.asList(
        UUID.randomUUID().toString(),
        user,
        name,
        description,
        1,
        category,
        group,
        system ? 1 : 0,
        system ? 1 : 0,
        new JsonArray(SCOPES.get(category)).encode(),
        now,
        now);
  }
}
