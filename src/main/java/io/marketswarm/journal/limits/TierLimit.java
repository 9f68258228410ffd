package io.marketswarm.journal.limits;

import io.marketswarm.web.ApiError;
import io.marketswarm.web.gates.Feature;
import io.marketswarm.web.gates.Gate;
import io.marketswarm.web.gates.TierGates;
import io.marketswarm.web.identity.Tier;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many of a thing a member may have, as the operator set it. Without a word from the operator
 * nothing is limited.
 *
 * @param what it is, in the plural
 */
public record TierLimit(TierGates gates, Feature feature, String what) {
  private static final int TOO_MANY = 429;

  /** Refuses {@code more} of it beside the {@code current} ones when those are too many. */
  public void require(Tier tier, long current, int more) {
    Gate gate = gates.current().check(tier, feature);
    if (gate.isExceededBy(current + more)) {
      long limit = gate.limit().orElse(0);
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("feature", feature.id());
      details.put("limit", limit);
      details.put("current", current);
      details.put("message", "Your membership includes " + limit + " " + what);
      throw new ApiError(TOO_MANY, "limit_reached", details);
    }
  }
}
