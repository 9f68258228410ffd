package io.marketswarm.journal.edgelab;

import io.marketswarm.web.api.Problem;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Bodies of the edge lab come in either spelling. */
final class Spelling {
  private Spelling() {}

  /** The same in snake case. */
  static JsonObject snake(JsonObject body) {
    JsonObject same = new JsonObject();
    body.forEach(
        field ->
            same.put(
                field.getKey().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT),
                field.getValue()));
    return same;
  }

  static void require(JsonObject body, List<String> fields) {
    List<Problem> problems =
        fields.stream()
            .filter(field -> body.getValue(field) == null)
            .map(field -> new Problem(field, "is required"))
            .toList();
    if (!problems.isEmpty()) {
      throw Problem.refusal(problems);
    }
  }

  static int flag(JsonObject body, String field) {
    return Boolean.TRUE.equals(body.getBoolean(field)) ? 1 : 0;
  }
}
