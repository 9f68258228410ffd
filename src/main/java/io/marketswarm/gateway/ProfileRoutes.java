package io.marketswarm.gateway;

import io.marketswarm.store.DatabaseAway;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.JsonBody;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A person's own profile and settings. Each route stands under two names. */
final class ProfileRoutes implements RouteGroup {
  private static final List<String> BASES = List.of("/api/profile", "/api/auth/profile");
  private static final Pattern SCREEN_NAME = Pattern.compile("[A-Za-z0-9_\\- \\t]{1,100}");
  private static final int LONGEST_ZONE = 64;

  private final Profiles profiles;

  ProfileRoutes(Edge edge) {
    this.profiles = new Profiles(edge.context().stores().database());
  }

  @Override
  public void mount(Router router) {
    for (String base : BASES) {
      router.get(base + "/me").handler(this::me);
      router.put(base + "/timezone").handler(this::setTimezone);
      router.get(base + "/leaderboard-settings").handler(this::leaderboardSettings);
      router.patch(base + "/leaderboard-settings").handler(this::changeLeaderboardSettings);
    }
  }

  private void me(RoutingContext request) {
    Visitor visitor = Visitor.of(request);
    Identity who = visitor.identity();
    visitor
        .id()
        .compose(present -> profiles.find(who))
        .map(found -> found.orElseThrow(() -> ApiError.notFound("Profile not found")))
        .recover(
            cause ->
                cause instanceof DatabaseAway
                    ? Future.succeededFuture(withoutDatabase(who))
                    : Future.failedFuture(cause))
        .onSuccess(profile -> answer(request, profile))
        .onFailure(request::fail);
  }

  /** What the session says by itself. */
  private static JsonObject withoutDatabase(Identity who) {
    return new JsonObject()
        .put("email", who.email())
        .put("display_name", who.name())
        .put("issuer", who.issuer())
        .put("roles", new JsonArray(who.roles()))
        .put("is_admin", who.isAdministrator());
  }

  private void setTimezone(RoutingContext request) {
    String zone = zone(JsonBody.object(request).getValue("timezone"));
    Visitor visitor = Visitor.of(request);
    visitor
        .id()
        .compose(present -> profiles.setTimezone(visitor.identity(), zone))
        .onSuccess(
            set -> answer(request, new JsonObject().put("success", true).put("timezone", zone)))
        .onFailure(cause -> request.fail(explained(cause)));
  }

  private static Throwable explained(Throwable cause) {
    return cause instanceof DatabaseAway || cause instanceof ApiError
        ? cause
        : new ApiError(500, "Failed to update timezone");
  }

  private static String zone(Object given) {
    if (given == null || given instanceof String text && text.isBlank()) {
      return null;
    }
    if (given instanceof String text && text.length() <= LONGEST_ZONE && isZone(text.strip())) {
      return text.strip();
    }
    throw ApiError.badRequest("Invalid timezone");
  }

  private static boolean isZone(String text) {
    try {
      return ZoneId.getAvailableZoneIds().contains(ZoneId.of(text).getId());
    } catch (DateTimeException unknown) {
      return false;
    }
  }

  private void leaderboardSettings(RoutingContext request) {
    Visitor visitor = Visitor.of(request);
    visitor
        .id()
        .compose(present -> profiles.leaderboardSettings(visitor.identity()))
        .onSuccess(found -> answerSettings(request, found))
        .onFailure(request::fail);
  }

  private void changeLeaderboardSettings(RoutingContext request) {
    JsonObject change = JsonBody.object(request);
    Optional<String> name = Optional.ofNullable(screenName(change));
    Object show = change.getValue("showScreenName");
    if (show != null && !(show instanceof Boolean)) {
      throw ApiError.badRequest("showScreenName must be true or false");
    }
    Visitor visitor = Visitor.of(request);
    Identity who = visitor.identity();
    visitor
        .id()
        .compose(present -> requireFree(who, name))
        .compose(
            free ->
                change.containsKey("screenName")
                    ? profiles.setScreenName(who, name.orElse(null))
                    : Future.succeededFuture(true))
        .compose(
            set ->
                show instanceof Boolean shown
                    ? profiles.setShowScreenName(who, shown)
                    : Future.succeededFuture(set))
        .compose(set -> profiles.leaderboardSettings(who))
        .onSuccess(found -> answerSettings(request, found))
        .onFailure(request::fail);
  }

  private Future<Void> requireFree(Identity who, Optional<String> name) {
    return name.map(
            asked ->
                profiles
                    .isScreenNameTaken(who, asked)
                    .<Void>compose(
                        taken ->
                            taken
                                ? Future.failedFuture(
                                    ApiError.badRequest("That screen name is taken"))
                                : Future.succeededFuture()))
        .orElse(Future.succeededFuture());
  }

  private static String screenName(JsonObject change) {
    Object given = change.getValue("screenName");
    if (given == null || given instanceof String text && text.isBlank()) {
      return null;
    }
    if (given instanceof String text && SCREEN_NAME.matcher(text.strip()).matches()) {
      return text.strip();
    }
    throw ApiError.badRequest(
        "A screen name has at most 100 letters, digits, spaces, dashes and underscores");
  }

  private static void answerSettings(RoutingContext request, Optional<JsonObject> settings) {
    if (settings.isEmpty()) {
      throw ApiError.notFound("Settings not found");
    }
    answer(request, settings.get());
  }

  private static void answer(RoutingContext request, JsonObject body) {
    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    request.json(body);
  }
}
