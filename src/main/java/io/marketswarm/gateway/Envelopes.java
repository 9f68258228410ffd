package io.marketswarm.gateway;

import io.marketswarm.store.DatabaseAway;
import io.marketswarm.store.StoreAway;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.ErrorShape;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** What errors look like in each of the three families of routes, which grew up apart. */
enum Envelopes implements ErrorShape {
  /** {@code {"success":false,"error":"..."}}: models, positions, imports and whatever else. */
  DATA("Database not available") {
    @Override
    JsonObject told(String message) {
      return new JsonObject().put("success", false).put("error", message);
    }
  },
  /** {@code {"detail":"..."}}: sign-in and profile. */
  PERSON("Database not available") {
    @Override
    JsonObject told(String message) {
      return new JsonObject().put("detail", message);
    }
  },
  /** {@code {"error":"..."}}: administration. */
  ADMIN("Database unavailable") {
    @Override
    JsonObject told(String message) {
      return new JsonObject().put("error", message);
    }
  };

  private static final List<String> PERSONAL = List.of("/api/auth/", "/api/profile/");
  private static final Set<String> SHORT_TWINS = Set.of("/api/me", "/api/sso", "/api/logout");
  private static final List<String> ADMINISTRATIVE = List.of("/api/admin/", "/api/tier-gates/");
  private static final String INVALID_JSON = "Invalid JSON";

  private final String databaseAway;

  Envelopes(String databaseAway) {
    this.databaseAway = databaseAway;
  }

  static Envelopes at(String path) {
    if (SHORT_TWINS.contains(path) || PERSONAL.stream().anyMatch(path::startsWith)) {
      return PERSON;
    }
    return ADMINISTRATIVE.stream().anyMatch(path::startsWith) ? ADMIN : DATA;
  }

  abstract JsonObject told(String message);

  @Override
  public JsonObject body(ApiError error, String requestId) {
    JsonObject body = told(error.getMessage());
    if (error.getMessage().equals(INVALID_JSON)) {
      // Clients of all three read it, wherever they look for it.
      body = new JsonObject().put("error", INVALID_JSON).put("detail", INVALID_JSON);
      body.put("success", false);
    }
    error.details().forEach(body::put);
    return body;
  }

  @Override
  public String away(StoreAway store) {
    return store instanceof DatabaseAway
        ? databaseAway
        : "The server cannot reach its data; try again in a moment";
  }
}
