package io.marketswarm.ops;

import io.marketswarm.web.ApiError;
import io.marketswarm.web.JsonBody;
import io.marketswarm.web.gates.GateEditor;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What each tier may do: shown, changed and set back. */
final class GateRoutes {
  private static final String PATH = "/api/tier-gates";
  private static final int INTERNAL = 500;

  private final GateEditor gates;

  GateRoutes(GateEditor gates) {
    this.gates = gates;
  }

  void addTo(Router router) {
    router.get(PATH).handler(request -> answer(request, gates.read()));
    router.post(PATH).handler(this::change);
    router.post(PATH + "/reset").handler(request -> answer(request, changed(gates.reset())));
  }

  private void change(RoutingContext request) {
    answer(request, changed(gates.merge(JsonBody.object(request))));
  }

  private static Future<JsonObject> changed(Future<JsonObject> saved) {
    return saved.map(config -> new JsonObject().put("success", true).put("config", config));
  }

  private static void answer(RoutingContext request, Future<JsonObject> body) {
    body.onSuccess(request::json)
        .onFailure(
            cause ->
                request.fail(
                    cause instanceof ApiError
                        ? cause
                        : new ApiError(
                            INTERNAL, "the tier gates are not reachable: " + cause.getMessage())));
  }
}
