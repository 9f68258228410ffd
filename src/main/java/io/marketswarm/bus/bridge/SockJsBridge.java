package io.marketswarm.bus.bridge;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import io.vertx.ext.web.handler.sockjs.Transport;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The web transport: SockJS and plain WebSocket, behind a token. The fall-backs of SockJS for
 * browsers without WebSocket are off: no such browser is left, and each is a way in of its own.
 */
public final class SockJsBridge {
  private static final String IDENTITY = SockJsBridge.class.getName() + ".identity";
  private static final String BEARER = "Bearer ";
  private static final Pattern TOKEN_PARAMETER = Pattern.compile("([?&]token=)[^&#]*");

  /** Up to here a frame that is too large is still answered; beyond, the socket just closes. */
  private static final int ANSWERED_EXCESS = 4;

  private static final int IDLE_MARGIN_SECONDS = 5;

  private final BridgeOptions options;
  private final BridgeCore core;

  public SockJsBridge(
      Vertx vertx, BridgeOptions options, BridgeTokens tokens, MeterRegistry meters) {
    this.options = options;
    this.core = BridgeCore.of(vertx, options, tokens, meters, Dialect.SOCKJS);
  }

  /** What a server must allow and forbid for the bridge to keep its limits. */
  public static HttpServerOptions serverOptions(BridgeOptions options) {
    int largest = options.limits().maxFrameBytes() * ANSWERED_EXCESS;
    return new HttpServerOptions()
        .setHost(options.host())
        .setPort(options.httpPort())
        .setMaxWebSocketFrameSize(largest)
        .setMaxWebSocketMessageSize(largest)
        // Cuts off who connects and says nothing; whoever is in is shown out by its session before.
        .setReadIdleTimeout(options.limits().idleSeconds() + IDLE_MARGIN_SECONDS)
        // A small compressed frame could unfold to any size.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }

  /** A request line as a log may show it: without the token. */
  public static String withoutToken(String uri) {
    return TOKEN_PARAMETER.matcher(uri).replaceAll("$1***");
  }

  /** Adds the bridge to a router, below the path of the options. */
  public void mount(Router router) {
    SockJSHandlerOptions sockJs =
        new SockJSHandlerOptions()
            .addDisabledTransport(Transport.XHR.name())
            .addDisabledTransport(Transport.EVENT_SOURCE.name())
            .addDisabledTransport(Transport.HTML_FILE.name())
            .addDisabledTransport(Transport.JSON_P.name());
    String everything = options.path() + "/*";
    router.route(everything).handler(this::checkOrigin).handler(this::authenticate);
    router
        .route(everything)
        .subRouter(SockJSHandler.create(core.vertx(), sockJs).socketHandler(this::connected));
  }

  /** Takes leave of all clients. */
  public void close() {
    core.endAll(BridgeError.GOING_AWAY);
  }

  private void checkOrigin(RoutingContext request) {
    String origin = request.request().getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      request.next();
    } else if (!allows(origin, request)) {
      refuse(request, 403, "origin not allowed");
    } else if (request.request().method() == HttpMethod.OPTIONS) {
      share(request, origin);
      request
          .response()
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET")
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "authorization")
          .setStatusCode(204)
          .end();
    } else {
      // Last, because the SockJS handler would open the answer to every origin.
      request.addHeadersEndHandler(ending -> share(request, origin));
      request.next();
    }
  }

  private boolean allows(String origin, RoutingContext request) {
    Set<String> allowed = options.allowedOrigins();
    return allowed.contains("*")
        || allowed.contains(origin)
        || origin.equals(request.request().scheme() + "://" + request.request().authority());
  }

  private static void share(RoutingContext request, String origin) {
    request
        .response()
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
  }

  private void authenticate(RoutingContext request) {
    if (core.full()) {
      core.metrics().refused(BridgeError.TOO_MANY_CONNECTIONS);
      refuse(request, 503, BridgeError.TOO_MANY_CONNECTIONS.explanation());
      return;
    }
    Optional<String> token = token(request);
    if (token.isEmpty()) {
      challenge(request, BridgeError.NOT_AUTHENTICATED, "a bearer token is required");
      return;
    }
    request.request().pause();
    core.tokens()
        .verify(token.get())
        .onSuccess(
            client -> {
              request.put(IDENTITY, client);
              request.request().resume();
              request.next();
            })
        .onFailure(
            cause ->
                challenge(
                    request, BridgeError.INVALID_TOKEN, BridgeError.INVALID_TOKEN.explanation()));
  }

  private static Optional<String> token(RoutingContext request) {
    String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(header.substring(BEARER.length()).strip());
    }
    return Optional.ofNullable(request.request().getParam("token"));
  }

  private void connected(SockJSSocket socket) {
    BridgeSession session = new BridgeSession(core, new SockJsClient(core.vertx(), socket));
    socket.handler(session::receive);
    socket.endHandler(closed -> session.release());
    socket.exceptionHandler(broken -> session.release());
    session.admit(socket.routingContext().get(IDENTITY));
  }

  private void challenge(RoutingContext request, BridgeError error, String text) {
    core.metrics().refused(error);
    request.response().putHeader("WWW-Authenticate", "Bearer realm=\"bridge\"");
    refuse(request, 401, text);
  }

  private static void refuse(RoutingContext request, int status, String text) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(new JsonObject().put("error", text).toBuffer());
  }
}
