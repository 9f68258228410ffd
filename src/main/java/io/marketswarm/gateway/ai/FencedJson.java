package io.marketswarm.gateway.ai;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON in what a language model says: bare, in a fenced block, or among words. */
public final class FencedJson {
  private static final Pattern FENCED =
      Pattern.compile("```(?:json)?\\s*(\\{.*?})\\s*```", Pattern.DOTALL);

  private FencedJson() {}

  /** The object; empty when there is none. */
  public static Optional<JsonObject> in(String text) {
    Matcher fenced = FENCED.matcher(text);
    if (fenced.find()) {
      return parse(fenced.group(1));
    }
    int from = text.indexOf('{');
    int to = text.lastIndexOf('}');
    return from >= 0 && to > from ? parse(text.substring(from, to + 1)) : Optional.empty();
  }

  private static Optional<JsonObject> parse(String json) {
    try {
      return Optional.of(new JsonObject(json));
    } catch (DecodeException | ClassCastException none) {
      return Optional.empty();
    }
  }
}
