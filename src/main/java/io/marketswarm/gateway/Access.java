package io.marketswarm.gateway;

import io.marketswarm.web.ApiError;
import io.marketswarm.web.HeldRequest;
import io.marketswarm.web.gates.Feature;
import io.marketswarm.web.gates.Gate;
import io.marketswarm.web.gates.TierGates;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What a visitor must be, or be given, to use a route. */
public final class Access {
  private static final int FORBIDDEN = 403;

  private final TierGates gates;
  private final Users users;

  Access(TierGates gates, Users users) {
    this.gates = gates;
    this.users = users;
  }

  /** Lets administrators pass, by their role or by the database. */
  public Handler<RoutingContext> requireAdmin() {
    return request -> whenAdmin(request, request::next);
  }

  /** Goes on if the visitor is an administrator, and refuses everybody else. */
  public void whenAdmin(RoutingContext request, Runnable onward) {
    HeldRequest.until(
        request,
        isAdmin(Visitor.of(request)),
        admin -> {
          if (!admin) {
            throw refusal("Admin access required");
          }
          onward.run();
        });
  }

  /** Lets those pass whose tier has the feature. */
  public Handler<RoutingContext> require(Feature feature) {
    return request -> {
      demand(Visitor.of(request), feature);
      request.next();
    };
  }

  /** Refuses a visitor whose tier has no part in a feature. */
  public void demand(Visitor visitor, Feature feature) {
    if (!gate(visitor, feature).allowed()) {
      throw gated(visitor, feature);
    }
  }

  /** Whether a visitor is an administrator; fails while only the database could tell. */
  public Future<Boolean> isAdmin(Visitor visitor) {
    return visitor.identity().isAdministrator()
        ? Future.succeededFuture(true)
        : users.isAdmin(visitor.identity());
  }

  /** What a visitor is given of a feature. */
  public Gate gate(Visitor visitor, Feature feature) {
    return gates.current().check(visitor.tier(), feature);
  }

  /** The refusal of somebody whose tier has no part in a feature. */
  public static ApiError gated(Visitor visitor, Feature feature) {
    String tier = visitor.tier().id();
    return ApiError.whole(
        FORBIDDEN,
        new JsonObject()
            .put("error", "feature_gated")
            .put("feature", feature.id())
            .put("tier", tier)
            .put("message", "This feature is not available for the " + tier + " tier."));
  }

  /** The refusal of somebody whose tier may not enter at the moment. */
  public static ApiError blocked(Visitor visitor) {
    String tier = visitor.tier().id();
    return ApiError.whole(
        FORBIDDEN,
        new JsonObject()
            .put("error", "tier_blocked")
            .put("tier", tier)
            .put("message", "The " + tier + " tier is not currently allowed on this server."));
  }

  private static ApiError refusal(String error) {
    return ApiError.whole(FORBIDDEN, new JsonObject().put("error", error));
  }
}
