package io.marketswarm.ops;

import io.marketswarm.service.ServiceSpec;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is watched.
 *
 * @param heartbeats by service, how long a fresh sign of life lasts, in seconds
 * @param endpoints by service, where it answers health checks
 */
record HealthTargets(
    Map<BusName, RedisBus> buses, Map<String, Integer> heartbeats, Map<String, URI> endpoints) {

  /** Left out of the score unless asked for, so that it stays comparable over the years. */
  private static final Set<String> NOT_SCORED = Set.of("vigil");

  /**
   * @param addresses where services listen, for example {@code http://127.0.0.1:3001}
   * @param all whether every service with a heartbeat counts
   */
  static HealthTargets of(
      List<ServiceSpec> services,
      Map<BusName, RedisBus> buses,
      Map<String, URI> addresses,
      boolean all) {
    Map<String, Integer> heartbeats = new LinkedHashMap<>();
    Map<String, URI> endpoints = new LinkedHashMap<>();
    for (ServiceSpec service : services) {
      if (!service.inTruth()) {
        continue;
      }
      if (all || !NOT_SCORED.contains(service.id())) {
        service.beat().ifPresent(beat -> heartbeats.put(service.id(), beat.ttlSeconds()));
      }
      URI address = addresses.get(service.id());
      if (address != null) {
        service
            .port()
            .ifPresent(port -> endpoints.put(service.id(), address.resolve(port.healthPath())));
      }
    }
    return new HealthTargets(buses, heartbeats, endpoints);
  }
}
