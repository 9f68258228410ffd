package io.marketswarm.sim;

import io.marketswarm.log.Log;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.sim.core.Market;
import io.marketswarm.sim.core.Plan;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * An exchange and its data provider in one verticle: a seeded market behind the provider's REST and
 * WebSocket interface, with a control interface to steer it.
 */
public final class SimulatedExchange extends VerticleBase {
  /** How often events leave for subscribers. */
  private static final long FLUSH_MILLIS = 50;

  /** Who is behind, after a pause of the machine perhaps, catches up in turns of this length. */
  private static final long LONGEST_TURN_NANOS = 10_000_000;

  private static final long FAULT_MILLIS = 1_000;
  private static final long PING_MILLIS = 20_000;
  private static final int MOST_WEBSOCKET_BYTES = 256 * 1024;

  /** Fixed, because the kernel would let it grow to megabytes for a client that does not read. */
  private static final int SEND_BUFFER_BYTES = 256 * 1024;

  private static final int CLOSING_TIMEOUT_SECONDS = 2;
  private static final int COMPRESSION_LEVEL = 1;
  private static final int SMALLEST_COMPRESSED_BYTES = 1_024;
  private static final long SHUTDOWN_SECONDS = 2;

  private final Log log = Log.of("sim");
  private final SimOptions options;
  private final Clock clock;
  private final Counters counters = new Counters();
  private Exchange exchange;
  private Feed feed;
  private FeedServer feedServer;
  private Steering steering;
  private ControlApi control;
  private HttpServer server;

  public SimulatedExchange(SimOptions options) {
    this(options, Clock.systemUTC());
  }

  /**
   * @param clock the wall clock; the market's own clock is derived from it
   */
  public SimulatedExchange(SimOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(() -> Market.open(options.market(), MarketCalendar.us(), clock.millis()))
        .map(this::assemble)
        .compose(this::listen)
        .map(this::run);
  }

  private Router assemble(Market market) {
    Faults faults = new Faults(clock, options.market().seed());
    exchange = new Exchange(options, clock, market, faults, counters);
    feed = new Feed(exchange);
    feedServer = new FeedServer(vertx, exchange, feed);
    steering = new Steering(vertx, market, this::sessionBegan);
    Replies replies = new Replies(counters);
    Router router = Router.router(vertx);
    control = new ControlApi(exchange, replies, steering, feedServer);
    control.mount(router);
    router.route().handler(new Gatekeeper(vertx, exchange, replies)::check);
    new SnapshotApi(exchange, replies).mount(router);
    new ReferenceApi(exchange, replies).mount(router);
    new AggregatesApi(vertx, exchange, replies).mount(router);
    router.route().last().handler(ctx -> replies.error(ctx, 404, "Not found"));
    router.route().failureHandler(replies::failure);
    return router;
  }

  private Future<HttpServer> listen(Router router) {
    HttpServerOptions http =
        new HttpServerOptions()
            .setCompressionSupported(true)
            .setCompressionLevel(COMPRESSION_LEVEL)
            .setCompressionContentSizeThreshold(SMALLEST_COMPRESSED_BYTES)
            .setSendBufferSize(SEND_BUFFER_BYTES)
            .setMaxWebSocketFrameSize(MOST_WEBSOCKET_BYTES)
            .setMaxWebSocketMessageSize(MOST_WEBSOCKET_BYTES)
            .setWebSocketClosingTimeout(CLOSING_TIMEOUT_SECONDS);
    return vertx
        .createHttpServer(http)
        .webSocketHandshakeHandler(feedServer::handshake)
        .webSocketHandler(feedServer::connected)
        .requestHandler(router)
        .listen(options.port(), options.host());
  }

  private Void run(HttpServer listening) {
    server = listening;
    vertx.setPeriodic(FLUSH_MILLIS, timer -> tick());
    vertx.setPeriodic(FAULT_MILLIS, timer -> feedServer.dropSome());
    vertx.setPeriodic(PING_MILLIS, timer -> feedServer.pingAll());
    log.ok("simulated exchange on " + url());
    return null;
  }

  private void tick() {
    long wall = clock.millis();
    feed.endSeconds(live(wall));
    feedServer.flush();
    if (steering.idle()) {
      exchange.market().due(wall).ifPresent(this::begin);
    }
  }

  /** Lives up to a moment, or as far as can be done without keeping clients waiting. */
  private long live(long wall) {
    long deadline = System.nanoTime() + LONGEST_TURN_NANOS;
    long reached = exchange.market().advance(wall, feed);
    while (reached < wall && System.nanoTime() < deadline) {
      reached = exchange.market().advance(wall, feed);
    }
    return reached;
  }

  private void begin(Plan plan) {
    steering
        .replace(market -> plan)
        .onFailure(cause -> log.error("the next session did not begin", cause));
  }

  private void sessionBegan() {
    counters.sessions++;
    feed.sessionBegan();
    exchange.faults().sessionBegan();
    log.info("session of " + exchange.market().session().date() + " begins");
  }

  /** The market's own clock as other services read it; to be asked for from any context. */
  public Future<JsonObject> time() {
    Promise<JsonObject> told = ((VertxInternal) vertx).promise();
    context.runOnContext(v -> told.complete(control.clock()));
    return told.future();
  }

  /** Where REST requests go. */
  public String url() {
    return "http://" + options.host() + ":" + server.actualPort();
  }

  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    if (server == null) {
      return Future.succeededFuture();
    }
    feedServer.closeAll();
    return server.shutdown(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
  }
}
