package io.marketswarm.web.gates;

import java.util.OptionalLong;

/**
 * What a tier gets of a feature.
 *
 * @param limit the most of it, −1 for as much as they like; empty where nothing is counted
 */
public record Gate(boolean allowed, OptionalLong limit) {
  static final Gate OPEN = new Gate(true, OptionalLong.empty());
  static final Gate SHUT = new Gate(false, OptionalLong.empty());

  private static final long UNLIMITED = -1;

  static Gate upTo(long limit) {
    return new Gate(true, OptionalLong.of(limit));
  }

  /** Whether so many are more than this tier may have. */
  public boolean isExceededBy(long count) {
    return !allowed
        || limit.isPresent() && limit.getAsLong() != UNLIMITED && count > limit.getAsLong();
  }
}
