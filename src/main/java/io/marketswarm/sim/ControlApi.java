package io.marketswarm.sim;

import io.marketswarm.sim.Faults.Kind;
import io.marketswarm.sim.core.OptionDesk.Truth;
import io.marketswarm.sim.core.Scenario;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Steers the simulation; only from this machine. */
final class ControlApi {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

  private static final long MOST_BODY_BYTES = 8 * 1024;
  private static final double MOST_SHOCK_PERCENT = 50;
  private static final int LONGEST_RAMP_SECONDS = 23_400;
  private static final double LONGEST_FAULT_SECONDS = 86_400;
  private static final double USUAL_FAULT_SECONDS = 30;
  private static final long LONGEST_LATENCY_MILLIS = 60_000;

  private final Exchange exchange;
  private final Replies replies;
  private final Steering steering;
  private final FeedServer feed;

  ControlApi(Exchange exchange, Replies replies, Steering steering, FeedServer feed) {
    this.exchange = exchange;
    this.replies = replies;
    this.steering = steering;
    this.feed = feed;
  }

  void mount(Router router) {
    router.route("/sim/*").handler(this::onlyLocal);
    router.route("/sim/*").handler(BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES));
    router.get("/sim/state").handler(this::state);
    router.get("/sim/clock").handler(ctx -> reply(ctx, clock()));
    router.post("/sim/clock").handler(ctx -> finish(ctx, moveClock(body(ctx))));
    router.post("/sim/scenario").handler(ctx -> finish(ctx, scenario(body(ctx))));
    router.post("/sim/shock").handler(ctx -> finish(ctx, shock(body(ctx))));
    router.post("/sim/fault").handler(ctx -> finish(ctx, fault(body(ctx))));
    router.delete("/sim/fault").handler(ctx -> finish(ctx, clearFaults()));
    router.post("/sim/reset").handler(ctx -> finish(ctx, reset(body(ctx))));
    router.get("/sim/truth/:ticker").handler(this::truth);
  }

  /** Neither other machines nor foreign web pages in a local browser may steer. */
  private void onlyLocal(RoutingContext ctx) {
    String origin = ctx.request().getHeader("Origin");
    if (isLoopback(ctx.request().remoteAddress().hostAddress())
        && (origin == null || isLoopback(URI.create(origin).getHost()))) {
      ctx.next();
    } else {
      replies.error(ctx, 403, "The control API answers on this machine only.");
    }
  }

  private static boolean isLoopback(String host) {
    return host != null && LOOPBACK.matcher(host).matches();
  }

  private static JsonObject body(RoutingContext ctx) {
    Buffer body = ctx.body().buffer();
    try {
      return body == null || body.length() == 0 ? new JsonObject() : new JsonObject(body);
    } catch (DecodeException malformed) {
      throw new IllegalArgumentException("the body is not a JSON object", malformed);
    }
  }

  private void finish(RoutingContext ctx, Future<Void> done) {
    done.onSuccess(nothing -> state(ctx)).onFailure(ctx::fail);
  }

  private void reply(RoutingContext ctx, JsonObject body) {
    replies.send(ctx, 200, body.toBuffer());
  }

  private void state(RoutingContext ctx) {
    JsonObject values = new JsonObject();
    for (String symbol : exchange.options().market().underlyings()) {
      values.put(symbol, last(symbol));
    }
    values.put("I:VIX", last("I:VIX"));
    reply(
        ctx,
        new JsonObject()
            .put("clock", clock())
            .put("follows_wall", exchange.market().followsTheWall())
            .put("seed", exchange.market().options().seed())
            .put("scenario", exchange.market().day().scenario().text())
            .put("market_status", exchange.marketStatus())
            .put("step", exchange.market().day().tape().step())
            .put("steps", exchange.market().day().length())
            .put("contracts", exchange.market().day().listing().size())
            .put("values", values)
            .put("clients", feed.clients())
            .put("channels", feed.channels())
            .put("faults", exchange.faults().toJson())
            .put("counters", exchange.counters().toJson()));
  }

  private double last(String symbol) {
    int index = exchange.market().universe().indexOf(symbol).orElseThrow();
    return exchange.market().day().tape().last(index);
  }

  /** The virtual clock as other services read it. */
  JsonObject clock() {
    long wall = exchange.clock().millis();
    return new JsonObject()
        .put("mode", "sim")
        .put("now_ms", exchange.market().clock().simAt(wall))
        .put("speed", exchange.market().clock().speed())
        .put("paused", exchange.market().clock().paused())
        .put("session_date", exchange.market().session().date().toString())
        .put("ts", wall / 1_000.0);
  }

  private Future<Void> moveClock(JsonObject body) {
    Fields fields = new Fields(body);
    return switch (fields.text("action")) {
      case "pause" -> steering.change(market -> market.pause(exchange.clock().millis()));
      case "resume" -> steering.change(market -> market.resume(exchange.clock().millis()));
      case "speed" -> {
        double speed = fields.number("speed");
        yield steering.change(market -> market.speed(exchange.clock().millis(), speed));
      }
      case "seek" ->
          steering.replace(
              market ->
                  market.seek(
                      exchange.clock().millis(), fields.moment("at", market.session().date())));
      default -> throw fields.wrong("action", "pause, resume, speed or seek");
    };
  }

  private Future<Void> scenario(JsonObject body) {
    Fields fields = new Fields(body);
    Scenario scenario =
        Scenario.named(fields.text("name"))
            .orElseThrow(() -> fields.wrong("name", "one of " + Scenario.names()));
    return steering.change(market -> market.turn(scenario));
  }

  private Future<Void> shock(JsonObject body) {
    Fields fields = new Fields(body);
    OptionalInt index = exchange.market().universe().indexOf(fields.text("symbol"));
    if (index.isEmpty() || exchange.market().universe().get(index.getAsInt()).isDerived()) {
      throw fields.wrong("symbol", "an instrument with a price path of its own");
    }
    double percent = fields.number("pct", -MOST_SHOCK_PERCENT, MOST_SHOCK_PERCENT);
    int ramp = (int) fields.number("ramp_sec", 0, LONGEST_RAMP_SECONDS, 0);
    return steering.change(market -> market.shock(index.getAsInt(), percent / 100, ramp));
  }

  private Future<Void> fault(JsonObject body) {
    Fields fields = new Fields(body);
    Kind kind =
        Kind.named(fields.text("kind"))
            .orElseThrow(() -> fields.wrong("kind", "one of " + Kind.names()));
    double rate = fields.number("rate", 0, 1, 1);
    long millis = (long) fields.number("ms", 0, LONGEST_LATENCY_MILLIS, 0);
    double seconds = fields.number("duration_sec", 0, LONGEST_FAULT_SECONDS, USUAL_FAULT_SECONDS);
    int step = exchange.market().day().tape().step();
    exchange.faults().start(kind, rate, millis, seconds, step);
    feed.dropSome();
    return Future.succeededFuture();
  }

  private Future<Void> clearFaults() {
    exchange.faults().clear();
    return Future.succeededFuture();
  }

  private Future<Void> reset(JsonObject body) {
    Fields fields = new Fields(body);
    long seed = fields.whole("seed", exchange.market().options().seed());
    Optional<LocalDate> date = fields.date("date");
    return steering.replace(market -> market.reset(exchange.clock().millis(), seed, date));
  }

  private void truth(RoutingContext ctx) {
    String ticker = ctx.pathParam("ticker");
    OptionalInt contract = exchange.market().day().listing().find(ticker);
    if (contract.isEmpty()) {
      replies.error(ctx, 404, "Options contract not found.");
      return;
    }
    Truth truth = exchange.market().desk().truth(contract.getAsInt());
    replies.send(
        ctx,
        200,
        Json.object(
            json -> {
              json.writeStringField("ticker", ticker);
              json.writeNumberField("spot", truth.spot());
              json.writeNumberField("vix", truth.vix());
              json.writeNumberField("t_years", truth.years());
              json.writeNumberField("theo", truth.valuation().price());
              json.writeNumberField("iv", truth.valuation().iv());
              json.writeObjectFieldStart("greeks");
              OptionJson.greeks(json, truth.valuation().greeks());
              json.writeEndObject();
            }));
  }
}
