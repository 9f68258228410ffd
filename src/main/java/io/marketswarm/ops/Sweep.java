package io.marketswarm.ops;

import io.marketswarm.service.ServiceSpec;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Does something to all services, each as soon as those are done that have to go first. A failure
 * holds nobody up: it stands in the results.
 */
final class Sweep {
  private Sweep() {}

  /** Those that others need go first. */
  static Future<JsonArray> upwards(
      List<ServiceSpec> inStartOrder, Function<String, Future<JsonObject>> step) {
    return run(inStartOrder, ServiceSpec::needs, step);
  }

  /** Those that need others go first. */
  static Future<JsonArray> downwards(
      List<ServiceSpec> inStartOrder, Function<String, Future<JsonObject>> step) {
    List<ServiceSpec> order = new ArrayList<>(inStartOrder);
    Collections.reverse(order);
    return run(order, service -> dependents(service, order), step);
  }

  private static List<String> dependents(ServiceSpec service, List<ServiceSpec> all) {
    return all.stream()
        .filter(other -> other.needs().contains(service.id()))
        .map(ServiceSpec::id)
        .toList();
  }

  private static Future<JsonArray> run(
      List<ServiceSpec> order,
      Function<ServiceSpec, List<String>> goFirst,
      Function<String, Future<JsonObject>> step) {
    Map<String, Future<JsonObject>> results = new LinkedHashMap<>();
    for (ServiceSpec service : order) {
      List<Future<?>> first = new ArrayList<>();
      goFirst.apply(service).stream()
          .filter(results::containsKey)
          .forEach(id -> first.add(results.get(id)));
      Future<?> ready = first.isEmpty() ? Future.succeededFuture() : Future.all(first);
      results.put(service.id(), ready.compose(v -> result(service.id(), step)));
    }
    return Future.all(new ArrayList<>(results.values()))
        .map(v -> new JsonArray(results.values().stream().map(Future::result).toList()));
  }

  private static Future<JsonObject> result(String id, Function<String, Future<JsonObject>> step) {
    Future<JsonObject> done;
    try {
      done = step.apply(id);
    } catch (RuntimeException refused) {
      done = Future.failedFuture(refused);
    }
    return done.map(answer -> new JsonObject().put("name", id).mergeIn(answer))
        .otherwise(
            cause ->
                new JsonObject()
                    .put("name", id)
                    .put("success", false)
                    .put("error", cause.getMessage()));
  }
}
