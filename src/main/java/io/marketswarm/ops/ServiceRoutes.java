package io.marketswarm.ops;

import io.marketswarm.service.Catalogue;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.truth.ConfigCategories;
import io.marketswarm.truth.SecretNames;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.JsonBody;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Services: how they stand, how they are configured, and what can be done to them. */
final class ServiceRoutes {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  private final Catalogue catalogue;
  private final Operations operations;
  private final ServiceJson json;
  private final Function<String, Map<String, String>> environment;

  ServiceRoutes(
      Catalogue catalogue,
      Operations operations,
      ServiceJson json,
      Function<String, Map<String, String>> environment) {
    this.catalogue = catalogue;
    this.operations = operations;
    this.json = json;
    this.environment = environment;
  }

  void addTo(Router router) {
    router.get("/api/services").handler(request -> request.json(list()));
    router.post("/api/services/start-all").respond(this::startAll);
    router.post("/api/services/stop-all").respond(request -> stopAll());
    router.get("/api/services/:name").handler(request -> request.json(one(request)));
    router.get("/api/services/:name/config").handler(request -> request.json(config(request)));
    router.post("/api/services/:name/start").respond(this::start);
    router.post("/api/services/:name/stop").respond(request -> operations.stop(name(request)));
    router.post("/api/services/:name/restart").respond(this::restart);
    router.post("/api/services/:name/scale").respond(this::scale);
  }

  JsonArray list() {
    JsonArray all = new JsonArray();
    operations.services().forEach(status -> all.add(json.of(status)));
    return all;
  }

  private JsonObject one(RoutingContext request) {
    return json.of(operations.service(name(request)));
  }

  private static String name(RoutingContext request) {
    return request.pathParam("name");
  }

  private JsonObject config(RoutingContext request) {
    ServiceSpec service = operations.service(name(request)).service();
    Map<String, String> declared = environment.apply(service.id());
    JsonObject env = new JsonObject();
    new TreeMap<>(declared).forEach((key, value) -> env.put(key, SecretNames.masked(key, value)));
    JsonObject categorized = new JsonObject();
    ConfigCategories.group(declared)
        .forEach((category, entries) -> categorized.put(category.label(), entries(entries)));
    return new JsonObject()
        .put("name", service.id())
        .put(
            "meta",
            new JsonObject().put("name", service.id()).put("description", service.description()))
        .put("env", env)
        .put("categorized", categorized);
  }

  private static JsonArray entries(List<ConfigCategories.Entry> entries) {
    JsonArray out = new JsonArray();
    for (ConfigCategories.Entry entry : entries) {
      out.add(
          new JsonObject()
              .put("key", entry.key())
              .put("default", entry.value())
              .put("type", entry.type().label()));
    }
    return out;
  }

  private Future<JsonObject> start(RoutingContext request) {
    return operations.start(name(request), overrides(JsonBody.objectOrEmpty(request), "env"));
  }

  private Future<JsonObject> restart(RoutingContext request) {
    return operations.restart(name(request), overrides(JsonBody.objectOrEmpty(request), "env"));
  }

  private Future<JsonObject> scale(RoutingContext request) {
    JsonObject body = JsonBody.object(request);
    if (!(body.getValue("instances") instanceof Integer instances)) {
      throw ApiError.badRequest(
          "instances must be a whole number, found " + body.getValue("instances"));
    }
    Object verticle = body.getValue("verticle");
    if (verticle != null && !(verticle instanceof String)) {
      throw ApiError.badRequest("verticle must be a text, found " + verticle);
    }
    return operations.scale(name(request), Optional.ofNullable((String) verticle), instances);
  }

  private Future<JsonObject> startAll(RoutingContext request) {
    JsonObject body = JsonBody.objectOrEmpty(request);
    Map<String, String> common = overrides(body, "env");
    Map<String, Map<String, String>> own = new HashMap<>();
    object(body, "service_env")
        .fieldNames()
        .forEach(id -> own.put(id, overrides(object(body, "service_env"), id)));
    return Sweep.upwards(
            others(),
            id -> {
              Map<String, String> env = new HashMap<>(common);
              env.putAll(own.getOrDefault(id, Map.of()));
              return operations.start(id, env);
            })
        .map(results -> new JsonObject().put("results", results));
  }

  private Future<JsonObject> stopAll() {
    return Sweep.downwards(others(), operations::stop)
        .map(results -> new JsonObject().put("results", results));
  }

  private List<ServiceSpec> others() {
    return catalogue.startOrder().stream()
        .filter(service -> !operations.isSelf(service.id()))
        .toList();
  }

  private static JsonObject object(JsonObject body, String field) {
    Object value = body.getValue(field);
    if (value == null) {
      return new JsonObject();
    }
    if (value instanceof JsonObject object) {
      return object;
    }
    throw ApiError.badRequest(field + " must be an object");
  }

  /** Variables by name; numbers and booleans are taken as they would be written. */
  private static Map<String, String> overrides(JsonObject body, String field) {
    Map<String, String> out = new HashMap<>();
    for (Map.Entry<String, Object> entry : object(body, field)) {
      Object value = entry.getValue();
      boolean plain =
          value instanceof String || value instanceof Number || value instanceof Boolean;
      if (!VARIABLE.matcher(entry.getKey()).matches() || !plain) {
        throw ApiError.badRequest(
            "%s.%s is no variable with a plain value".formatted(field, entry.getKey()));
      }
      out.put(entry.getKey(), value.toString());
    }
    return out;
  }
}
