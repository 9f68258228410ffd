package io.marketswarm.gateway.streams;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.Visitor;
import io.marketswarm.gateway.models.ModelKeys;
import io.marketswarm.stream.SharedTopic;
import io.marketswarm.stream.SseEvent;
import io.marketswarm.stream.SseStream;
import io.marketswarm.stream.StreamSpec;
import io.marketswarm.stream.TooManyStreams;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.HeldRequest;
import io.marketswarm.web.gates.Feature;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The event streams: which path carries what, in which order a newcomer gets it, and for whom. */
public final class StreamRoutes implements RouteGroup {
  private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9:.^_-]{1,20}");
  private static final int MOST_PER_SESSION = 12;
  private static final int MOST_PER_USER = 40;
  private static final int TOO_MANY = 429;

  /** The families of private news in the order in which mixed streams name them. */
  private static final List<EventFamily> FAMILIES =
      List.of(
          EventFamily.ALERTS,
          EventFamily.TRADE_LOG,
          EventFamily.RISK_GRAPH,
          EventFamily.POSITIONS,
          EventFamily.LOGS);

  private final Edge edge;
  private StreamHall hall;

  public StreamRoutes(Edge edge) {
    this.edge = edge;
  }

  @Override
  public Future<?> open() {
    edge.draining()
        .onSuccess(
            leaving ->
                hall.hub()
                    .leave(stream -> stream.attachment() instanceof Guest guest && guest.of(edge)));
    return StreamHall.open(edge).onSuccess(opened -> hall = opened);
  }

  @Override
  public Future<?> close() {
    return hall == null ? Future.succeededFuture() : hall.close();
  }

  @Override
  public void mountStreamed(Router router) {
    global(router, "/sse/spot", "spot", market -> market.spot());
    bySymbol(router, "/sse/gex/:symbol", "gex", MarketTopics::gamma);
    bySymbol(router, "/sse/exposure/:symbol", "exposure", MarketTopics::exposure);
    bySymbol(router, "/sse/heatmap/:symbol", "heatmap", MarketTopics::heatmap);
    bySymbol(router, "/sse/candles/:symbol", "candles", MarketTopics::candles);
    bySymbol(router, "/sse/trade_selector/:symbol", "trade_selector", MarketTopics::selector);
    global(router, "/sse/vexy", "vexy", market -> market.vexy());
    global(router, "/sse/bias_lfi", "bias_lfi", market -> market.bias());
    global(router, "/sse/market_mode", "market_mode", market -> market.mode());
    global(router, "/sse/vix_regime", "vix_regime", market -> market.regime());
    global(router, "/sse/dealer-gravity", "dealer-gravity", market -> market.gravity());
    router.get("/sse/market-clock").handler(request -> everybody(request, "market-clock", clock()));
    router.get("/sse/intel").handler(request -> everybody(request, "intel", intel()));
    router.get("/sse/tier-gates").handler(request -> everybody(request, "tier-gates", List.of()));
    router.get("/sse/market").handler(this::market);
    router.get("/sse/all").handler(this::all);
    router.get("/sse").handler(this::all);
    for (EventFamily family : FAMILIES) {
      router.get("/sse/" + family.stream()).handler(request -> ofUser(request, family));
    }
    router.get("/sse/trades").handler(request -> ofUser(request, EventFamily.TRADE_LOG));
    router.get("/sse/vexy-interaction").handler(this::jobs);
  }

  private void global(
      Router router, String path, String channel, Function<MarketTopics, SharedTopic> topic) {
    router
        .get(path)
        .handler(
            request ->
                HeldRequest.until(
                    request,
                    hall.market().warm(List.of(), false),
                    warm -> everybody(request, channel, List.of(topic.apply(hall.market())))));
  }

  private void bySymbol(
      Router router,
      String path,
      String channel,
      BiFunction<MarketTopics, String, SharedTopic> topic) {
    router
        .get(path)
        .handler(
            request -> {
              String symbol = symbol(request.pathParam("symbol"));
              BiFunction<MarketTopics, String, SharedTopic> heard =
                  channel.equals("heatmap") && inBrief(request)
                      ? MarketTopics::briefHeatmap
                      : topic;
              HeldRequest.until(
                  request,
                  warm(request, List.of(symbol), channel.equals("candles")),
                  warm ->
                      open(
                          request,
                          channel,
                          spec(request, channel, connected(channel).put("symbol", symbol))
                              .on(heard.apply(hall.market(), symbol))));
            });
  }

  private List<SharedTopic> clock() {
    return List.of(hall.clock().topic());
  }

  private List<SharedTopic> intel() {
    return List.of(hall.intel().topic());
  }

  private void everybody(RoutingContext request, String channel, List<SharedTopic> topics) {
    open(
        request,
        channel,
        spec(request, channel, connected(channel)).on(topics.toArray(SharedTopic[]::new)));
  }

  /** Models of some or all symbols. */
  private void market(RoutingContext request) {
    List<String> symbols = symbols(request);
    HeldRequest.until(
        request,
        warm(request, symbols, true),
        warm -> {
          MarketTopics market = hall.market();
          List<SharedTopic> topics = models(request, symbols);
          topics.add(market.bias());
          topics.add(market.mode());
          everybody(request, "market", topics);
        });
  }

  /** Everything that is everybody's and, if the client wants it, what is the user's own. */
  private void all(RoutingContext request) {
    List<String> symbols = symbols(request);
    boolean own = "1".equals(request.request().getParam("user"));
    Visitor visitor = Visitor.of(request);
    Future<Integer> user =
        own ? visitor.id() : visitor.id().otherwise((Integer) null); // presence is worth a try
    HeldRequest.until(
        request,
        warm(request, symbols, true).compose(warm -> user),
        id -> {
          MarketTopics market = hall.market();
          List<SharedTopic> topics = models(request, symbols);
          topics.addAll(
              List.of(
                  market.vexy(),
                  market.bias(),
                  market.mode(),
                  market.regime(),
                  hall.clock().topic(),
                  market.gravityNews()));
          StreamSpec spec =
              spec(request, "all", connected("all"), own).on(topics.toArray(SharedTopic[]::new));
          if (own) {
            for (EventFamily family : FAMILIES) {
              spec.follow(family.stream(), hall.users().topic(family, id), OptionalLong.empty());
            }
          }
          SseStream stream = open(request, "all", spec);
          if (id != null) {
            hall.presence().came(id, visitor.identity());
            stream.ended().onComplete(over -> hall.presence().went(id));
          }
        });
  }

  private Future<Void> warm(RoutingContext request, List<String> symbols, boolean withCandles) {
    Future<Void> warm = hall.market().warm(symbols, withCandles);
    return inBrief(request) ? warm.compose(done -> hall.market().warmInBrief(symbols)) : warm;
  }

  /** Whoever draws tiles needs their prices alone, in a sixth of the bytes. */
  private static boolean inBrief(RoutingContext request) {
    return "brief".equals(request.request().getParam("tiles"));
  }

  /** Spot first, then gamma, heatmap, candles and recommendations of each symbol. */
  private List<SharedTopic> models(RoutingContext request, List<String> symbols) {
    MarketTopics market = hall.market();
    List<SharedTopic> topics = new ArrayList<>();
    topics.add(market.spot());
    symbols.forEach(symbol -> topics.add(market.gamma(symbol)));
    if (edge.access().gate(Visitor.of(request), Feature.HEATMAP_ACCESS).allowed()) {
      boolean brief = inBrief(request);
      symbols.forEach(
          symbol -> topics.add(brief ? market.briefHeatmap(symbol) : market.heatmap(symbol)));
    }
    symbols.forEach(symbol -> topics.add(market.candles(symbol)));
    symbols.forEach(symbol -> topics.add(market.selector(symbol)));
    symbols.forEach(symbol -> topics.add(market.exposure(symbol)));
    return topics;
  }

  private void ofUser(RoutingContext request, EventFamily family) {
    HeldRequest.until(
        request,
        Visitor.of(request).id(),
        id -> {
          OptionalLong after = lastSequence(request);
          JsonObject hello = connected(family.stream()).put("userId", String.valueOf(id));
          if (family == EventFamily.TRADE_LOG) {
            hello.put("lastSeq", after.isPresent() ? after.getAsLong() : null);
          }
          StreamSpec spec = spec(request, family.stream(), hello, family == EventFamily.ALERTS);
          open(
              request,
              family.stream(),
              spec.follow(family.stream(), hall.users().topic(family, id), after));
        });
  }

  private void jobs(RoutingContext request) {
    HeldRequest.until(
        request,
        Visitor.of(request).id(),
        id -> {
          String channel = "vexy-interaction";
          JsonObject hello = connected(channel).put("userId", String.valueOf(id));
          open(request, channel, spec(request, channel, hello).on(hall.jobs().topic(id)));
        });
  }

  private StreamSpec spec(RoutingContext request, String channel, JsonObject hello) {
    return spec(request, channel, hello, false);
  }

  private StreamSpec spec(
      RoutingContext request, String channel, JsonObject hello, boolean hearsAlerts) {
    Visitor visitor = Visitor.of(request);
    String session = visitor.session().id();
    String user = visitor.identity().issuer() + "/" + visitor.identity().wpId();
    return StreamSpec.of(
            channel,
            () -> SseEvent.of("connected", hello.put("ts", System.currentTimeMillis()).toBuffer()))
        .counted("session", session, MOST_PER_SESSION - hall.elsewhere().count("session", session))
        .counted("user", user, MOST_PER_USER - hall.elsewhere().count("user", user))
        .seen(lastEventId(request))
        .attach(new Guest(edge, visitor, hearsAlerts));
  }

  private SseStream open(RoutingContext request, String channel, StreamSpec spec) {
    Guest guest;
    SseStream stream;
    try {
      stream = hall.hub().open(request.request(), spec);
      guest = (Guest) stream.attachment();
    } catch (TooManyStreams tooMany) {
      throw ApiError.whole(TOO_MANY, new JsonObject().put("error", "too_many_streams"));
    }
    guest.sit(stream, channel);
    return stream;
  }

  private static JsonObject connected(String channel) {
    return new JsonObject().put("channel", channel);
  }

  /** Browsers send the header when they come back by themselves, pages the parameter. */
  private static String lastEventId(RoutingContext request) {
    String header = request.request().getHeader("Last-Event-ID");
    return header == null ? request.request().getParam("last_event_id") : header;
  }

  private static OptionalLong lastSequence(RoutingContext request) {
    String text = request.request().getParam("last_seq");
    try {
      long sequence = text == null ? -1 : Long.parseLong(text);
      return sequence < 0 ? OptionalLong.empty() : OptionalLong.of(sequence);
    } catch (NumberFormatException nonsense) {
      return OptionalLong.empty();
    }
  }

  private List<String> symbols(RoutingContext request) {
    String wanted = request.request().getParam("symbols");
    return wanted == null || wanted.isBlank()
        ? hall.market().symbols()
        : Arrays.stream(wanted.split(",")).map(StreamRoutes::symbol).distinct().toList();
  }

  private static String symbol(String text) {
    String symbol = text.strip().toUpperCase(Locale.ROOT);
    if (!SYMBOL.matcher(symbol).matches()) {
      throw ApiError.badRequest("Invalid symbol");
    }
    return ModelKeys.canonical(symbol);
  }
}
