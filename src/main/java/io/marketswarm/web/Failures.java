package io.marketswarm.web;

import io.marketswarm.log.Log;
import io.marketswarm.service.Busy;
import io.marketswarm.store.DatabaseBusy;
import io.marketswarm.store.StoreAway;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import java.util.function.Function;

/**
 * Turns whatever went wrong into an answer: the client learns what it can act on, the log gets the
 * cause of an internal error once, with the id that the client was given.
 */
final class Failures {
  private static final int LOWEST_ERROR = 400;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int INTERNAL = 500;
  private static final int UNAVAILABLE = 503;

  /** The statuses with which a router refuses a request that no route takes. */
  private static final int[] UNROUTED = {400, 404, 405, 406, 415};

  private final Function<String, ErrorShape> shapes;
  private final Log log;

  /**
   * @param shapes by path, what errors look like there
   */
  Failures(Function<String, ErrorShape> shapes, Log log) {
    this.shapes = shapes;
    this.log = log;
  }

  void installOn(Router router) {
    AllowedMethods allowed = new AllowedMethods(router);
    router.route().failureHandler(this::answer);
    for (int status : UNROUTED) {
      router.errorHandler(status, request -> refuse(request, ApiError.of(status), allowed));
    }
  }

  /** No route takes the request. */
  private void refuse(RoutingContext request, ApiError error, AllowedMethods allowed) {
    if (error.status() == METHOD_NOT_ALLOWED) {
      String methods = allowed.of(request.normalizedPath());
      if (!methods.isEmpty()) {
        request.response().putHeader(HttpHeaders.ALLOW, methods);
      }
    }
    send(request.response(), shapeAt(request), error, RequestId.of(request));
  }

  private void answer(RoutingContext request) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed() || request.failure() instanceof HttpClosedException) {
      return;
    }
    ErrorShape shape = shapeAt(request);
    ApiError error = toError(request, shape);
    if (error.status() >= INTERNAL && request.failure() != null && !isMeant(request.failure())) {
      log.error(
          "request %s failed: %s %s"
              .formatted(
                  RequestId.of(request),
                  request.request().method(),
                  RequestMetrics.routeOf(request)),
          request.failure());
    }
    if (response.headWritten()) {
      // Half an answer is out already; only a broken connection tells the client so.
      response.reset();
    } else {
      send(response, shape, error, RequestId.of(request));
    }
  }

  private ErrorShape shapeAt(RoutingContext request) {
    try {
      return shapes.apply(request.normalizedPath());
    } catch (IllegalArgumentException undecodable) {
      return shapes.apply("/");
    }
  }

  /** Answers what could not be read as HTTP. */
  void answerInvalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    int status = 400;
    if (cause instanceof TooLongHttpLineException) {
      status = 414;
    } else if (cause instanceof TooLongHttpHeaderException) {
      status = 431;
    }
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    send(request.response(), shapes.apply("/"), ApiError.of(status), "none");
  }

  private static void send(
      HttpServerResponse response, ErrorShape shape, ApiError error, String requestId) {
    JsonObject body = error.isWhole() ? whole(error) : shape.body(error, requestId);
    if (error.retryAfterSeconds() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(error.retryAfterSeconds()));
    }
    response
        .setStatusCode(error.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer());
  }

  private static JsonObject whole(ApiError error) {
    JsonObject body = new JsonObject();
    error.details().forEach(body::put);
    return body;
  }

  private static ApiError toError(RoutingContext request, ErrorShape shape) {
    Throwable cause = request.failure();
    if (cause instanceof ApiError meant) {
      return meant;
    }
    if (cause instanceof Busy) {
      return new ApiError(409, cause.getMessage());
    }
    if (cause instanceof StoreAway store) {
      return new ApiError(UNAVAILABLE, shape.away(store));
    }
    if (cause instanceof DatabaseBusy) {
      return new ApiError(UNAVAILABLE, "Others are changing the same; try again in a moment")
          .retryAfter(1);
    }
    if (cause instanceof DecodeException) {
      return JsonBody.defect(request).orElseGet(() -> internal(request));
    }
    int status = request.statusCode();
    return status >= LOWEST_ERROR && status != INTERNAL ? ApiError.of(status) : internal(request);
  }

  private static ApiError internal(RoutingContext request) {
    return new ApiError(
        INTERNAL, "Internal server error", Map.of("request_id", RequestId.of(request)));
  }

  /** Whoever owns the store says that it is away; each request need not say it again. */
  private static boolean isMeant(Throwable cause) {
    return cause instanceof ApiError
        || cause instanceof HttpException
        || cause instanceof StoreAway;
  }
}
