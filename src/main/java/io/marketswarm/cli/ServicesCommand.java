package io.marketswarm.cli;

import io.marketswarm.node.Services;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.service.Placement;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.VerticleSpec;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "services",
    description = {
      "Lists what the system is made of, and how it stands.",
      "For each service: its state when the node of this configuration runs, its port, its",
      "verticles with their instances and limits, and the services it needs."
    })
final class ServicesCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Mixin private Help help;
  @Mixin private NodeOptions node;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Prints one JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    NodeConfig config = node.config();
    Map<String, String> states = askNode(config);
    List<ServiceSpec> services = Services.catalogue().startOrder();
    if (json) {
      JsonArray all = new JsonArray();
      services.forEach(service -> all.add(describe(service, config, states)));
      spec.commandLine().getOut().println(all.encodePrettily());
      return ExitCodes.OK;
    }
    var out = spec.commandLine().getOut();
    out.printf("%-14s %-9s %-6s %-28s %s%n", "SERVICE", "STATE", "PORT", "VERTICLES", "NEEDS");
    for (ServiceSpec service : services) {
      NodeConfig.Service configured = config.services().get(service.id());
      out.printf(
          "%-14s %-9s %-6s %-28s %s%n",
          service.id(),
          states.getOrDefault(service.id(), configured.enabled() ? "-" : "disabled"),
          service.port().isPresent() ? configured.port() : "-",
          verticles(service, configured),
          String.join(", ", service.needs()));
    }
    if (states.isEmpty()) {
      out.println("(the node of this configuration is not running)");
    }
    return ExitCodes.OK;
  }

  private static String verticles(ServiceSpec service, NodeConfig.Service configured) {
    return service.verticles().stream()
        .map(v -> v.name() + " " + configured.instances().get(v.name()) + limit(v))
        .collect(Collectors.joining(", "));
  }

  private static String limit(VerticleSpec verticle) {
    return switch (verticle.placement()) {
      case EVERY_NODE -> " (max " + verticle.maxInstances() + ")";
      case SINGLE_OWNER -> " (single owner)";
      case PER_KEY -> " (keys, max " + verticle.maxInstances() + ")";
    };
  }

  private static JsonObject describe(
      ServiceSpec service, NodeConfig config, Map<String, String> states) {
    NodeConfig.Service configured = config.services().get(service.id());
    JsonArray verticles = new JsonArray();
    for (VerticleSpec verticle : service.verticles()) {
      verticles.add(
          new JsonObject()
              .put("name", verticle.name())
              .put("instances", configured.instances().get(verticle.name()))
              .put("max_instances", verticle.maxInstances())
              .put("single_owner", verticle.placement() == Placement.SINGLE_OWNER)
              .put("per_key", verticle.placement() == Placement.PER_KEY));
    }
    return new JsonObject()
        .put("name", service.id())
        .put("description", service.description())
        .put("enabled", configured.enabled())
        .put("state", states.get(service.id()))
        .put("port", service.port().map(p -> configured.port()).orElse(null))
        .put("verticles", verticles)
        .put("dependencies", new JsonArray(service.needs()));
  }

  /** The states of the services, when the node's admin port answers. */
  private static Map<String, String> askNode(NodeConfig config) {
    NodeConfig.Service admin = config.services().get("admin");
    URI uri = URI.create("http://" + admin.bind() + ":" + admin.port() + "/api/services");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
    config.adminToken().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    Map<String, String> states = new LinkedHashMap<>();
    try {
      HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      for (Object entry : new JsonArray(answer.body())) {
        JsonObject service = (JsonObject) entry;
        states.put(
            service.getString("name"),
            Optional.ofNullable(service.getString("state")).orElse("unknown"));
      }
    } catch (IOException | DecodeException notRunning) {
      return Map.of();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return states;
  }
}
