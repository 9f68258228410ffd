package io.marketswarm.web;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;

/**
 * Waits only so long for the whole body of a request. A client that sends a byte now and then is
 * never silent, and would otherwise hold its place for ever.
 */
final class BodyDeadline implements Handler<RoutingContext> {
  private static final int TIMEOUT = 408;
  private static final Set<HttpMethod> WRITING =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  private final Vertx vertx;
  private final long millis;

  BodyDeadline(Vertx vertx, Duration patience) {
    this.vertx = vertx;
    this.millis = patience.toMillis();
  }

  @Override
  public void handle(RoutingContext request) {
    if (bringsBody(request.request())) {
      long timer = vertx.setTimer(millis, late -> end(request));
      request.addEndHandler(ended -> vertx.cancelTimer(timer));
    }
    request.next();
  }

  private static boolean bringsBody(HttpServerRequest request) {
    MultiMap headers = request.headers();
    return !request.isEnded()
        && !headers.contains(HttpHeaders.UPGRADE)
        && (headers.contains(HttpHeaders.CONTENT_LENGTH)
            || headers.contains(HttpHeaders.TRANSFER_ENCODING)
            || request.version() == HttpVersion.HTTP_2 && WRITING.contains(request.method()));
  }

  private static void end(RoutingContext request) {
    if (!request.request().isEnded() && !request.response().ended()) {
      if (request.request().version() != HttpVersion.HTTP_2) {
        // The rest of the body may still come, for as long as the client likes.
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        request.addEndHandler(told -> request.request().connection().close());
      }
      request.fail(ApiError.of(TIMEOUT));
    }
  }
}
