package io.marketswarm.gateway.rest;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times of the database, which are UTC, as clients read them. */
public final class Utc {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

  private Utc() {}

  /** For example {@code 2026-03-02T14:30:00.000Z}, null when there is none. */
  public static String iso(LocalDateTime utc) {
    return utc == null ? null : utc.atOffset(ZoneOffset.UTC).format(ISO);
  }
}
