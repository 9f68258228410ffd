package io.marketswarm.node;

import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.Placement;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.service.VerticleSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an operator sees when the node is up. */
final class Summary {
  private static final String RULE = "─".repeat(78);

  private Summary() {}

  /**
   * @param stores by name, where each store is, without credentials
   */
  static List<String> lines(
      NodeIdentity node,
      NodeConfig config,
      List<ServiceStatus> services,
      Map<String, String> stores,
      double seconds) {
    List<String> lines = new java.util.ArrayList<>();
    lines.add(RULE);
    lines.add(
        " MarketSwarm %s is up (%.1f s): node %s, %s, pid %d"
            .formatted(node.version(), seconds, node.name(), node.env(), node.pid()));
    lines.add(RULE);
    for (ServiceStatus service : services) {
      lines.add(
          " %-14s %-9s %-26s %s"
              .formatted(
                  service.service().id(),
                  service.state().name().toLowerCase(java.util.Locale.ROOT),
                  url(service, config),
                  instances(service)));
      if (service.trouble() != null) {
        lines.add(" %-14s %s".formatted("", service.trouble()));
      }
    }
    lines.add(RULE);
    stores.forEach((name, place) -> lines.add(" %-14s %s".formatted(name, place)));
    lines.add(" %-14s %s".formatted("data", config.data()));
    config.file().ifPresent(file -> lines.add(" %-14s %s".formatted("configuration", file)));
    lines.add(RULE);
    open(services, config).ifPresent(lines::add);
    NodeConfig.Service admin = config.services().get("admin");
    if (admin != null && admin.enabled()) {
      String base = "http://" + admin.bind() + ":" + admin.port();
      lines.add(" Look:  %s/   metrics: %s/metrics".formatted(base, base));
    }
    lines.add(" Stop:  Ctrl+C (or SIGTERM); a second time stops at once");
    lines.add(RULE);
    return lines;
  }

  /** Where traders go: encrypted, if that is possible, because browsers speak HTTP/2 only so. */
  private static Optional<String> open(List<ServiceStatus> services, NodeConfig config) {
    NodeConfig.Service gateway = config.services().get("sse");
    boolean runs = services.stream().anyMatch(s -> s.service().id().equals("sse") && s.running());
    if (gateway == null || !runs) {
      return Optional.empty();
    }
    boolean secure = gateway.tlsPort() > 0 && config.servesTls();
    return Optional.of(
        " Open:  "
            + (secure ? "https://" : "http://")
            + (gateway.bind().equals("127.0.0.1") ? "localhost" : gateway.bind())
            + ":"
            + (secure ? gateway.tlsPort() : gateway.port())
            + "/");
  }

  private static String url(ServiceStatus service, NodeConfig config) {
    NodeConfig.Service configured = config.services().get(service.service().id());
    return service.service().port().isEmpty() || !service.running()
        ? ""
        : "http://" + configured.bind() + ":" + configured.port();
  }

  /** What one node of the cluster does it takes up from now on, unless another has it. */
  private static String instances(VerticleSpec verticle, int count) {
    return verticle.placement() == Placement.EVERY_NODE
        ? verticle.name() + " × " + count
        : verticle.name();
  }

  private static String instances(ServiceStatus service) {
    return service.service().verticles().stream()
        .map(verticle -> instances(verticle, service.instances().get(verticle.name())))
        .collect(Collectors.joining(", "));
  }
}
