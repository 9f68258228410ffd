package io.marketswarm.journal;

import io.marketswarm.service.ServiceContext;
import io.marketswarm.truth.Variables;
import java.util.List;
import java.util.Optional;

/**
 * What the operator decides about the journal.
 *
 * @param strictIfMatch whether a position can be changed without naming its version
 * @param corsOrigins the pages that may call from elsewhere
 * @param provider where closing prices come from
 * @param providerKey without one nothing is settled
 */
record JournalSettings(
    boolean strictIfMatch,
    List<String> corsOrigins,
    String provider,
    Optional<String> providerKey) {

  static JournalSettings of(ServiceContext context) {
    Variables env = context.config().env();
    return new JournalSettings(
        env.bool("JOURNAL_STRICT_IF_MATCH", false),
        env.list("JOURNAL_CORS_ORIGINS"),
        env.string("MASSIVE_REST_BASE", "https://api.massive.com"),
        env.find("POLYGON_API_KEY"));
  }
}
