package io.marketswarm.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All services of the product, and the order in which they start. */
public final class Catalogue {
  private final Map<String, ServiceSpec> services = new LinkedHashMap<>();

  public Catalogue(List<ServiceSpec> services) {
    for (ServiceSpec service : services) {
      if (this.services.put(service.id(), service) != null) {
        throw new IllegalArgumentException("service " + service.id() + " is listed twice");
      }
      requireDistinctVerticles(service);
    }
    for (ServiceSpec service : services) {
      for (String need : service.needs()) {
        if (!this.services.containsKey(need)) {
          throw new IllegalArgumentException(
              service.id() + " needs " + need + ", which is unknown");
        }
      }
    }
    startOrder();
  }

  private static void requireDistinctVerticles(ServiceSpec service) {
    Set<String> names = new HashSet<>();
    for (VerticleSpec verticle : service.verticles()) {
      if (!names.add(verticle.name())) {
        throw new IllegalArgumentException(
            service.id() + " has two verticles named " + verticle.name());
      }
    }
  }

  /** In catalogue order. */
  public List<ServiceSpec> services() {
    return List.copyOf(services.values());
  }

  public Optional<ServiceSpec> service(String id) {
    return Optional.ofNullable(services.get(id));
  }

  /** Dependencies first; services that depend on nothing unstarted go by phase, then as listed. */
  public List<ServiceSpec> startOrder() {
    List<ServiceSpec> order = new ArrayList<>();
    Set<String> placed = new HashSet<>();
    ArrayDeque<ServiceSpec> waiting = new ArrayDeque<>();
    services.values().stream()
        .sorted(java.util.Comparator.comparing(ServiceSpec::phase))
        .forEach(waiting::add);
    int untouched = 0;
    while (!waiting.isEmpty()) {
      ServiceSpec next = waiting.removeFirst();
      if (placed.containsAll(next.needs())) {
        order.add(next);
        placed.add(next.id());
        untouched = 0;
      } else {
        waiting.addLast(next);
        if (++untouched > waiting.size()) {
          throw new IllegalArgumentException("services need each other in a circle: " + waiting);
        }
      }
    }
    return order;
  }
}
