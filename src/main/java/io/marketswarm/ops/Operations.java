package io.marketswarm.ops;

import io.marketswarm.bus.ServiceReply;
import io.marketswarm.log.Log;
import io.marketswarm.log.Logs;
import io.marketswarm.service.Busy;
import io.marketswarm.service.Operator;
import io.marketswarm.service.Refused;
import io.marketswarm.service.ServiceControl;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operator can ask of this admin server, and how he is answered over HTTP. */
final class Operations {
  private static final int BAD_REQUEST = 400;
  private static final Log LOG = Log.of("admin");

  private final ServiceControl control;
  private final Operator operator;
  private final String self;

  /**
   * @param self the service that answers the operator, which he cannot stop without being cut off
   */
  Operations(ServiceControl control, Operator operator, String self) {
    this.control = control;
    this.operator = operator;
    this.self = self;
  }

  List<ServiceStatus> services() {
    return control.services();
  }

  ServiceStatus service(String id) {
    return control.service(id).orElseThrow(() -> ApiError.notFound("Unknown service: " + id));
  }

  Future<JsonObject> start(String id, Map<String, String> overrides) {
    boolean already = service(id).running();
    return operator
        .start(id, overrides)
        .map(reply -> already ? done(reply).put("pid", reply.pid()) : started(id, reply))
        .recover(Operations::refusal);
  }

  Future<JsonObject> stop(String id) {
    service(id);
    refuseSelf(id, "stop");
    return operator.stop(id).map(Operations::done).recover(Operations::refusal);
  }

  Future<JsonObject> restart(String id, Map<String, String> overrides) {
    service(id);
    refuseSelf(id, "restart");
    return operator
        .restart(id, overrides)
        .map(reply -> started(id, reply))
        .recover(Operations::refusal);
  }

  Future<JsonObject> scale(String id, Optional<String> verticle, int instances) {
    service(id);
    return operator
        .scale(id, verticle, instances)
        .map(reply -> done(reply).put("instances", reply.instances()))
        .recover(Operations::refusal);
  }

  boolean isSelf(String id) {
    return id.equals(self);
  }

  private void refuseSelf(String id, String what) {
    if (isSelf(id)) {
      throw ApiError.badRequest(
          "%s answers this request and cannot %s itself; stop the node instead"
              .formatted(id, what));
    }
  }

  private JsonObject started(String id, ServiceReply reply) {
    JsonObject answer = done(reply).put("pid", reply.pid()).put("log", "logs/" + id + ".log");
    return service(id).service().beat().isEmpty()
        ? answer
        : answer.put("heartbeat", reply.heartbeat());
  }

  private static JsonObject done(ServiceReply reply) {
    return new JsonObject().put("success", reply.success()).put("message", reply.message());
  }

  /** Why a service would not do as told; the operator has to know, secrets excepted. */
  private static <T> Future<T> refusal(Throwable cause) {
    if (cause instanceof ApiError || cause instanceof Busy) {
      return Future.failedFuture(cause);
    }
    if (!(cause instanceof Refused)) {
      LOG.warn("refused: " + cause.getMessage());
    }
    String reason = Logs.redactor().redact(String.valueOf(cause.getMessage()));
    return Future.failedFuture(new ApiError(BAD_REQUEST, reason));
  }
}
