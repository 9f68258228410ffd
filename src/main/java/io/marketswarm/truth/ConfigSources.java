package io.marketswarm.truth;

import java.util.HashMap;
import java.util.Map;

/**
 * Where the values of a service come from beside the Truth document, strongest first.
 *
 * @param overrides what an operator gave at this start
 * @param environment the environment of the process
 * @param secrets the secrets of the service's own scope
 */
public record ConfigSources(
    Map<String, String> overrides, Map<String, String> environment, Map<String, String> secrets) {

  public ConfigSources {
    overrides = Map.copyOf(overrides);
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
  }

  /** Nothing but the environment of a process. */
  public static ConfigSources of(Map<String, String> environment) {
    return new ConfigSources(Map.of(), environment, Map.of());
  }

  public ConfigSources withOverrides(Map<String, String> values) {
    return new ConfigSources(values, environment, secrets);
  }

  public ConfigSources withSecrets(Map<String, String> values) {
    return new ConfigSources(overrides, environment, values);
  }

  /** Adds secrets without replacing any that is there. */
  ConfigSources withSecretsBelow(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.putAll(secrets);
    return withSecrets(all);
  }

  @Override
  public String toString() {
    return "ConfigSources[" + overrides.keySet() + ", " + secrets.keySet() + "]";
  }
}
