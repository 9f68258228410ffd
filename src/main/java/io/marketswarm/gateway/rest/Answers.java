package io.marketswarm.gateway.rest;

import io.marketswarm.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** Answers of the data routes, {@code {success, data, ts}}, and of the bare administrative ones. */
public final class Answers {
  private static final int OK = 200;
  private static final int CREATED = 201;

  private Answers() {}

  /** Sends what the work comes to, or fails the request with the reason why it came to nothing. */
  public static Handler<RoutingContext> with(Function<RoutingContext, Future<Reply>> work) {
    return request ->
        work.apply(request).onSuccess(reply -> reply.send(request)).onFailure(request::fail);
  }

  public static Reply ok(Object data) {
    return stamped(OK, new JsonObject().put("data", data));
  }

  public static Reply created(Object data) {
    return stamped(CREATED, new JsonObject().put("data", data));
  }

  /** There is nothing to say but that it was done. */
  public static Reply done() {
    return stamped(OK, new JsonObject());
  }

  /** Fields of a route's own beside {@code success}. */
  public static Reply stamped(int status, JsonObject fields) {
    return Reply.flat(status, fields.put("ts", System.currentTimeMillis()));
  }

  /** Nothing but the object, as the administrative routes do. */
  public static Reply bare(JsonObject body) {
    return bare(body.toBuffer());
  }

  /** Nothing but an object that is encoded already. */
  public static Reply bare(Buffer body) {
    return new Reply(OK, body);
  }
}
