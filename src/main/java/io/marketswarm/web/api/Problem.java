package io.marketswarm.web.api;

import io.marketswarm.web.ApiError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is wrong with one value a client sent.
 *
 * @param field where it stands, for example {@code legs[2].strike}; empty for the body itself
 * @param problem in words that follow the field, for example {@code must be at least 1}
 */
public record Problem(String field, String problem) {
  private static final int BAD_REQUEST = 400;
  private static final int MOST_TOLD = 50;

  /** All problems in one refusal. */
  public static ApiError refusal(List<Problem> problems) {
    List<Problem> told = problems.subList(0, Math.min(problems.size(), MOST_TOLD));
    JsonArray list = new JsonArray();
    told.forEach(
        one -> list.add(new JsonObject().put("field", one.field()).put("problem", one.problem())));
    return new ApiError(
        BAD_REQUEST,
        told.stream().map(Problem::toString).collect(Collectors.joining("; ")),
        Map.of("problems", list));
  }

  @Override
  public String toString() {
    return (field.isEmpty() ? "the body" : field) + " " + problem;
  }
}
