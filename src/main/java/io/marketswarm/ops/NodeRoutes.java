package io.marketswarm.ops;

import io.marketswarm.service.NodeIdentity;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.truth.TruthKeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The node: what this admin server can do, and the state of everything at a glance. */
final class NodeRoutes {
  private static final long REDIS_SECONDS = 2;

  private record Feature(String id, String name, String description) {}

  private static final Feature[] FEATURES = {
    new Feature("service-mgmt", "Service management", "Start, stop, restart and scale services"),
    new Feature("log-viewer", "Log viewer", "Read and follow what services say"),
    new Feature("env-overrides", "Overrides", "Start a service with other settings"),
    new Feature("alerts", "Alerts", "What somebody should look at"),
    new Feature("self-config", "Configuration", "The settings of each service"),
    new Feature("live-status", "Live status", "How everything stands now"),
    new Feature("uptime-tracking", "Uptime", "Since when each service runs"),
    new Feature("health-monitor", "Health", "Score, history and events"),
    new Feature("tier-gates", "Tier gates", "What each membership may do"),
  };

  private final NodeIdentity node;
  private final Optional<Path> configFile;
  private final Map<BusName, RedisBus> buses;
  private final ServiceRoutes services;

  NodeRoutes(
      NodeIdentity node,
      Optional<Path> configFile,
      Map<BusName, RedisBus> buses,
      ServiceRoutes services) {
    this.node = node;
    this.configFile = configFile;
    this.buses = buses;
    this.services = services;
  }

  void addTo(Router router) {
    router.get("/api/admin/info").handler(request -> request.json(info()));
    router.get("/api/status").respond(this::status);
  }

  private JsonObject info() {
    JsonArray features = new JsonArray();
    for (Feature feature : FEATURES) {
      features.add(
          new JsonObject()
              .put("id", feature.id())
              .put("name", feature.name())
              .put("desc", feature.description()));
    }
    return new JsonObject()
        .put("version", node.version())
        .put("build_date", BuildDate.of(NodeRoutes.class).map(HealthJson::iso).orElse(null))
        .put("features", features)
        .put("config_file", configFile.map(Path::toString).orElse(null))
        .put("admin_ui_dir", "classpath:" + StartPage.FOLDER);
  }

  private Future<JsonObject> status(RoutingContext request) {
    return truthIsLoaded()
        .map(
            loaded ->
                new JsonObject()
                    .put(
                        "node",
                        new JsonObject()
                            .put("name", node.name())
                            .put("env", node.env())
                            .put("repo_path", Path.of("").toAbsolutePath().toString())
                            .put("node_id", node.id())
                            .put("pid", node.pid())
                            .put("version", node.version())
                            .put("started_at", HealthJson.iso(node.startedAt())))
                    .put("services", services.list())
                    .put("redis", redis())
                    .put("truth", loaded)
                    .put("timestamp", HealthJson.iso(Instant.now())));
  }

  private Future<Boolean> truthIsLoaded() {
    return buses
        .get(BusName.SYSTEM)
        .send(Request.cmd(Command.EXISTS).arg(TruthKeys.TRUTH))
        .timeout(REDIS_SECONDS, TimeUnit.SECONDS)
        .map(answer -> answer.toInteger() == 1)
        .otherwise(false);
  }

  private JsonObject redis() {
    JsonObject out = new JsonObject();
    buses.forEach(
        (name, bus) ->
            out.put(name.id(), new JsonObject().put("port", bus.port()).put("running", bus.up())));
    return out;
  }
}
