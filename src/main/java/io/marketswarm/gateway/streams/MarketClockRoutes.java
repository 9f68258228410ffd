package io.marketswarm.gateway.streams;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.MarketTime;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.Visitor;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.ClientPool;
import io.marketswarm.web.JsonBody;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What time it is for the market and, where the market is simulated or replayed, the hand on its
 * clock: everybody's in development, administrators' in production.
 */
public final class MarketClockRoutes implements RouteGroup {
  private static final String PATH = "/api/market/clock";
  private static final String EXCHANGE = "massive:sim:endpoint";
  private static final String REPLAY_CONTROL = "massive:replay:control";
  private static final String PRODUCTION = "production";
  private static final String SIM = "sim";
  private static final List<String> SCENARIOS =
      List.of(
          "calm",
          "normal",
          "trend_up",
          "trend_down",
          "volatile",
          "crash",
          "pin",
          "gap_down",
          "flat",
          "halt");
  private static final Set<String> STEPS = Set.of("pause", "resume", "speed", "seek");

  /** A replay calls some of the same things by other names. */
  private static final Map<String, String> REPLAYED =
      Map.of("resume", "play", "pause", "pause", "speed", "speed", "seek", "seek");

  private static final int CONFLICT = 409;
  private static final int BAD_GATEWAY = 502;
  private static final long PATIENCE_MILLIS = 5_000;

  private final Edge edge;
  private final RedisBus market;
  private final HttpClient client;
  private StreamHall hall;

  public MarketClockRoutes(Edge edge) {
    this.edge = edge;
    this.market = edge.context().stores().market();
    this.client = edge.vertx().createHttpClient(ClientPool.small());
  }

  @Override
  public Future<?> open() {
    return StreamHall.open(edge).onSuccess(opened -> hall = opened);
  }

  @Override
  public Future<?> close() {
    return Future.join(client.close(), hall == null ? Future.succeededFuture() : hall.close());
  }

  @Override
  public void mount(Router router) {
    router.get(PATH).handler(this::tell);
    router.post(PATH).handler(this::steer);
  }

  private void tell(RoutingContext request) {
    mayControl(request)
        .onSuccess(may -> request.json(answer(hall.time(), may)))
        .onFailure(request::fail);
  }

  private static JsonObject answer(MarketTime time, boolean mayControl) {
    JsonObject data = time.json().put("controllable", mayControl && time.isUnreal());
    if (time.mode().equals(SIM)) {
      data.put("scenarios", new JsonArray(SCENARIOS));
    }
    return new JsonObject()
        .put("success", true)
        .put("data", data)
        .put("ts", System.currentTimeMillis());
  }

  private Future<Boolean> mayControl(RoutingContext request) {
    return edge.context().node().env().equals(PRODUCTION)
        ? edge.access().isAdmin(Visitor.of(request)).otherwise(false)
        : Future.succeededFuture(true);
  }

  private void steer(RoutingContext request) {
    JsonObject order = JsonBody.object(request);
    mayControl(request)
        .compose(
            may ->
                may
                    ? obey(order)
                    : Future.failedFuture(new ApiError(403, "Only administrators may steer")))
        .onSuccess(done -> request.json(answer(hall.time(), true)))
        .onFailure(request::fail);
  }

  private Future<Void> obey(JsonObject order) {
    String action = String.valueOf(order.getValue("action"));
    if (!hall.time().isUnreal()) {
      return Future.failedFuture(new ApiError(CONFLICT, "The real market is not steered"));
    }
    if (hall.time().mode().equals(SIM)) {
      return simulate(action, order);
    }
    return STEPS.contains(action)
        ? replay(action, order)
        : Future.failedFuture(unknown(action, "pause, resume, speed or seek"));
  }

  private Future<Void> simulate(String action, JsonObject order) {
    if (action.equals("scenario")) {
      String name = String.valueOf(order.getValue("name"));
      return SCENARIOS.contains(name)
          ? exchange("/sim/scenario", new JsonObject().put("name", name))
          : Future.failedFuture(unknown(name, String.join(", ", SCENARIOS)));
    }
    return STEPS.contains(action)
        ? exchange("/sim/clock", order)
        : Future.failedFuture(unknown(action, "pause, resume, speed, seek or scenario"));
  }

  private static ApiError unknown(String found, String allowed) {
    return ApiError.badRequest("found " + found + ", allowed: " + allowed);
  }

  private Future<Void> replay(String action, JsonObject order) {
    JsonObject command = order.copy().put("cmd", REPLAYED.get(action));
    command.remove("action");
    return market
        .send(Request.cmd(Command.PUBLISH).arg(REPLAY_CONTROL).arg(command.encode()))
        .mapEmpty();
  }

  private Future<Void> exchange(String path, JsonObject order) {
    return market
        .send(Request.cmd(Command.GET).arg(EXCHANGE))
        .compose(
            told ->
                told == null
                    ? Future.failedFuture(new ApiError(BAD_GATEWAY, "The exchange is away"))
                    : send(new JsonObject(told.toString()).getString("rest") + path, order));
  }

  private Future<Void> send(String url, JsonObject order) {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(url)
            .putHeader("Content-Type", "application/json")
            .setTimeout(PATIENCE_MILLIS);
    return client
        .request(request)
        .compose(sent -> sent.send(order.toBuffer()))
        .recover(away -> Future.failedFuture(new ApiError(BAD_GATEWAY, "The exchange is away")))
        .compose(
            answer ->
                answer.statusCode() < 400
                    ? Future.succeededFuture()
                    : answer.body().compose(why -> Future.failedFuture(refused(why.toString()))));
  }

  private static ApiError refused(String why) {
    return ApiError.badRequest("The exchange refused: " + why);
  }
}
