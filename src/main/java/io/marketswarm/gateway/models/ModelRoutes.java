package io.marketswarm.gateway.models;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.Shelf;
import io.marketswarm.gateway.rest.Answers;
import io.marketswarm.gateway.rest.Audit;
import io.marketswarm.gateway.rest.Query;
import io.marketswarm.market.model.VolumeProfile.Mode;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.AtHand;
import io.marketswarm.web.JsonBody;
import io.marketswarm.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Models for whoever asks: what was last published, as it was published. */
public final class ModelRoutes implements RouteGroup {
  private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9:.^_-]{1,20}");
  private static final Pattern STRATEGY = Pattern.compile("[a-z0-9_-]{1,32}");
  private static final CharSequence TWO_SECONDS = HttpHeaders.createOptimized("max-age=2");
  private static final String LATEST = "latest";
  private static final int MOST_TRADES = 500;
  private static final int USUAL_TRADES = 100;
  private static final int MOST_DAYS = 7;
  private static final int HTTP_OK = 200;

  private static final String AREA = "/api/models/";
  private static final int MOST_LETTERS = 20;

  /** Models of one kind that are known to be current, by symbol, and where they are asked for. */
  private record AtHandKind(String route, Function<String, Supplier<Optional<Model>>> models) {
    Shelf shelf(String symbol) {
      Supplier<Optional<Model>> current = models.apply(symbol);
      return request -> {
        Optional<Model> model = current.get();
        return model.isPresent() && ModelAnswer.isAtHand(request, model.get())
            ? Optional.of(new Held(route, model.get()))
            : Optional.empty();
      };
    }
  }

  private record Held(String route, Model model) implements AtHand {
    @Override
    public void answer(HttpServerRequest request) {
      ModelAnswer.send(request, model);
    }
  }

  private final Edge edge;
  private MarketView market;

  /** Where models are known to be current, by what stands in the path before the symbol. */
  private final Map<String, AtHandKind> current =
      Map.of(
          "gex",
          kind("gex", symbol -> market.gamma(symbol)::current),
          "trade_selector",
          kind("trade_selector", symbol -> current(ModelKeys.selector(symbol))),
          "exposure",
          kind("exposure", symbol -> current(ModelKeys.exposure(symbol))));

  private TradeTracking tracking;
  private PlayByPlay playByPlay;

  public ModelRoutes(Edge edge) {
    this.edge = edge;
  }

  @Override
  public Future<?> open() {
    return MarketView.open(edge.vertx(), edge.context())
        .onSuccess(
            view -> {
              market = view;
              tracking = new TradeTracking(edge.context().stores().market());
              playByPlay = new PlayByPlay(edge.context().stores().market(), view);
            });
  }

  @Override
  public Future<?> close() {
    return market == null ? Future.succeededFuture() : market.close();
  }

  @Override
  public void mount(Router router) {
    router.get("/api/models/spot").handler(this::spots);
    router.get("/api/models/candles/:symbol").handler(this::candles);
    router.get("/api/models/gex/:symbol").handler(of("GEX", s -> market.gamma(s).read()));
    router
        .get("/api/models/heatmap/:symbol")
        .handler(of("heatmap", s -> market.heatmaps().snapshot(s)));
    router.get("/api/models/heatmap/:symbol/:strategy").handler(this::heatmapOfStrategy);
    router
        .get("/api/models/trade_selector/:symbol")
        .handler(of("trade selector", s -> read(ModelKeys.selector(s))));
    router
        .get("/api/models/exposure/:symbol")
        .handler(of("exposure", s -> read(ModelKeys.exposure(s))));
    router.get("/api/models/market_mode").handler(one("market mode", ModelKeys.MARKET_MODE));
    router.get("/api/models/vix_regime").handler(one("VIX regime", ModelKeys.VIX_REGIME));
    router.get("/api/models/bias_lfi").handler(one("bias/LFI", ModelKeys.BIAS));
    router.get("/api/models/volume_profile").handler(this::volumeProfile);
    router.get("/api/options/strikes/:symbol").handler(Answers.with(this::strikes));
    mountPins(router);
    mountPlayByPlay(router);
    mountTracking(router);
  }

  private static AtHandKind kind(String name, Function<String, Supplier<Optional<Model>>> models) {
    return new AtHandKind(AREA + name + "/:symbol", models);
  }

  private Supplier<Optional<Model>> current(String key) {
    return () -> market.models().current(key);
  }

  @Override
  public Optional<Shelf> shelf(String path) {
    int slash = path.lastIndexOf('/');
    if (slash <= AREA.length() || path.length() - slash > MOST_LETTERS) {
      return Optional.empty();
    }
    AtHandKind kind = current.get(path.substring(AREA.length(), slash));
    if (kind == null) {
      return Optional.empty();
    }
    String symbol = ModelKeys.canonical(path.substring(slash + 1).toUpperCase(Locale.ROOT));
    return Optional.of(kind.shelf(symbol));
  }

  private void mountPins(Router router) {
    router
        .get("/api/models/pin_probability/:symbol")
        .handler(of("pin", s -> read(ModelKeys.pin(s)).map(model -> model.map(Pins::published))));
    router
        .post("/api/models/pin_probability")
        .handler(request -> ModelAnswer.send(request, Pins.of(JsonBody.object(request))));
  }

  private void mountPlayByPlay(Router router) {
    router.get("/api/models/vexy/latest").handler(this::latestWords);
    router.get("/api/models/vexy/history").handler(this::wordsOfToday);
    router
        .delete("/api/models/vexy/clear")
        .handler(edge.access().requireAdmin())
        .handler(Audit.all(edge.context().log()))
        .handler(Answers.with(request -> playByPlay.clear().map(ModelRoutes::cleared)));
  }

  private void mountTracking(Router router) {
    router.route("/api/models/trade_tracking/*").handler(edge.access().requireAdmin());
    router
        .get("/api/models/trade_tracking/stats")
        .handler(request -> send(request, tracking.stats()));
    router
        .get("/api/models/trade_tracking/active")
        .handler(request -> send(request, tracking.active(trades(request))));
    router
        .get("/api/models/trade_tracking/history")
        .handler(request -> send(request, tracking.history(trades(request))));
  }

  private static int trades(RoutingContext request) {
    return Query.count(request, "limit", USUAL_TRADES, 1, MOST_TRADES);
  }

  private void spots(RoutingContext request) {
    send(request, market.spots().read());
  }

  private void candles(RoutingContext request) {
    String symbol = symbol(request);
    int days = Query.count(request, "days", 1, 1, MOST_DAYS);
    send(request, market.candles().read(symbol, days), "No trail data found for " + symbol);
  }

  private void heatmapOfStrategy(RoutingContext request) {
    String symbol = symbol(request);
    String strategy = request.pathParam("strategy");
    if (!STRATEGY.matcher(strategy).matches()) {
      throw ApiError.badRequest("strategy must be 1 to 32 of a-z, 0-9, _ and -");
    }
    Future<Optional<Model>> own =
        strategy.equals(LATEST)
            ? Future.succeededFuture(Optional.empty())
            : read(ModelKeys.heatmap(symbol, strategy));
    Future<Optional<Model>> found =
        own.compose(
            model ->
                model.isPresent()
                    ? Future.succeededFuture(model)
                    : market.heatmaps().snapshot(symbol));
    send(request, found, noData("heatmap", symbol));
  }

  private void volumeProfile(RoutingContext request) {
    Mode mode = Mode.of(request.request().getParam("mode"));
    double min = Query.number(request, "min");
    double max = Query.number(request, "max");
    market
        .profiles()
        .view(new VolumeProfiles.View(mode, min, max))
        .map(view -> view.orElseThrow(() -> ApiError.notFound("No volume profile available")))
        .onSuccess(view -> ModelAnswer.send(request, view, view.tag(), TWO_SECONDS))
        .onFailure(request::fail);
  }

  private Future<Reply> strikes(RoutingContext request) {
    String symbol = symbol(request);
    return market
        .chains()
        .read()
        .map(
            found -> {
              ChainDigest chain =
                  found.orElseThrow(() -> ApiError.notFound("No chain data available"));
              if (chain.contracts() == 0) {
                throw ApiError.notFound("Chain data has no contracts");
              }
              JsonArray strikes = new JsonArray();
              chain.of(symbol).ifPresent(prices -> prices.forEach(strikes::add));
              return Reply.flat(
                  HTTP_OK,
                  new JsonObject()
                      .put("symbol", symbol)
                      .put("strikes", strikes)
                      .put("ts", chain.ts().orElseGet(Instant::now).toEpochMilli()));
            });
  }

  private void latestWords(RoutingContext request) {
    send(request, playByPlay.latest());
  }

  private void wordsOfToday(RoutingContext request) {
    send(request, playByPlay.today());
  }

  private static Reply cleared(Void done) {
    return Answers.stamped(HTTP_OK, new JsonObject().put("message", "Messages cleared"));
  }

  /** A model of the symbol in the path. */
  private static Handler<RoutingContext> of(
      String what, Function<String, Future<Optional<Model>>> reader) {
    return request -> {
      String symbol = symbol(request);
      send(request, reader.apply(symbol), noData(what, symbol));
    };
  }

  private Handler<RoutingContext> one(String what, String key) {
    return request -> send(request, read(key), "No " + what + " data available");
  }

  private Future<Optional<Model>> read(String key) {
    return market.models().read(key);
  }

  private static void send(
      RoutingContext request, Future<Optional<Model>> reading, String otherwise) {
    send(request, reading.map(m -> m.orElseThrow(() -> ApiError.notFound(otherwise))));
  }

  private static void send(RoutingContext request, Future<Model> reading) {
    reading.onSuccess(model -> ModelAnswer.send(request, model)).onFailure(request::fail);
  }

  private static String noData(String what, String symbol) {
    return "No " + what + " data found for " + symbol;
  }

  private static String symbol(RoutingContext request) {
    String symbol = request.pathParam("symbol").toUpperCase(Locale.ROOT);
    if (!SYMBOL.matcher(symbol).matches()) {
      throw ApiError.badRequest("symbol must be 1 to 20 of A-Z, 0-9 and :.^_-");
    }
    return ModelKeys.canonical(symbol);
  }
}
