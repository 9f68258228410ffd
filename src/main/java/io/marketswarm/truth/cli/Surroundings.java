package io.marketswarm.truth.cli;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the commands know without being told.
 *
 * @param environment the variables of the process
 * @param systemBus the address of the system bus of this installation, when it has one
 */
public record Surroundings(Map<String, String> environment, Supplier<Optional<String>> systemBus) {

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  @Override
  public String toString() {
    return "Surroundings" + environment.keySet();
  }
}
