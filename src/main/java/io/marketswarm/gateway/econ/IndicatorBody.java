package io.marketswarm.gateway.econ;

import io.marketswarm.gateway.rest.Fields;
import io.marketswarm.store.Assignments;
import io.marketswarm.web.ApiError;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an administrator says of an indicator. */
final class IndicatorBody {
  private static final String KEY = "[a-z0-9][a-z0-9_-]{0,63}";
  private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d";
  private static final int LONGEST_KEY = 64;
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_TEXT = 4_000;
  private static final int LEAST_RATING = 1;
  private static final int MOST_RATING = 10;
  private static final int MOST_ALIASES = 100;
  private static final int TIME_LENGTH = 5;

  private final Fields fields;

  IndicatorBody(JsonObject body) {
    this.fields = new Fields(body);
  }

  static boolean isKey(String text) {
    return text.matches(KEY);
  }

  static String tier(int rating) {
    if (rating >= 9) {
      return "critical";
    }
    if (rating >= 7) {
      return "high";
    }
    return rating >= 5 ? "medium" : "low";
  }

  String key() {
    String key = fields.text("key", LONGEST_KEY).orElseThrow(() -> required("key"));
    if (!isKey(key)) {
      throw ApiError.badRequest("key must be made of a-z, 0-9, _ and -");
    }
    return key;
  }

  String name() {
    return fields.text("name", LONGEST_NAME).orElseThrow(() -> required("name"));
  }

  /** Rounded; whatever is no number from 1 to 10 is refused. */
  int rating() {
    if (fields.body().getValue("rating") == null) {
      throw required("rating");
    }
    boolean number = fields.body().getValue("rating") instanceof Number;
    long rating = number ? Math.round(fields.body().getDouble("rating")) : 0;
    if (rating < LEAST_RATING || rating > MOST_RATING) {
      throw ApiError.badRequest("rating must be a number from 1 to 10");
    }
    return (int) rating;
  }

  Optional<String> description() {
    return fields.text("description", LONGEST_TEXT);
  }

  Optional<String> time() {
    Optional<String> time = fields.text("release_time_et", TIME_LENGTH);
    if (time.isPresent() && !time.get().matches(TIME)) {
      throw ApiError.badRequest("release_time_et must be HH:MM");
    }
    return time;
  }

  Optional<String> cadence() {
    return fields.choice("cadence", ReleaseRule.CADENCES);
  }

  /** As text or as the object itself; kept as text. */
  Optional<String> rule() {
    Object rule = fields.body().getValue("rule_json");
    try {
      if (rule == null || rule instanceof String text && text.isBlank()) {
        return Optional.empty();
      }
      JsonObject object = rule instanceof JsonObject given ? given : new JsonObject((String) rule);
      String text = object.encode();
      if (text.length() <= LONGEST_TEXT) {
        return Optional.of(text);
      }
    } catch (DecodeException | ClassCastException none) {
      // Told below, like what is too long.
    }
    throw ApiError.badRequest("rule_json must be a JSON object");
  }

  /** Without blanks and repetitions. */
  List<String> aliases() {
    JsonArray given = fields.array("aliases").orElseGet(JsonArray::new);
    List<String> aliases = new ArrayList<>();
    for (Object alias : given) {
      if (!(alias instanceof String text) || text.strip().length() > LONGEST_NAME) {
        throw ApiError.badRequest("aliases must be texts of at most 255 characters");
      }
      if (!text.isBlank() && aliases.stream().noneMatch(text.strip()::equalsIgnoreCase)) {
        aliases.add(text.strip());
      }
    }
    if (aliases.size() > MOST_ALIASES) {
      throw ApiError.badRequest("aliases must be at most " + MOST_ALIASES);
    }
    return aliases;
  }

  boolean namesAliases() {
    return fields.has("aliases");
  }

  /** The columns that change; the key is not one of them. */
  Assignments changes() {
    Assignments changes = new Assignments();
    if (fields.has("name")) {
      changes.set("name", name());
    }
    if (fields.has("rating")) {
      changes.set("rating", rating()).set("tier", tier(rating()));
    }
    if (fields.has("description")) {
      changes.set("description", description().orElse(null));
    }
    fields.flag("is_active").ifPresent(active -> changes.set("is_active", active ? 1 : 0));
    if (fields.has("release_time_et")) {
      changes.set("release_time_et", time().orElse(null));
    }
    if (fields.has("cadence")) {
      changes.set("cadence", cadence().orElse(null));
    }
    if (fields.has("rule_json")) {
      changes.set("rule_json", rule().orElse(null));
    }
    return changes;
  }

  private static ApiError required(String name) {
    return ApiError.badRequest(name + " is required");
  }
}
