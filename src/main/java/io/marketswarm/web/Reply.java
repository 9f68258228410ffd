package io.marketswarm.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * A whole answer in JSON, ready to be sent, and to be kept for a client that asks again.
 *
 * @param replayed whether it was given before
 */
public record Reply(int status, Buffer body, boolean replayed) {
  private static final int OK = 200;
  private static final int CREATED = 201;

  public Reply(int status, Buffer body) {
    this(status, body, false);
  }

  /** {@code {"success":true,"data":{...}}} with status 200. */
  public static Reply ok(JsonObject data) {
    return data(OK, data);
  }

  /** {@code {"success":true,"data":[...],"count":n}} with status 200. */
  public static Reply ok(JsonArray data) {
    return flat(OK, new JsonObject().put("data", data).put("count", data.size()));
  }

  /** {@code {"success":true,"data":{...}}} with status 201. */
  public static Reply created(JsonObject data) {
    return data(CREATED, data);
  }

  /** {@code {"success":true,"message":"..."}} with status 200. */
  public static Reply done(String message) {
    return flat(OK, new JsonObject().put("message", message));
  }

  /** {@code success} beside the given fields. */
  public static Reply flat(int status, JsonObject fields) {
    JsonObject body = new JsonObject().put("success", true);
    return new Reply(status, body.mergeIn(fields).toBuffer());
  }

  private static Reply data(int status, JsonObject data) {
    return flat(status, new JsonObject().put("data", data));
  }

  public void send(RoutingContext request) {
    HttpServerResponse response = request.response();
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    if (replayed) {
      response.putHeader("Idempotency-Replayed", "true");
    }
    response.end(body);
  }
}
