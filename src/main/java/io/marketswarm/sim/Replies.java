package io.marketswarm.sim;

import io.marketswarm.log.Log;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

/** Answers in the provider's envelopes. */
final class Replies {
  private static final String JSON = "application/json";

  private final Log log = Log.of("sim");
  private final Counters counters;
  private long requestNumber;

  Replies(Counters counters) {
    this.counters = counters;
  }

  String nextRequestId() {
    return String.format("%032x", ++requestNumber);
  }

  /** Success with a status, a request id and more members. */
  void ok(RoutingContext ctx, Json.Members members) {
    send(ctx, 200, envelope(nextRequestId(), members));
  }

  static Buffer envelope(String requestId, Json.Members members) {
    return Json.object(
        json -> {
          members.write(json);
          json.writeStringField("request_id", requestId);
          json.writeStringField("status", "OK");
        });
  }

  void error(RoutingContext ctx, int code, String message) {
    String status =
        switch (code) {
          case 403 -> "NOT_AUTHORIZED";
          case 404 -> "NOT_FOUND";
          default -> "ERROR";
        };
    String member = code == 403 || code == 404 ? "message" : "error";
    counters.refused++;
    String requestId = nextRequestId();
    send(
        ctx,
        code,
        Json.object(
            json -> {
              json.writeStringField("status", status);
              json.writeStringField("request_id", requestId);
              json.writeStringField(member, message);
            }));
  }

  void send(RoutingContext ctx, int code, Buffer body) {
    if (ctx.response().ended() || ctx.response().closed()) {
      return;
    }
    ctx.response().setStatusCode(code).putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
  }

  /** Answers for whatever a handler threw: a wrong argument is the client's, the rest is ours. */
  void failure(RoutingContext ctx) {
    Throwable cause = ctx.failure() == null ? new HttpException(ctx.statusCode()) : ctx.failure();
    if (cause instanceof IllegalArgumentException wrong) {
      error(ctx, 400, String.valueOf(wrong.getMessage()));
    } else if (cause instanceof HttpException known) {
      error(ctx, known.getStatusCode(), "Request refused");
    } else {
      log.error("cannot answer " + ctx.request().path(), cause);
      error(ctx, 500, "Internal error");
    }
  }
}
