package io.marketswarm.market.volume;

import java.time.LocalDate;

/** Where volume by price is kept. */
final class VolumeKeys {
  /** Volume by bucket since counting began; market bus. */
  static final String LIVE = "massive:volume_profile:spx";

  /** What is known of {@link #LIVE} as a whole; market bus. */
  static final String META = LIVE + ":meta";

  static final String ANALYTICS = "massive:volume_profile:analytics";

  private VolumeKeys() {}

  /** Volume by bucket of one session; market bus. */
  static String session(LocalDate date) {
    return LIVE + ":" + date;
  }
}
