package io.marketswarm.ops;

import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.Placement;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.service.VerticleSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How a service stands, as clients read it. */
final class ServiceJson {
  private final NodeIdentity node;
  private final Map<String, URI> addresses;
  private final Function<String, Optional<String>> truthVersion;

  /**
   * @param truthVersion the version of Truth a service runs with, as far as known
   */
  ServiceJson(
      NodeIdentity node,
      Map<String, URI> addresses,
      Function<String, Optional<String>> truthVersion) {
    this.node = node;
    this.addresses = addresses;
    this.truthVersion = truthVersion;
  }

  JsonObject of(ServiceStatus status) {
    ServiceSpec service = status.service();
    boolean running = status.running();
    Instant since = running ? status.since() : null;
    return new JsonObject()
        .put("name", service.id())
        .put("description", service.description())
        .put("port", port(service))
        .put("running", running)
        .put("pid", running ? node.pid() : null)
        .put("started_at", since == null ? null : HealthJson.iso(since))
        .put(
            "uptime_seconds",
            since == null ? null : Duration.between(since, Instant.now()).toSeconds())
        .put("state", status.state().name().toLowerCase(Locale.ROOT))
        .put("trouble", status.trouble())
        .put("deployment_id", status.deployments().stream().findFirst().orElse(null))
        .put("node_id", running ? node.id() : null)
        .put("instances", status.totalInstances())
        .put("verticles", verticles(status))
        .put("phase", service.phase().ordinal() + 1)
        .put("dependencies", new JsonArray(service.needs()))
        .put("truth_version", truthVersion.apply(service.id()).orElse(null));
  }

  private Integer port(ServiceSpec service) {
    URI address = addresses.get(service.id());
    return address == null ? null : address.getPort();
  }

  private static JsonArray verticles(ServiceStatus status) {
    JsonArray out = new JsonArray();
    for (VerticleSpec verticle : status.service().verticles()) {
      JsonObject json =
          new JsonObject()
              .put("name", verticle.name())
              .put("instances", status.instances().getOrDefault(verticle.name(), 0))
              .put("max_instances", verticle.maxInstances())
              .put("single_owner", verticle.placement() == Placement.SINGLE_OWNER);
      switch (verticle.placement()) {
        case EVERY_NODE -> {}
        case SINGLE_OWNER -> json.put("owner", status.owned().contains(verticle.name()));
        case PER_KEY -> json.put("keys", new JsonArray(status.keysOf(verticle)));
      }
      out.add(json);
    }
    return out;
  }
}
