package io.marketswarm.gateway.admin;

import io.marketswarm.gateway.Clients;
import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.models.MarketView;
import io.marketswarm.gateway.models.Model;
import io.marketswarm.gateway.models.ModelKeys;
import io.marketswarm.gateway.models.ModelShape;
import io.marketswarm.gateway.models.Moments;
import io.marketswarm.gateway.models.TopFields;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.Stores;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Whether everything that should be moving moves: models, services, stores, streams. */
final class Diagnosis {
  private static final Map<String, String> SYMBOLS = Map.of("I:SPX", "SPX", "I:NDX", "NDX");
  private static final String HEARTBEATS = "*:heartbeat";
  private static final String STEP = "1000";
  private static final double NANOS_PER_MILLI = 1e6;

  private final Edge edge;
  private final Stores stores;
  private final MarketView market;
  private final Instant now = Instant.now();

  Diagnosis(Edge edge, MarketView market) {
    this.edge = edge;
    this.stores = edge.context().stores();
    this.market = market;
  }

  Future<JsonObject> make() {
    Future<JsonObject> data = data();
    Future<JsonObject> global = global();
    Future<JsonObject> services = services();
    Future<JsonObject> tests = tests();
    return Future.all(data, global, services, tests)
        .map(
            read ->
                new JsonObject()
                    .put("ts", now.toEpochMilli())
                    .put("redis", redis())
                    .put("data", data.result().put("global", global.result()))
                    .put("services", services.result())
                    .put("streams", Clients.of(edge.vertx()).json())
                    .put("models", models())
                    .put("tests", tests.result()));
  }

  private JsonObject redis() {
    boolean up = stores.market().up();
    JsonObject redis = new JsonObject().put("connected", up);
    if (!up) {
      redis.put("error", "market-redis is away");
    }
    for (RedisBus bus : stores.buses()) {
      redis.put(bus.name().role(), bus.up() ? "up" : "down");
    }
    return redis;
  }

  private JsonObject models() {
    double[] poll = market.models().pollMillis();
    return new JsonObject()
        .put("known", market.models().count())
        .put("heatmaps", market.heatmaps().symbols().size())
        .put("listening", market.models().isHearing())
        .put("poll_ms", new JsonObject().put("p50", poll[0]).put("p99", poll[1]));
  }

  private Future<JsonObject> data() {
    JsonObject data = new JsonObject();
    List<Future<?>> read = new ArrayList<>();
    SYMBOLS.forEach(
        (symbol, alias) ->
            read.add(
                ofSymbol(symbol).onSuccess(found -> data.put(symbol, found).put(alias, found))));
    return Future.all(read).map(data);
  }

  private Future<JsonObject> ofSymbol(String symbol) {
    Future<Optional<Model>> spot = read(ModelKeys.spot(symbol));
    Future<Optional<Model>> heatmap = quietly(market.heatmaps().snapshot(symbol));
    Future<Optional<Model>> calls = read(ModelKeys.calls(symbol));
    Future<Optional<Model>> puts = read(ModelKeys.puts(symbol));
    Future<Optional<Model>> selector = read(ModelKeys.selector(symbol));
    return Future.all(spot, heatmap, calls, puts, selector)
        .compose(read -> shape(heatmap.result(), selector.result()))
        .map(
            shape ->
                new JsonObject()
                    .put("spot", value(spot.result()))
                    .put(
                        "heatmap",
                        about(heatmap.result()).put("tileCount", shape.getValue("tiles")))
                    .put("gex", newer(calls.result(), puts.result()))
                    .put(
                        "trade_selector",
                        about(selector.result())
                            .put("recommendationCount", shape.getValue("recommendations"))
                            .put(
                                "vix_regime",
                                selector.result().map(m -> text(m, "vix_regime")).orElse(null))));
  }

  /** Counting reads a model to its end, which event loops have no time for. */
  private Future<JsonObject> shape(Optional<Model> heatmap, Optional<Model> selector) {
    return edge.vertx()
        .executeBlocking(
            () ->
                new JsonObject()
                    .put("tiles", heatmap.map(m -> ModelShape.count(m, "tiles")).orElse(null))
                    .put(
                        "recommendations",
                        selector.map(m -> ModelShape.count(m, "recommendations")).orElse(null)),
            false);
  }

