package io.marketswarm.stream;

import java.util.Locale;

/** Why a stream ended. */
public enum Ended {
  /** The client went away. */
  GONE,
  /** The owner closed it. */
  CLOSED,
  /** Its time was over. */
  EXPIRED,
  /** The server is leaving. */
  LEAVING,
  /** The client took nothing for too long. */
  SLOW,
  /** More events than allowed waited for the client, none of which may be lost. */
  OVERFLOWN,
  /** What the client missed could not be read. */
  UNREPLAYABLE,
  /** Something went wrong here. */
  FAILED;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
