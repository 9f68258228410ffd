package io.marketswarm.bus.bridge;

import java.util.List;
import java.util.Set;

/**
 * How integrators reach the event bus.
 *
 * @param host address both transports listen on; loopback unless a proxy with TLS stands in front
 * @param tcpPort port of the framed TCP transport, 0 for any free one
 * @param httpPort port of the SockJS and WebSocket transport, 0 for any free one
 * @param path where the latter is mounted
 * @param limits what one client may ask for
 * @param allowedOrigins web origins whose pages may connect besides the bridge's own, for example
 *     {@code https://desk.example.com}; {@code *} allows all
 * @param inbound addresses clients may send and publish to
 * @param outbound addresses clients may listen to
 */
public record BridgeOptions(
    String host,
    int tcpPort,
    int httpPort,
    String path,
    BridgeLimits limits,
    Set<String> allowedOrigins,
    List<Permission> inbound,
    List<Permission> outbound) {
  private static final int LARGEST_PORT = 65_535;

  private static final Permission INTEGRATORS = Permission.matching("integrator\\..+");
  private static final Permission MARKET = Permission.matching("market\\..+", "market");

  /**
   * Loopback; integrators among themselves, and the market for those with the role of that name.
   */
  public static final BridgeOptions DEFAULTS =
      new BridgeOptions(
          "127.0.0.1",
          7000,
          7001,
          "/eventbus",
          BridgeLimits.DEFAULTS,
          Set.of(),
          List.of(INTEGRATORS),
          List.of(INTEGRATORS, MARKET));

  public BridgeOptions {
    if (host.isBlank()) {
      throw new IllegalArgumentException("bridge without a host");
    }
    requirePort("tcpPort", tcpPort);
    requirePort("httpPort", httpPort);
    if (!path.matches("(/[A-Za-z0-9._-]+)+")) {
      throw new IllegalArgumentException("path '" + path + "' is not like /eventbus");
    }
    allowedOrigins = Set.copyOf(allowedOrigins);
    allowedOrigins.forEach(BridgeOptions::requireOrigin);
    inbound = List.copyOf(inbound);
    outbound = List.copyOf(outbound);
  }

  public BridgeOptions withPorts(int tcp, int http) {
    return new BridgeOptions(host, tcp, http, path, limits, allowedOrigins, inbound, outbound);
  }

  public BridgeOptions withLimits(BridgeLimits other) {
    return new BridgeOptions(
        host, tcpPort, httpPort, path, other, allowedOrigins, inbound, outbound);
  }

  public BridgeOptions withAllowedOrigins(Set<String> origins) {
    return new BridgeOptions(host, tcpPort, httpPort, path, limits, origins, inbound, outbound);
  }

  public BridgeOptions withPermissions(List<Permission> in, List<Permission> out) {
    return new BridgeOptions(host, tcpPort, httpPort, path, limits, allowedOrigins, in, out);
  }

  private static void requirePort(String name, int port) {
    if (port < 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException(name + " " + port + " is not 0.." + LARGEST_PORT);
    }
  }

  private static void requireOrigin(String origin) {
    if (!origin.equals("*") && !origin.matches("https?://[^/\\s]+")) {
      throw new IllegalArgumentException(
          "origin '" + origin + "' is not like https://desk.example.com");
    }
  }
}
