package io.marketswarm.gateway.proxy;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.Standing;
import io.marketswarm.gateway.Visitor;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.ClientPool;
import io.marketswarm.web.HeldRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Passes requests on to one service, their bodies flowing both ways as they are. Streams and
 * sockets go through connections of their own, so that however long they last nobody waits for one.
 * For one event loop.
 */
final class Relay {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int CALLS = 64;
  private static final int WAITING_CALLS = 512;
  private static final int STREAMS = 2_000;

  /** Shorter than our services keep a silent connection. */
  private static final int KEEP_ALIVE_SECONDS = 60;

  private static final long LARGEST_BODY = 10L << 20;
  private static final String EVENT_STREAM = "text/event-stream";

  private final Edge edge;
  private final Upstream upstream;
  private final HttpClient calls;
  private final HttpClient streams;
  private final Breaker breaker;
  private final Counter failures;

  /** Calls that were spared a service that is gone. */
  private final Counter refusals;

  private final Mask mask;

  Relay(Edge edge, Upstream upstream, InstantSource clock) {
    this.edge = edge;
    this.upstream = upstream;
    this.breaker = new Breaker(clock);
    this.mask = new Mask(edge.trust().tokens());
    this.calls = client(CALLS, WAITING_CALLS);
    this.streams = client(STREAMS, 0);
    MeterRegistry metrics = edge.context().metrics();
    this.failures =
        metrics.counter("marketswarm.gateway.upstream.failures", "upstream", upstream.id());
    this.refusals =
        metrics.counter("marketswarm.gateway.upstream.refusals", "upstream", upstream.id());
  }

  private HttpClient client(int connections, int waiting) {
    return edge.vertx()
        .createHttpClient(
            new HttpClientOptions()
                .setSsl(upstream.secure())
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
            ClientPool.of(connections).setMaxWaitQueueSize(waiting));
  }

  Future<Void> close() {
    return Future.join(calls.close(), streams.close()).mapEmpty();
  }

  Upstream upstream() {
    return upstream;
  }

  /** Passes a request on whose body has not been read. */
  void pass(RoutingContext request, String path) {
    pass(request, path, Optional.empty());
  }

  /** Passes a request on whose body was read. */
  void pass(RoutingContext request, String path, Buffer body) {
    pass(request, path, Optional.of(body));
  }

  private void pass(RoutingContext request, String path, Optional<Buffer> body) {
    requireSmall(request.request());
    if (!breaker.admits()) {
      refusals.increment();
      throw new ApiError(Fault.UNREACHABLE.status(), Fault.UNREACHABLE.words(upstream));
    }
    Visitor visitor = Visitor.of(request);
    // While the database is away the service behind looks the person up itself, or says so.
    Future<Optional<Integer>> id = visitor.id().map(Optional::of).otherwise(Optional.empty());
    HeldRequest.until(
        request, id, known -> new Passage(request, visitor, known, path, body).begin());
  }

