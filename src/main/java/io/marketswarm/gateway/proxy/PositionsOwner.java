package io.marketswarm.gateway.proxy;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which of the two models of positions behind {@code /api/positions} a request is about: the leg
 * model of the edge, or the book model of the journal.
 */
enum PositionsOwner {
  EDGE,
  JOURNAL;

  static final String PATH = "/api/positions";

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Set<String> BOOK_ACTIONS = Set.of("snapshot", "fills", "close");
  private static final Set<String> BOOK_FIELDS = Set.of("status", "tags", "campaignId");

  /** As far as the address tells; creating a position takes a look at its body as well. */
  static PositionsOwner of(HttpMethod method, String path, boolean asksForStatus) {
    String[] segments = path.substring(PATH.length()).split("/");
    if (segments.length < 2) {
      return method == HttpMethod.GET && asksForStatus ? JOURNAL : EDGE;
    }
    String last = segments[segments.length - 1];
    boolean book = UUID.matcher(segments[1]).matches() || BOOK_ACTIONS.contains(last);
    return book ? JOURNAL : EDGE;
  }

  /** Whose position this is that somebody wants to create. */
  static PositionsOwner ofNew(JsonObject position) {
    if (position.containsKey("positionType")) {
      return EDGE;
    }
    JsonArray legs = position.getValue("legs") instanceof JsonArray list ? list : new JsonArray();
    if (anyHas(legs, "instrumentType") || anyHas(legs, "expiry")) {
      return JOURNAL;
    }
    boolean book = BOOK_FIELDS.stream().anyMatch(position::containsKey);
    return book && !anyHas(legs, "expiration") ? JOURNAL : EDGE;
  }

  private static boolean anyHas(JsonArray legs, String field) {
    return legs.stream().anyMatch(leg -> leg instanceof JsonObject json && json.containsKey(field));
  }
}
