package io.marketswarm.node;

import io.marketswarm.log.Logs;
import io.marketswarm.store.PrivateFiles;
import io.marketswarm.store.StoreException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Secrets that a node makes for itself on its first start and keeps in its data directory, for
 * installations that bring none of their own. The environment overrides them.
 */
public final class NodeSecrets {
  public static final String INTERNAL_AUTH = "INTERNAL_AUTH_SECRET";
  public static final String APP_SESSION = "APP_SESSION_SECRET";
  public static final String BRIDGE = "BRIDGE_SECRET";

  private static final List<String> NAMES = List.of(INTERNAL_AUTH, APP_SESSION, BRIDGE);
  private static final int BYTES = 32;

  private final Map<String, String> values;

  private NodeSecrets(Map<String, String> values) {
    this.values = values;
  }

  /** Reads the secrets of a data directory, making what is missing. Blocks. */
  public static NodeSecrets in(Path data, Map<String, String> environment) {
    Path file = data.resolve("secrets.json");
    Map<String, String> kept = read(file);
    Map<String, String> all = new LinkedHashMap<>(kept);
    SecureRandom random = new SecureRandom();
    for (String name : NAMES) {
      all.computeIfAbsent(name, n -> made(random));
    }
    if (!all.equals(kept)) {
      try {
        PrivateFiles.write(file, new JsonObject(new LinkedHashMap<>(all)).encodePrettily());
      } catch (IOException denied) {
        throw new StoreException("cannot keep secrets in " + file + ": " + denied.getMessage());
      }
    }
    NAMES.stream()
        .filter(name -> environment.containsKey(name) && !environment.get(name).isBlank())
        .forEach(name -> all.put(name, environment.get(name)));
    all.values().forEach(Logs.redactor()::hide);
    return new NodeSecrets(Map.copyOf(all));
  }

  private static Map<String, String> read(Path file) {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      Map<String, String> values = new LinkedHashMap<>();
      new JsonObject(Files.readString(file))
          .forEach(entry -> values.put(entry.getKey(), String.valueOf(entry.getValue())));
      return values;
    } catch (IOException | DecodeException unreadable) {
      throw new StoreException(
          "the secrets in " + file + " cannot be read; delete the file to have new ones made");
    }
  }

  private static String made(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public String get(String name) {
    return values.get(name);
  }

  /** By name; for the Truth document's secret part only. */
  Map<String, String> all() {
    return values;
  }
}
