package io.marketswarm.web.api;

import io.marketswarm.web.ApiError;
import io.marketswarm.web.identity.Caller;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request to an operation, checked against the document.
 *
 * @param parameters of path and query, with the types the document gives them
 * @param body the JSON body; empty when there is none
 */
public record Call(RoutingContext request, Map<String, Object> parameters, JsonObject body) {
  private static final Pattern VERSION = Pattern.compile("(?:W/)?(\"?)(\\d{1,9})\\1");
  private static final String IF_MATCH = "If-Match";

  /** The {@code users.id} of whoever calls, or is called for. */
  public int userId() {
    return caller().userId();
  }

  public Caller caller() {
    return Caller.of(request);
  }

  public String text(String name) {
    return (String) parameters.get(name);
  }

  public Optional<String> find(String name) {
    return Optional.ofNullable(text(name)).filter(value -> !value.isEmpty());
  }

  public int integer(String name, int fallback) {
    return parameters.get(name) instanceof Number number ? number.intValue() : fallback;
  }

  public long whole(String name, long fallback) {
    return parameters.get(name) instanceof Number number ? number.longValue() : fallback;
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(parameters.get(name));
  }

  /** Whether a version was named at all. */
  public boolean namesVersion() {
    return request.request().getHeader(IF_MATCH) != null;
  }

  /** The version the client believes to change; empty when any will do. */
  public OptionalInt expectedVersion() {
    String header = request.request().getHeader(IF_MATCH);
    if (header == null || header.strip().equals("*") || flag("force")) {
      return OptionalInt.empty();
    }
    Matcher version = VERSION.matcher(header.strip());
    if (!version.matches()) {
      throw ApiError.badRequest("Invalid If-Match header");
    }
    return OptionalInt.of(Integer.parseInt(version.group(2)));
  }

  /** Tells the client which version it was given. */
  public void tag(int version) {
    request.response().putHeader("ETag", "\"" + version + "\"");
  }
}
