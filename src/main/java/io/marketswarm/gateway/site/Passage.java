package io.marketswarm.gateway.site;

import io.marketswarm.gateway.NotFound;
import io.marketswarm.gateway.RequestPath;
import io.marketswarm.web.ClientPool;
import io.marketswarm.web.RequestId;
import io.marketswarm.web.identity.UserHeaders;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.net.URI;
import java.util.List;

/** The way from the port of the web UI to the edge, for calls, event streams and sockets alike. */
final class Passage {
  private static final int CONNECT_MILLIS = 2_000;
  private static final long PATIENCE_MILLIS = 120_000;
  private static final long STREAM_PATIENCE_MILLIS = 24 * 3_600_000L;
  private static final int CALLS = 64;
  private static final int STREAMS = 2_000;
  private static final int BAD_GATEWAY = 502;
  private static final List<String> AREAS = List.of("/api", "/sse", "/ws");

  /** Asked by the proxy in front only. */
  private static final List<String> DENIED = List.of("/api/internal", "/api/auth/verify");

  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP");
  private static final List<String> OF_ONE_HOP =
      List.of("connection", "keep-alive", "proxy-connection", "upgrade", "te", "trailer");

  private final URI gateway;
  private final HttpClient calls;
  private final HttpClient streams;

  Passage(Vertx vertx, URI gateway) {
    this.gateway = gateway;
    this.calls = client(vertx, CALLS);
    this.streams = client(vertx, STREAMS);
  }

  private static HttpClient client(Vertx vertx, int connections) {
    return vertx.createHttpClient(
        new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS), ClientPool.of(connections));
  }

  Future<Void> close() {
    return Future.join(calls.close(), streams.close()).mapEmpty();
  }

  void mount(Router router) {
    router.route().handler(RequestPath::check);
    router.route().handler(this::direct);
  }

  private void direct(RoutingContext request) {
    String path = RequestPath.of(request);
    boolean upgrade = request.request().headers().contains(HttpHeaders.UPGRADE);
    if (DENIED.stream().anyMatch(area -> RequestPath.isWithin(path, area))) {
      throw NotFound.error();
    }
    if (AREAS.stream().anyMatch(area -> RequestPath.isWithin(path, area))) {
      pass(request, upgrade || RequestPath.isWithin(path, "/sse"));
    } else if (upgrade || RequestPath.isGuarded(path)) {
      throw NotFound.error();
    } else {
      request.next();
    }
  }

  private void pass(RoutingContext request, boolean lasting) {
    HttpProxy.reverseProxy(lasting ? streams : calls)
        .origin(context -> connect(context.client(), lasting))
        .addInterceptor(new Changing(request), true)
        .handle(request.request());
  }

  private Future<HttpClientRequest> connect(HttpClient client, boolean lasting) {
    return client
        .request(
            new RequestOptions()
                .setHost(gateway.getHost())
                .setPort(gateway.getPort())
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(lasting ? STREAM_PATIENCE_MILLIS : PATIENCE_MILLIS))
        .map(asked -> asked.exceptionHandler(told -> {}));
  }

  /** Says to the edge where a request came from, and lets its answer pass as it is. */
  private final class Changing implements ProxyInterceptor {
    private final RoutingContext request;

    Changing(RoutingContext request) {
      this.request = request;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      HttpServerRequest asked = request.request();
      MultiMap headers = context.request().headers();
      UserHeaders.strip(headers);
      FORWARDED.forEach(headers::remove);
      headers
          .set("X-Forwarded-For", asked.remoteAddress().hostAddress())
          .set("X-Forwarded-Proto", asked.isSSL() ? "https" : "http")
          .set("X-Forwarded-Host", asked.authority() == null ? "" : asked.authority().toString())
          .set(RequestId.HEADER, RequestId.of(request));
      return context.sendRequest().recover(cause -> away(context));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
      MultiMap headers = context.response().headers();
      if (!context.isWebSocket()) {
        OF_ONE_HOP.forEach(headers::remove);
      }
      // What the edge says of its answers holds for them here as well.
      headers.names().forEach(request.response().headers()::remove);
      return context.sendResponse();
    }

    private Future<ProxyResponse> away(ProxyContext context) {
      String where = gateway.getHost() + ":" + gateway.getPort();
      ProxyResponse answer = context.request().release().response();
      answer
          .setStatusCode(BAD_GATEWAY)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .setBody(
              Body.body(new JsonObject().put("error", "Backend unavailable: " + where).toBuffer()));
      return Future.succeededFuture(answer);
    }
  }
}
