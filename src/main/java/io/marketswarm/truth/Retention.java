package io.marketswarm.truth;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How long keys live and how long streams grow, as far as the document says. */
public final class Retention {
  private final List<Rule> rules;

  private Retention(List<Rule> rules) {
    this.rules = rules;
  }

  private record Rule(KeyPattern keys, OptionalLong maxLength, OptionalLong ttlSeconds) {}

  /** Reads {@code {"<key pattern>": {"maxlen": n, "ttl_sec": n}}}; earlier blocks win. */
  static Retention of(List<JsonObject> blocks) {
    List<Rule> rules = new ArrayList<>();
    for (JsonObject block : blocks) {
      for (Map.Entry<String, Object> entry : block) {
        if (entry.getValue() instanceof JsonObject limits) {
          rules.add(
              new Rule(
                  KeyPattern.of(entry.getKey()),
                  positive(limits, entry.getKey(), "maxlen"),
                  positive(limits, entry.getKey(), "ttl_sec")));
        }
      }
    }
    rules.sort(Comparator.comparingInt((Rule rule) -> rule.keys().exactness()).reversed());
    return new Retention(rules);
  }

  /** The length a stream or list may have. */
  public long maxLength(String key, long fallback) {
    return rules.stream()
        .filter(rule -> rule.keys().covers(key) && rule.maxLength().isPresent())
        .findFirst()
        .map(rule -> rule.maxLength().getAsLong())
        .orElse(fallback);
  }

  /** The life of a key. */
  public Duration ttl(String key, Duration fallback) {
    Optional<Rule> rule =
        rules.stream()
            .filter(each -> each.keys().covers(key) && each.ttlSeconds().isPresent())
            .findFirst();
    return rule.map(each -> Duration.ofSeconds(each.ttlSeconds().getAsLong())).orElse(fallback);
  }

  private static OptionalLong positive(JsonObject limits, String pattern, String name) {
    Object value = limits.getValue(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (!(value instanceof Number number) || number.longValue() < 1) {
      throw new TruthException("retention of " + pattern + ": " + name + " is " + value);
    }
    return OptionalLong.of(number.longValue());
  }
}
