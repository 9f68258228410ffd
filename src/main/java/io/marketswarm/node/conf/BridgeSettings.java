package io.marketswarm.node.conf;

import io.marketswarm.bus.bridge.BridgeLimits;
import io.marketswarm.bus.bridge.BridgeOptions;
import io.marketswarm.bus.bridge.Permission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the part of the configuration that concerns integrators. */
final class BridgeSettings {
  private static final BridgeOptions DEFAULTS = BridgeOptions.DEFAULTS;
  private static final int HIGHEST_PORT = 65_535;

  private BridgeSettings() {}

  /**
   * @param service where the bridge's service listens, or null when there is none
   */
  static BridgeOptions read(Settings settings, NodeConfig.Service service) {
    String path = settings.text("bridge.path", DEFAULTS.path());
    if (!path.matches("(/[A-Za-z0-9._-]+)+")) {
      settings.problem("bridge.path", "found \"" + path + "\", allowed: a path like /eventbus");
      path = DEFAULTS.path();
    }
    List<String> origins = settings.texts("bridge.origins", List.of());
    for (String origin : origins) {
      if (!origin.equals("*") && !origin.matches("https?://[^/\\s]+")) {
        settings.problem(
            "bridge.origins", "found \"" + origin + "\", allowed: like https://desk.example.com");
        origins = List.of();
      }
    }
    return new BridgeOptions(
        service == null ? DEFAULTS.host() : service.bind(),
        settings.between("bridge.tcpPort", DEFAULTS.tcpPort(), 0, HIGHEST_PORT),
        service == null ? DEFAULTS.httpPort() : service.port(),
        path,
        limits(settings),
        Set.copyOf(origins),
        permissions(settings, "bridge.inbound", DEFAULTS.inbound()),
        permissions(settings, "bridge.outbound", DEFAULTS.outbound()));
  }

  private static BridgeLimits limits(Settings settings) {
    BridgeLimits defaults = BridgeLimits.DEFAULTS;
    return new BridgeLimits(
        settings.between("bridge.maxFrameBytes", defaults.maxFrameBytes(), 256, 16 << 20),
        settings.between("bridge.messagesPerSecond", defaults.messagesPerSecond(), 1, 1_000_000),
        settings.between("bridge.maxRegistrations", defaults.maxRegistrations(), 1, 100_000),
        settings.between("bridge.maxConnections", defaults.maxConnections(), 1, 1_000_000),
        settings.between("bridge.idleSeconds", defaults.idleSeconds(), 1, 86_400),
        settings.between("bridge.replySeconds", defaults.replySeconds(), 1, 86_400));
  }

  private static List<Permission> permissions(
      Settings settings, String path, List<Permission> fallback) {
    if (!settings.has(path)) {
      return fallback;
    }
    List<Permission> permissions = new ArrayList<>();
    List<Map<String, Object>> entries = settings.objects(path);
    for (int i = 0; i < entries.size(); i++) {
      permission(settings, path + "[" + i + "]", entries.get(i), permissions);
    }
    return permissions;
  }

  private static void permission(
      Settings settings, String path, Map<String, Object> entry, List<Permission> permissions) {
    for (String key : entry.keySet()) {
      if (!Set.of("address", "addressRegex", "requiredRoles").contains(key)) {
        settings.problem(
            path, "found " + key + ", allowed: address or addressRegex, requiredRoles");
      }
    }
    Object address = entry.get("address");
    Object regex = entry.get("addressRegex");
    if ((address == null) == (regex == null)
        || !((address == null ? regex : address) instanceof String)) {
      settings.problem(path, "needs either address or addressRegex, a text");
      return;
    }
    String[] roles = roles(settings, path, entry.get("requiredRoles"));
    try {
      permissions.add(
          address == null
              ? Permission.matching((String) regex, roles)
              : Permission.exactly((String) address, roles));
    } catch (IllegalArgumentException refused) {
      settings.problem(path, refused.getMessage());
    }
  }

  private static String[] roles(Settings settings, String path, Object value) {
    if (value == null) {
      return new String[0];
    }
    Iterable<?> list =
        value instanceof io.vertx.core.json.JsonArray array
            ? array.getList()
            : value instanceof Collection<?> collection ? collection : List.of(value);
    List<String> roles = new ArrayList<>();
    for (Object role : list) {
      if (role instanceof String text && !text.isBlank()) {
        roles.add(text);
      } else {
        settings.problem(path + ".requiredRoles", "found " + role + ", allowed: a list of texts");
      }
    }
    return roles.toArray(String[]::new);
  }
}
