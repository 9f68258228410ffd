package io.marketswarm.market.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When US markets trade: sessions, holidays and early closes of any year, in New York time with its
 * daylight saving. Dates the rules do not know, such as a day of mourning announced last week, come
 * in as overrides.
 */
public final class MarketCalendar {
  public static final ZoneId ZONE = ZoneId.of("America/New_York");
  public static final LocalTime PRE_OPEN = LocalTime.of(4, 0);
  public static final LocalTime OPEN = LocalTime.of(9, 30);
  public static final LocalTime CLOSE = LocalTime.of(16, 0);
  public static final LocalTime EARLY_CLOSE = LocalTime.of(13, 0);

  /** Index options that do not expire today are quoted this long after the close. */
  public static final Duration OPTIONS_AFTER_CLOSE = Duration.ofMinutes(15);

  /** Data settles for this long after the close. */
  public static final Duration POST_AFTER_CLOSE = Duration.ofMinutes(20);

  private static final MarketCalendar US = new MarketCalendar(Map.of());

  /** What kind of day a date is. */
  public enum DayKind {
    FULL,
    EARLY_CLOSE,
    CLOSED
  }

  /** What the market is doing at a moment. */
  public enum Phase {
    PRE,
    OPEN,
    POST,
    CLOSED
  }

  /** The regular session of one trading day. */
  public record Session(LocalDate date, Instant open, Instant close, boolean earlyClose) {
    public Session {
      if (!open.isBefore(close)) {
        throw new IllegalArgumentException("session opens " + open + " but closes " + close);
      }
    }

    public int seconds() {
      return (int) Duration.between(open, close).toSeconds();
    }

    public boolean contains(Instant moment) {
      return !moment.isBefore(open) && moment.isBefore(close);
    }
  }

  private record Year(Map<LocalDate, String> closed, Map<LocalDate, String> shortened) {}

  private final Map<LocalDate, DayKind> overrides;
  private final Map<Integer, Year> years = new ConcurrentHashMap<>();

  private MarketCalendar(Map<LocalDate, DayKind> overrides) {
    this.overrides = Map.copyOf(overrides);
  }

  /** The calendar as the rules and the closures known so far make it. */
  public static MarketCalendar us() {
    return US;
  }

  /** This calendar with some dates decided otherwise, for example by the provider's own list. */
  public MarketCalendar withOverrides(Map<LocalDate, DayKind> decided) {
    Map<LocalDate, DayKind> all = new HashMap<>(overrides);
    all.putAll(decided);
    return new MarketCalendar(all);
  }

  /** The New York date of a moment. */
  public static LocalDate dateOf(Instant moment) {
    return moment.atZone(ZONE).toLocalDate();
  }

  public DayKind kind(LocalDate date) {
    DayKind decided = overrides.get(date);
    if (decided != null) {
      return decided;
    }
    Year year = year(date.getYear());
    if (Holidays.isWeekend(date) || year.closed.containsKey(date)) {
      return DayKind.CLOSED;
    }
    return year.shortened.containsKey(date) ? DayKind.EARLY_CLOSE : DayKind.FULL;
  }

  public boolean isTradingDay(LocalDate date) {
    return kind(date) != DayKind.CLOSED;
  }

  public boolean isEarlyClose(LocalDate date) {
    return kind(date) == DayKind.EARLY_CLOSE;
  }

  /** The name of the holiday that shuts or shortens a weekday. */
  public Optional<String> holiday(LocalDate date) {
    if (Holidays.isWeekend(date)) {
      return Optional.empty();
    }
    Year year = year(date.getYear());
    String name = year.closed.getOrDefault(date, year.shortened.get(date));
    return switch (kind(date)) {
      case FULL -> Optional.empty();
      case EARLY_CLOSE, CLOSED -> Optional.of(name == null ? "Special schedule" : name);
    };
  }

  /** The regular session of a date, empty when markets stay shut. */
  public Optional<Session> session(LocalDate date) {
    return switch (kind(date)) {
      case CLOSED -> Optional.empty();
      case EARLY_CLOSE -> Optional.of(session(date, EARLY_CLOSE, true));
      case FULL -> Optional.of(session(date, CLOSE, false));
    };
  }

  private static Session session(LocalDate date, LocalTime close, boolean early) {
    return new Session(date, at(date, OPEN), at(date, close), early);
  }

  /** The regular session of a date that must be a trading day. */
  public Session sessionOf(LocalDate tradingDay) {
    return session(tradingDay)
        .orElseThrow(() -> new IllegalArgumentException(tradingDay + " is no trading day"));
  }

  /** The date itself when it trades, else the first trading day after it. */
  public LocalDate tradingDayFrom(LocalDate date) {
    LocalDate day = date;
    while (!isTradingDay(day)) {
      day = day.plusDays(1);
    }
    return day;
  }

  public LocalDate nextTradingDay(LocalDate date) {
    return tradingDayFrom(date.plusDays(1));
  }

  /** The date itself when it trades, else the last trading day before it. */
  public LocalDate tradingDayUntil(LocalDate date) {
    LocalDate day = date;
    while (!isTradingDay(day)) {
      day = day.minusDays(1);
    }
    return day;
  }

  public LocalDate previousTradingDay(LocalDate date) {
    return tradingDayUntil(date.minusDays(1));
  }

  public Phase phase(Instant moment) {
    LocalDate date = dateOf(moment);
    return session(date).map(session -> phase(session, moment)).orElse(Phase.CLOSED);
  }

  private static Phase phase(Session session, Instant moment) {
    if (session.contains(moment)) {
      return Phase.OPEN;
    }
    if (moment.isBefore(session.open())) {
      return moment.isBefore(at(session.date(), PRE_OPEN)) ? Phase.CLOSED : Phase.PRE;
    }
    return moment.isBefore(session.close().plus(POST_AFTER_CLOSE)) ? Phase.POST : Phase.CLOSED;
  }

  /** The first opening bell after a moment. */
  public Instant nextOpen(Instant moment) {
    LocalDate date = tradingDayFrom(dateOf(moment));
    Instant open = at(date, OPEN);
    return open.isAfter(moment) ? open : at(nextTradingDay(date), OPEN);
  }

  /** The first closing bell after a moment. */
  public Instant nextClose(Instant moment) {
    LocalDate date = tradingDayFrom(dateOf(moment));
    Instant close = sessionOf(date).close();
    return close.isAfter(moment) ? close : sessionOf(nextTradingDay(date)).close();
  }

  /**
   * The date on which the monthly options of a month expire: its third Friday, or the trading day
   * before.
   */
  public LocalDate monthlyExpiration(int year, int month) {
    return tradingDayUntil(Holidays.thirdFriday(year, month));
  }

  /** A New York wall-clock time as an instant. */
  public static Instant at(LocalDate date, LocalTime time) {
    return date.atTime(time).atZone(ZONE).toInstant();
  }

  private Year year(int year) {
    return years.computeIfAbsent(
        year, y -> new Year(Holidays.closedIn(y), Holidays.shortenedIn(y)));
  }
}
