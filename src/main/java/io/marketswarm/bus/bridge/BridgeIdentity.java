package io.marketswarm.bus.bridge;

import java.time.Instant;
import java.util.Set;

/** Who a client is, as its token says. */
public record BridgeIdentity(String subject, Set<String> roles, Instant expiresAt) {

  public BridgeIdentity {
    if (subject.isBlank()) {
      throw new IllegalArgumentException("token without a subject");
    }
    roles = Set.copyOf(roles);
  }
}
