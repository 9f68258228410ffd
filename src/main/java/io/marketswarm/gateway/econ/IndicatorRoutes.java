package io.marketswarm.gateway.econ;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.rest.Answers;
import io.marketswarm.gateway.rest.Audit;
import io.marketswarm.gateway.rest.Fields;
import io.marketswarm.log.Log;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.JsonBody;
import io.marketswarm.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;

/** Economic indicators, for administrators. */
public final class IndicatorRoutes implements RouteGroup {
  private static final String BASE = "/api/admin/economic-indicators";
  private static final String RESULT = "massive:econ:result:%s:%s";
  private static final Duration RESULT_KEPT = Duration.ofDays(7);
  private static final String UUID = "[0-9a-fA-F-]{36}";
  private static final int LONGEST_KEY = 64;
  private static final int MOST_WINDOW_DAYS = 60;
  private static final int OK = 200;

  private final Edge edge;
  private final Indicators indicators;
  private final ScheduleBuilder schedule;
  private final RedisBus market;
  private final Log log;

  public IndicatorRoutes(Edge edge) {
    this.edge = edge;
    this.market = edge.context().stores().market();
    this.log = edge.context().log();
    this.indicators = new Indicators(edge.context().stores().database());
    this.schedule =
        new ScheduleBuilder(
            edge.context().stores().database(), market, edge.context().clock(), Optional.empty());
  }

  @Override
  public void mount(Router router) {
    router.route(BASE).handler(edge.access().requireAdmin());
    router.route(BASE + "/*").handler(edge.access().requireAdmin());
    router.route(BASE).handler(Audit.changes(log));
    router.route(BASE + "/*").handler(Audit.changes(log));
    router.get(BASE).handler(Answers.with(request -> indicators.list().map(Answers::ok)));
    router.post(BASE).handler(Answers.with(this::add));
    router.get(BASE + "/rolling-schedule").handler(Answers.with(request -> rolling()));
    router.post(BASE + "/build-rolling").handler(Answers.with(this::build));
    router.post(BASE + "/result").handler(Answers.with(this::result));
    router.put(BASE + "/:id").handler(Answers.with(this::change));
    router.delete(BASE + "/:id").handler(Answers.with(this::retire));
  }

  private Future<Reply> add(RoutingContext request) {
    return indicators
        .add(new IndicatorBody(JsonBody.object(request)))
        .onSuccess(added -> tellRefresh())
        .map(Answers::ok);
  }

  private Future<Reply> change(RoutingContext request) {
    return indicators
        .change(id(request), new IndicatorBody(JsonBody.object(request)))
        .onSuccess(changed -> tellRefresh())
        .map(Answers::ok);
  }

  private Future<Reply> retire(RoutingContext request) {
    return indicators.retire(id(request)).onSuccess(retired -> tellRefresh()).map(Answers::ok);
  }

  private static String id(RoutingContext request) {
    String id = request.pathParam("id");
    if (!id.matches(UUID)) {
      throw ApiError.notFound("Indicator not found");
    }
    return id;
  }

  /** The keeper of the schedule hears of it as well. */
  private void tellRefresh() {
    market
        .send(Request.cmd(Command.PUBLISH).arg(ScheduleBuilder.REFRESH).arg("updated"))
        .onFailure(away -> log.warn("changed indicators were not told: " + away.getMessage()));
  }

  private Future<Reply> result(RoutingContext request) {
    JsonObject body = JsonBody.object(request);
    Fields fields = new Fields(body);
    String date = fields.text("date", 10).map(IndicatorRoutes::date).orElseThrow(badDate());
    String key = fields.text("key", LONGEST_KEY).orElse("");
    if (!IndicatorBody.isKey(key)) {
      throw ApiError.badRequest("key must be made of a-z, 0-9, _ and -");
    }
    ReleaseResult result = new ReleaseResult(said(body, "actual"), said(body, "expected"));
    return market
        .send(
            Request.cmd(Command.SET)
                .arg(RESULT.formatted(date, key))
                .arg(result.json().encode())
                .arg("EX")
                .arg(RESULT_KEPT.toSeconds()))
        .map(
            kept ->
                Answers.ok(
                    new JsonObject().put("date", date).put("key", key).mergeIn(result.json())));
  }

  private static String date(String text) {
    try {
      return LocalDate.parse(text).toString();
    } catch (DateTimeException none) {
      throw badDate().get();
    }
  }

  private static Supplier<ApiError> badDate() {
    return () -> ApiError.badRequest("date must be a date (YYYY-MM-DD)");
  }

  /** Amounts come as texts or as numbers. */
  private static String said(JsonObject body, String name) {
    Object value = body.getValue(name);
    if (value instanceof Number || value instanceof String text && !text.isBlank()) {
      String said = value.toString().strip();
      if (said.length() <= LONGEST_KEY) {
        return said;
      }
    }
    throw ApiError.badRequest(name + " is required");
  }

  private Future<Reply> build(RoutingContext request) {
    int days =
        new Fields(JsonBody.objectOrEmpty(request))
            .whole("window_days", 1, MOST_WINDOW_DAYS)
            .orElse(ScheduleBuilder.USUAL_WINDOW_DAYS);
    return schedule
        .build(days)
        .map(
            built ->
                Answers.stamped(
                    OK,
                    new JsonObject()
                        .put("generated_at", built.json().getString("generated_at"))
                        .put("window_start", built.json().getString("window_start"))
                        .put("window_end", built.json().getString("window_end"))
                        .put("event_count", built.schedule().events())));
  }

  private Future<Reply> rolling() {
    return market
        .send(Request.cmd(Command.GET).arg(ScheduleBuilder.KEY))
        .map(IndicatorRoutes::rolling);
  }

  private static Reply rolling(Response stored) {
    return stored == null
        ? Answers.stamped(
            OK,
            new JsonObject()
                .putNull("data")
                .put("message", "No rolling schedule has been built yet"))
        : Answers.ok(new JsonObject(Buffer.buffer(stored.toBytes())));
  }
}
