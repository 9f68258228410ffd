package io.marketswarm.service;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts, stops and scales the services of this node. */
public interface ServiceControl {
  List<ServiceStatus> services();

  Optional<ServiceStatus> service(String id);

  /** Starts a stopped service, with settings that override its environment for this run. */
  Future<ServiceStatus> start(String id, Map<String, String> overrides);

  Future<ServiceStatus> stop(String id);

  /** Changes the number of instances of one verticle; the others are not touched. */
  Future<ServiceStatus> scale(String id, String verticle, int instances);
}
