package io.marketswarm.gateway.positions;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whose a request under {@code /api/positions} is. Two kinds of positions live there: sets of legs
 * with numbers for ids, which are ours, and book positions with UUIDs, which the journal keeps.
 */
public final class PositionOwner {
  private static final String ROOT = "/api/positions";
  private static final Pattern BOOK_ID =
      Pattern.compile(ROOT + "/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(/.*)?");
  private static final Pattern BOOK_PART = Pattern.compile(ROOT + "/[^/]+/.+");
  private static final Set<String> BOOK_FIELDS = Set.of("status", "tags", "campaignId");
  private static final Set<String> BOOK_LEG_FIELDS = Set.of("instrumentType", "expiry");

  private PositionOwner() {}

  /** Whether the journal answers, as far as can be told without the body. */
  public static boolean isJournals(HttpMethod method, String path, boolean asksForStatus) {
    return BOOK_ID.matcher(path).matches()
        || BOOK_PART.matcher(path).matches()
        || method == HttpMethod.GET && isRoot(path) && asksForStatus;
  }

  /** Whether only the body can tell. */
  public static boolean dependsOnBody(HttpMethod method, String path) {
    return method == HttpMethod.POST && isRoot(path);
  }

  /** Whether a new position is one for the journal's book. */
  public static boolean isJournals(JsonObject body) {
    if (body.containsKey("positionType")) {
      return false;
    }
    JsonArray legs = body.getValue("legs") instanceof JsonArray some ? some : new JsonArray();
    boolean hasBookFields = BOOK_FIELDS.stream().anyMatch(body::containsKey);
    return anyLegHas(legs, BOOK_LEG_FIELDS)
        || hasBookFields && !anyLegHas(legs, Set.of("expiration"));
  }

  private static boolean anyLegHas(JsonArray legs, Set<String> fields) {
    return legs.stream()
        .anyMatch(
            leg ->
                leg instanceof JsonObject object && fields.stream().anyMatch(object::containsKey));
  }

  private static boolean isRoot(String path) {
    return path.equals(ROOT) || path.equals(ROOT + "/");
  }
}
