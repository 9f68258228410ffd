package io.marketswarm.service;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How one service stands on this node.
 *
 * @param state what it is doing
 * @param instances how many instances of each verticle run here
 * @param owned what this node holds the leases of: {@code verticle}, or {@code verticle:key}
 * @param since when it reached {@code RUNNING}, or null
 * @param deployments Vert.x deployment ids of the running instances
 * @param trouble why it is degraded or failed, or null
 */
public record ServiceStatus(
    ServiceSpec service,
    State state,
    Map<String, Integer> instances,
    List<String> owned,
    Instant since,
    List<String> deployments,
    String trouble) {

  /** The life of a service. */
  public enum State {
    STOPPED,
    STARTING,
    RUNNING,
    DEGRADED,
    STOPPING,
    FAILED
  }

  public boolean running() {
    return state == State.RUNNING || state == State.DEGRADED;
  }

  /** The keys of a verticle that this node holds the leases of. */
  public List<String> keysOf(VerticleSpec verticle) {
    String prefix = verticle.name() + ":";
    return owned.stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  public int totalInstances() {
    return instances.values().stream().mapToInt(Integer::intValue).sum();
  }
}
