package io.marketswarm.ops;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Something about the health of the system changed.
 *
 * @param type for example {@code service_down}
 * @param service whom it concerns, or null when it concerns everybody
 */
record HealthEvent(
    Instant at,
    String type,
    Severity severity,
    String service,
    String message,
    Map<String, ?> data) {

  /** How soon somebody should look. */
  enum Severity {
    INFO,
    WARNING,
    CRITICAL;

    /** The name on the wire. */
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
