package io.marketswarm.ops;

import io.marketswarm.store.BusName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The health of everything at one moment.
 *
 * @param heartbeats by service
 * @param endpoints by service
 * @param database absent when this node watches none
 */
record Snapshot(
    Instant taken,
    Map<BusName, Bus> buses,
    Map<String, Heartbeat> heartbeats,
    Map<String, Endpoint> endpoints,
    Optional<Database> database,
    double score) {

  /** A Redis server. */
  sealed interface Bus {
    default boolean alive() {
      return this instanceof Up;
    }

    record Down() implements Bus {}

    /**
     * @param hitRate share of reads that found their key, 0 when there were none
     */
    record Up(
        double usedMegabytes,
        double peakMegabytes,
        long clients,
        long keys,
        long uptimeSeconds,
        long operationsPerSecond,
        double hitRate,
        long maxMemoryBytes,
        long evictedKeys)
        implements Bus {}
  }

  /**
   * The sign of life of a service.
   *
   * @param said when it was given, epoch s, or NaN
   * @param remainingSeconds until it expires; negative when it does not
   * @param expectedSeconds how long a fresh one lasts
   * @param running whether the service is deployed on this node
   * @param stoppedOnPurpose whether an operator does not want it to run
   * @param truthVersion of the configuration it runs with, or null
   * @param certificateEnds when the certificate it shows runs out, epoch s, or NaN
   * @param stopped its workers that stay down until an operator acts, and why
   */
  record Heartbeat(
      HeartbeatStatus status,
      double said,
      long remainingSeconds,
      long expectedSeconds,
      boolean running,
      boolean stoppedOnPurpose,
      String truthVersion,
      double certificateEnds,
      Map<String, String> stopped) {
    boolean alive() {
      return status == HeartbeatStatus.HEALTHY || status == HeartbeatStatus.DEGRADED;
    }
  }

  /**
   * What a service answers to a health check.
   *
   * @param code the HTTP status, 0 when there was no answer
   * @param error why there was none, or null
   */
  record Endpoint(int code, String error) {
    boolean reachable() {
      return code > 0;
    }

    boolean healthy() {
      return code >= 200 && code < 400;
    }
  }

  /**
   * The database server and the pool of connections to it.
   *
   * @param waitingSeconds how long somebody has been waiting for a connection without a break
   */
  record Database(
      boolean alive,
      int threadsConnected,
      int poolSize,
      int inUse,
      int waiting,
      double waitMillis95,
      long waitingSeconds) {}
}
