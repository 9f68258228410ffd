package io.marketswarm.market.model;

import java.time.Instant;

/** Word that the volume landscape has changed; clients fetch artifact and context anew. */
public record GravityEvent(Kind kind, String symbol, String artifactVersion, Instant occurredAt) {

  /** What has changed. */
  public enum Kind {
    ARTIFACT("dealer_gravity_artifact_updated"),
    STRUCTURES("structures_updated");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    public String id() {
      return id;
    }
  }
}
