package io.marketswarm.truth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gives the declared variables of a component their values: an operator's override, else the
 * environment, else the service's secret of that name, else the default of the document. A value
 * that is still a template counts as not set; a default that leads nowhere is left out.
 */
final class EnvResolution {
  private final Component component;
  private final ConfigSources sources;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  private EnvResolution(Component component, ConfigSources sources) {
    this.component = component;
    this.sources = sources;
  }

  static EnvResolution of(Component component, ConfigSources sources) {
    EnvResolution resolution = new EnvResolution(component, sources);
    component.env().forEach(resolution::resolve);
    return resolution;
  }

  Map<String, String> values() {
    return values;
  }

  List<String> warnings() {
    return warnings;
  }

  private void resolve(String name, String fallback) {
    Optional<String> value =
        set(sources.overrides(), name)
            .or(() -> set(sources.environment(), name))
            .or(() -> secret(name))
            .or(() -> EnvTemplate.resolve(fallback, this::reference));
    if (value.isPresent()) {
      values.put(name, value.get());
    } else {
      warnings.add(name + " is left out: its default refers to a variable that is set nowhere");
    }
  }

  private Optional<String> reference(String name) {
    return set(sources.environment(), name).or(() -> secret(name));
  }

  /** Secrets may be filed under the variable's name, in lower case, or without the scope in it. */
  private Optional<String> secret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String scope = component.id().toLowerCase(Locale.ROOT) + "_";
    Stream<String> names =
        lower.startsWith(scope)
            ? Stream.of(name, lower, lower.substring(scope.length()))
            : Stream.of(name, lower);
    return names.flatMap(alias -> set(sources.secrets(), alias).stream()).findFirst();
  }

  private static Optional<String> set(Map<String, String> values, String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !EnvTemplate.isTemplate(value));
  }
}
