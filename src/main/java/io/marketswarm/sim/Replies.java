package io.marketswarm.sim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Answers in the provider's envelopes. */
final class Replies {
  private static final String JSON = "application/json";

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
    Throwable cause = ctx.failure();
    if (cause instanceof IllegalArgumentException wrong) {
      error(ctx, 400, String.valueOf(wrong.getMessage()));
    } else {
      error(ctx, ctx.statusCode() >= 400 ? ctx.statusCode() : 500, "Internal error");
    }
  }
}
