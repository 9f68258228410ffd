package io.marketswarm.cli;

import io.marketswarm.node.Services;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.service.Catalogue;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.store.BusName;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "health",
    description = {
      "Says whether the services of this node are well; for supervisors.",
      "A service with a port is well when its health page says so, another when its heartbeat is"
          + " fresh and its buses answer. Exits with 1 when one is not."
    })
final class HealthCommand implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 2_000;
  private static final int FINE = 200;
  private static final String HEARTBEAT = ":heartbeat";

  @Mixin private Help help;
  @Mixin private NodeOptions node;
  @Spec private CommandSpec spec;

  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      defaultValue = "${env:SERVICE_ID:-}",
      description = "Asks for one service (default: SERVICE_ID, else all that are enabled).")
  private String only;

  @Override
  public Integer call() {
    NodeConfig config = node.config();
    int code = ExitCodes.OK;
    try (BusProbe buses = new BusProbe(node)) {
      for (ServiceSpec service : asked(config)) {
        Optional<String> trouble = trouble(service, config, buses);
        spec.commandLine().getOut().printf("%-14s %s%n", service.id(), trouble.orElse("ok"));
        code = trouble.isPresent() ? ExitCodes.FAILED : code;
      }
    }
    return code;
  }

  private List<ServiceSpec> asked(NodeConfig config) {
    Catalogue catalogue = Services.catalogue();
    if (only.isBlank()) {
      return catalogue.startOrder().stream()
          .filter(service -> config.services().get(service.id()).enabled())
          .toList();
    }
    return List.of(
        catalogue
            .service(only)
            .orElseThrow(
                () -> new ParameterException(spec.commandLine(), "there is no service " + only)));
  }

  private static Optional<String> trouble(ServiceSpec service, NodeConfig config, BusProbe buses) {
    return service
        .port()
        .map(port -> page(config, service.id(), port.healthPath()))
        .orElseGet(() -> silence(service, buses));
  }

  private static Optional<String> page(NodeConfig config, String service, String path) {
    Map<String, URI> addresses = config.addresses();
    if (!addresses.containsKey(service)) {
      return Optional.of("is not enabled");
    }
    try {
      HttpURLConnection connection =
          (HttpURLConnection) addresses.get(service).resolve(path).toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      config
          .adminToken()
          .filter(token -> service.equals("admin"))
          .ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
      int status = connection.getResponseCode();
      return status == FINE ? Optional.empty() : Optional.of("answers " + status);
    } catch (IOException away) {
      return Optional.of("does not answer: " + away.getMessage());
    }
  }

  private static Optional<String> silence(ServiceSpec service, BusProbe buses) {
    for (BusName bus : service.buses()) {
      if (!buses.answers(bus)) {
        return Optional.of(bus.id() + " does not answer");
      }
    }
    boolean fresh =
        service.beat().isEmpty() || buses.holds(BusName.SYSTEM, service.id() + HEARTBEAT);
    return fresh ? Optional.empty() : Optional.of("has no fresh heartbeat");
  }
}