  private static void requireSmall(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      if (length != null && Long.parseLong(length) > LARGEST_BODY) {
        throw BoundedBody.tooLarge();
      }
    } catch (NumberFormatException malformed) {
      throw ApiError.badRequest("Content-Length is not a number");
    }
  }

  /** One request on its way through. */
  private final class Passage implements ProxyInterceptor {
    private final RoutingContext request;
    private final Visitor visitor;
    private final Optional<Integer> dbId;
    private final String path;
    private final Optional<Buffer> body;
    private final boolean lasting;
    private BoundedBody bounded;
    private HttpClientRequest asked;

    /** Whether nothing more comes of it: its body was read, or it has none. */
    private final boolean ended;

    Passage(
        RoutingContext request,
        Visitor visitor,
        Optional<Integer> dbId,
        String path,
        Optional<Buffer> body) {
      this.request = request;
      this.visitor = visitor;
      this.dbId = dbId;
      this.path = upstream.basePath() + path;
      this.body = body;
      this.lasting = lasts(request.request());
      this.ended = request.request().isEnded();
    }

    void begin() {
      if (lasting) {
        watch();
      }
      HttpProxy.reverseProxy(lasting ? streams : calls)
          .origin(context -> connect(context.client()))
          .addInterceptor(this, true)
          .handle(ended ? new ReadRequest(request.request()) : request.request());
    }

    private Future<HttpClientRequest> connect(HttpClient client) {
      RequestOptions options =
          new RequestOptions()
              .setHost(upstream.address().getHost())
              .setPort(upstream.port())
              .setSsl(upstream.secure())
              .setConnectTimeout(CONNECT_MILLIS);
      if (!lasting) {
        options.setIdleTimeout(upstream.patience().toMillis());
      }
      // Whatever happens to it fails the answer as well, and is dealt with there.
      return client.request(options).map(opened -> asked = opened.exceptionHandler(told -> {}));
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      String query = request.request().query();
      context.request().setURI(query == null ? path : path + "?" + query);
      if (ended) {
        context.request().setBody(Body.body(body.orElseGet(Buffer::buffer)));
      } else {
        bound(context.request());
      }
      mask.request(context.request(), request, visitor.identity(), dbId, path);
      return context
          .sendRequest()
          .onSuccess(answered -> breaker.succeeded())
          .recover(cause -> explain(context, cause));
    }

    /** Whoever does not say how long a body is may not send one without end. */
    private void bound(ProxyRequest passed) {
      MultiMap headers = request.request().headers();
      if (passed.getBody() != null
          && !headers.contains(HttpHeaders.CONTENT_LENGTH)
          && !headers.contains(HttpHeaders.UPGRADE)) {
        Body body = passed.getBody();
        // Over HTTP/2 nothing else says that there will be a body.
        bounded = new BoundedBody(body.stream(), LARGEST_BODY, () -> asked.setChunked(true));
        passed.setBody(Body.body(bounded, body.length(), body.mediaType()));
      }
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
      mask.response(context.response(), request, context.isWebSocket());
      return context.sendResponse();
    }

    private Future<ProxyResponse> explain(ProxyContext context, Throwable cause) {
      if (request.response().closed()) {
        breaker.abandoned();
        return Future.failedFuture(cause);
      }
      if (bounded != null && bounded.isCut()) {
        breaker.abandoned();
        hangUpAfterwards();
        ApiError tooLarge = BoundedBody.tooLarge();
        return Future.succeededFuture(
            answer(context, tooLarge.status(), Fault.body(tooLarge.getMessage())));
      }
      breaker.failed();
      failures.increment();
      Fault fault = Fault.of(cause);
      return Future.succeededFuture(
          answer(context, fault.status(), Fault.body(fault.words(upstream))));
    }

    private static ProxyResponse answer(ProxyContext context, int status, Buffer body) {
      return context
          .request()
          .release()
          .response()
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .setBody(Body.body(body));
    }

    /** The rest of the body may still come, for as long as the client likes. */
    private void hangUpAfterwards() {
      if (request.request().version() != HttpVersion.HTTP_2) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        request.addEndHandler(told -> request.request().connection().close());
      }
    }

    /** What lasts ends with the session it was opened in. */
    private void watch() {
      HttpServerRequest asked = request.request();
      boolean upgrade = asked.headers().contains(HttpHeaders.UPGRADE);
      Standing.Watch watch =
          edge.standing()
              .watch(
                  visitor,
                  why -> {
                    if (upgrade) {
                      asked.connection().close();
                    } else {
                      request.response().reset();
                    }
                  });
      if (upgrade) {
        asked.connection().closeHandler(closed -> watch.release());
      } else {
        request.addEndHandler(ended -> watch.release());
      }
    }
  }

  /**
   * A request that came to its end. The proxy would hold it, which over HTTP/2 it cannot any more.
   */
  private static final class ReadRequest extends HttpServerRequestWrapper {
    ReadRequest(HttpServerRequest read) {
      super((HttpServerRequestInternal) read);
    }

    @Override
    public HttpServerRequest pause() {
      return this;
    }

    @Override
    public HttpServerRequest resume() {
      return this;
    }
  }

  private static boolean lasts(HttpServerRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT);
    return request.headers().contains(HttpHeaders.UPGRADE)
        || accepted != null && accepted.contains(EVENT_STREAM);
  }
}