  private Future<JsonObject> global() {
    Future<Optional<Model>> vix = read(ModelKeys.spot("I:VIX"));
    Future<Optional<Model>> mode = read(ModelKeys.MARKET_MODE);
    Future<Optional<Model>> epoch = read(ModelKeys.VEXY_EPOCH);
    Future<Optional<Model>> event = read(ModelKeys.VEXY_EVENT);
    return Future.all(vix, mode, epoch, event)
        .map(
            read ->
                new JsonObject()
                    .put("vix", value(vix.result()))
                    .put(
                        "market_mode",
                        about(mode.result())
                            .put("mode", mode.result().map(m -> text(m, "mode")).orElse(null)))
                    .put("vexy", newer(epoch.result(), event.result())));
  }

  private JsonObject value(Optional<Model> spot) {
    return about(spot)
        .put(
            "value",
            spot.map(m -> TopFields.of(m.json(), "value").number("value"))
                .filter(Double::isFinite)
                .orElse(null));
  }

  private JsonObject newer(Optional<Model> one, Optional<Model> other) {
    Optional<Model> newest =
        Stream.of(one, other)
            .flatMap(Optional::stream)
            .max((a, b) -> time(a).orElse(Instant.EPOCH).compareTo(time(b).orElse(Instant.EPOCH)));
    return about(newest);
  }

  private JsonObject about(Optional<Model> model) {
    return new JsonObject()
        .put("exists", model.isPresent())
        .put("ts", model.flatMap(m -> TopFields.of(m.json(), "ts").value("ts")).orElse(null))
        .put("age_sec", model.flatMap(Diagnosis::time).map(this::age).orElse(null));
  }

  private double age(Instant ts) {
    return Duration.between(ts, now).toMillis() / 1_000.0;
  }

  private static Optional<Instant> time(Model model) {
    return TopFields.of(model.json(), "ts").value("ts").flatMap(Moments::of);
  }

  private static String text(Model model, String field) {
    return TopFields.of(model.json(), field).text(field).orElse(null);
  }

  private Future<JsonObject> services() {
    return heartbeats("0", new ArrayList<>())
        .compose(this::ages)
        .otherwise(away -> new JsonObject());
  }

  private Future<List<String>> heartbeats(String cursor, List<String> found) {
    return stores
        .system()
        .send(
            Request.cmd(Command.SCAN)
                .arg(cursor)
                .arg("MATCH")
                .arg(HEARTBEATS)
                .arg("COUNT")
                .arg(STEP))
        .compose(
            step -> {
              for (Response key : step.get(1)) {
                found.add(key.toString());
              }
              String next = step.get(0).toString();
              return next.equals("0") ? Future.succeededFuture(found) : heartbeats(next, found);
            });
  }

  private Future<JsonObject> ages(List<String> keys) {
    if (keys.isEmpty()) {
      return Future.succeededFuture(new JsonObject());
    }
    Request mget = Request.cmd(Command.MGET);
    keys.forEach(mget::arg);
    return stores
        .system()
        .send(mget)
        .map(
            beats -> {
              Map<String, Object> services = new TreeMap<>();
              for (int i = 0; i < keys.size(); i++) {
                String service = keys.get(i).replaceFirst(":heartbeat$", "");
                services.put(service, beat(beats.get(i)));
              }
              return new JsonObject(services);
            });
  }

  private JsonObject beat(Response beat) {
    Buffer json = beat == null ? Buffer.buffer() : beat.toBuffer();
    return new JsonObject()
        .put("alive", beat != null)
        .put(
            "age_sec",
            TopFields.of(json, "ts").value("ts").flatMap(Moments::of).map(this::age).orElse(null));
  }

  private Future<JsonObject> tests() {
    JsonObject tests = new JsonObject();
    List<Future<?>> all = new ArrayList<>();
    for (RedisBus bus : stores.buses()) {
      all.add(timed(tests, bus.name().id(), bus.ping()));
    }
    all.add(timed(tests, "database", stores.database().ping()));
    return Future.join(all).map(tests).otherwise(tests);
  }

  private static Future<Void> timed(JsonObject tests, String name, Future<Void> test) {
    long asked = System.nanoTime();
    return test.onComplete(
        done ->
            tests.put(
                name,
                new JsonObject()
                    .put("ok", done.succeeded())
                    .put(
                        "latency_ms",
                        Math.round((System.nanoTime() - asked) / NANOS_PER_MILLI * 100) / 100.0)));
  }

  private Future<Optional<Model>> read(String key) {
    return quietly(market.models().read(key));
  }

  private static Future<Optional<Model>> quietly(Future<Optional<Model>> reading) {
    return reading.otherwise(Optional.empty());
  }
}
