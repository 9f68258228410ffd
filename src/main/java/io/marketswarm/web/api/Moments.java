package io.marketswarm.web.api;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * Times as clients write and read them. Without a zone they mean UTC; a date means its midnight.
 * The database keeps UTC in milliseconds, and so do we.
 */
public final class Moments {
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2199;
  private static final int DATE_LENGTH = 10;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private static final DateTimeFormatter LENIENT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffsetId()
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHmm", "Z")
          .optionalEnd()
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT)
          .withChronology(IsoChronology.INSTANCE);

  private Moments() {}

  /** Now, as precisely as it is kept. */
  public static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }

  /** The time a text means; throws when it means none, see {@link #isMoment}. */
  public static LocalDateTime parse(String text) {
    return read(text)
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a time"));
  }

  /** Whether a text is a time within reach. */
  public static boolean isMoment(String text) {
    return read(text).filter(time -> isWithinReach(time.toLocalDate())).isPresent();
  }

  static boolean isDate(String text) {
    try {
      return isWithinReach(LocalDate.parse(text));
    } catch (DateTimeException none) {
      return false;
    }
  }

  /** Whether a text is a date without a time. */
  public static boolean isDateOnly(String text) {
    return text.strip().length() == DATE_LENGTH;
  }

  private static boolean isWithinReach(LocalDate date) {
    return date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR;
  }

  private static Optional<LocalDateTime> read(String text) {
    String plain = text.strip();
    try {
      if (plain.length() == DATE_LENGTH) {
        return Optional.of(LocalDate.parse(plain).atTime(LocalTime.MIDNIGHT));
      }
      TemporalAccessor parsed =
          LENIENT.parseBest(
              plain.replace(' ', 'T').replace('z', 'Z'), OffsetDateTime::from, LocalDateTime::from);
      LocalDateTime utc =
          parsed instanceof OffsetDateTime zoned
              ? zoned.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
              : (LocalDateTime) parsed;
      return Optional.of(utc.truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  /** {@code 2026-01-05T15:00:00Z}, with milliseconds only where there are some. */
  public static String iso(LocalDateTime utc) {
    StringBuilder out = new StringBuilder(24);
    pad(out, utc.getYear(), 1_000).append('-');
    pad(out, utc.getMonthValue(), 10).append('-');
    pad(out, utc.getDayOfMonth(), 10).append('T');
    pad(out, utc.getHour(), 10).append(':');
    pad(out, utc.getMinute(), 10).append(':');
    pad(out, utc.getSecond(), 10);
    int millis = utc.getNano() / NANOS_PER_MILLI;
    if (millis > 0) {
      pad(out.append('.'), millis, 100);
    }
    return out.append('Z').toString();
  }

  private static StringBuilder pad(StringBuilder out, int value, int highest) {
    for (int digit = highest; digit > 1 && value < digit; digit /= 10) {
      out.append('0');
    }
    return out.append(value);
  }
}
