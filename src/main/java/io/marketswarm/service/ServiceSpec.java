package io.marketswarm.service;

import io.marketswarm.store.BusName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one service is made of. Start-up order, registry keys, heartbeats, health, the admin server
 * and scaling are all derived from this.
 *
 * @param id also the name of its Truth component and the prefix of its heartbeat key
 * @param port where it listens, if it does
 * @param beat its heartbeat, if it has one
 * @param inTruth whether the Truth document describes it
 * @param needs the services whose output it consumes
 * @param database whether it uses the database
 */
public record ServiceSpec(
    String id,
    String description,
    Phase phase,
    Optional<Port> port,
    Optional<Beat> beat,
    boolean inTruth,
    List<String> needs,
    Set<BusName> buses,
    boolean database,
    List<VerticleSpec> verticles) {

  /**
   * Where a service listens.
   *
   * @param number the traditional port
   * @param variable the environment variable that overrides it
   * @param healthPath where it answers health checks
   * @param secure where it listens encrypted, for services that can
   */
  public record Port(int number, String variable, String healthPath, Optional<SecurePort> secure) {}

  /**
   * Where a service listens encrypted.
   *
   * @param number the usual port; 0 for not unless it is asked for
   * @param variable the environment variable that overrides it
   */
  public record SecurePort(int number, String variable) {}

  /** How often a service shows that it is alive, and how long one sign lasts. */
  public record Beat(int intervalSeconds, int ttlSeconds) {
    public Beat {
      if (intervalSeconds < 1 || ttlSeconds <= intervalSeconds) {
        throw new IllegalArgumentException(
            "a beat every " + intervalSeconds + " s does not last " + ttlSeconds + " s");
      }
    }
  }

  /** The verticle of this name. */
  public Optional<VerticleSpec> verticle(String name) {
    return verticles.stream().filter(v -> v.name().equals(name)).findFirst();
  }

  public static Builder service(String id, String description) {
    return new Builder(id, description);
  }

  /** Names the parts of a service in the order a reader asks for them. */
  public static final class Builder {
    private final String id;
    private final String description;
    private Phase phase = Phase.PRODUCERS;
    private Port port;
    private Beat beat;
    private boolean inTruth = true;
    private List<String> needs = List.of();
    private Set<BusName> buses = Set.of(BusName.SYSTEM);
    private boolean database;
    private List<VerticleSpec> verticles = List.of();

    private Builder(String id, String description) {
      this.id = id;
      this.description = description;
    }

    public Builder phase(Phase phase) {
      this.phase = phase;
      return this;
    }

    public Builder port(int number, String variable, String healthPath) {
      this.port = new Port(number, variable, healthPath, Optional.empty());
      return this;
    }

    /** Beside the port just named. */
    public Builder securePort(int number, String variable) {
      this.port =
          new Port(
              port.number(),
              port.variable(),
              port.healthPath(),
              Optional.of(new SecurePort(number, variable)));
      return this;
    }

    public Builder beat(int intervalSeconds, int ttlSeconds) {
      this.beat = new Beat(intervalSeconds, ttlSeconds);
      return this;
    }

    public Builder outsideTruth() {
      this.inTruth = false;
      return this;
    }

    public Builder needs(String... services) {
      this.needs = List.of(services);
      return this;
    }

    public Builder buses(BusName... buses) {
      this.buses = Set.of(buses);
      return this;
    }

    public Builder database() {
      this.database = true;
      return this;
    }

    public ServiceSpec runs(VerticleSpec... verticles) {
      this.verticles = List.of(verticles);
      return new ServiceSpec(
          id,
          description,
          phase,
          Optional.ofNullable(port),
          Optional.ofNullable(beat),
          inTruth,
          needs,
          buses,
          database,
          this.verticles);
    }
  }
}
