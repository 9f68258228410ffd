package io.marketswarm.market.volume;

import java.time.LocalDate;

/** Where volume by price is kept. */
final class VolumeKeys {
  /** Volume by bucket since counting began; market bus. */
  static final String LIVE = "massive:volume_profile:spx";

  /** What is known of {@link #LIVE} as a whole; market bus. */
  static final String META = LIVE + ":meta";

  static final String ANALYTICS = "massive:volume_profile:analytics";

  /** The levels of the running session, for alerts; market bus. */
  static final String LEVELS = "massive:volume_profile:structure:spx";

  /** The profile as it is served; system bus. */
  static final String PROFILE = "massive:volume_profile";

  /** How much of {@link #LIVE} the profile holds already, by bucket; system bus. */
  static final String FOLDED = "massive:volume_profile:folded";

  /** The profile as charts draw it; system bus. */
  static final String ARTIFACT = "dealer_gravity:artifact:spx";

  /** Where spot stands in it; system bus. */
  static final String CONTEXT = "dealer_gravity:context:spx";

  /** Channel of the market bus for profiles built anew. */
  static final String REBUILT_CHANNEL = "sse:volume-profile";

  /** Channel of the market bus for changes of profile, structures and artifact. */
  static final String GRAVITY_CHANNEL = "dealer_gravity_updated";

  private VolumeKeys() {}

  /** Volume by bucket of one session; market bus. */
  static String session(LocalDate date) {
    return LIVE + ":" + date;
  }
}
