package io.marketswarm.market.model;

import java.time.LocalDate;

/**
 * An option ticker such as {@code O:SPXW261120C06900000} packed into a long, so that the tick path
 * reads, compares and looks up contracts without creating objects. Packed tickers of one symbol
 * sort by expiry, strike, class (afternoon-settled first) and side (call first).
 */
public final class Ticker {
  /** What {@link #parse} returns for text that is no ticker of a known class. */
  public static final long UNKNOWN = -1;

  /** Strikes are counted in thousandths of a point. */
  public static final int STRIKE_SCALE = 1000;

  private static final int ROOT_SHIFT = 1;
  private static final int STRIKE_SHIFT = 4;
  private static final int STRIKE_BITS = 28;
  private static final int EXPIRY_SHIFT = STRIKE_SHIFT + STRIKE_BITS;
  private static final long STRIKE_LIMIT = 1L << STRIKE_BITS;
  private static final int ROOT_MASK = 7;

  private static final int PREFIX = 2;
  private static final int SHORT_DATE = 6;
  private static final int LONG_DATE = 8;
  private static final int CENTURY = 2000;
  private static final int STRIKE_DIGITS = 8;
  private static final int PROVIDER_LENGTH = 24;

  private Ticker() {}

  /** The packed ticker, or {@link #UNKNOWN}. */
  public static long parse(CharSequence text) {
    int length = text.length();
    if (length <= PREFIX || text.charAt(0) != 'O' || text.charAt(1) != ':') {
      return UNKNOWN;
    }
    int date = PREFIX;
    while (date < length && text.charAt(date) >= 'A' && text.charAt(date) <= 'Z') {
      date++;
    }
    OptionRoot root = OptionRoot.in(text, PREFIX, date);
    int side = endOfDigits(text, date);
    int digits = side - date;
    if (root == null || side == length || (digits != SHORT_DATE && digits != LONG_DATE)) {
      return UNKNOWN;
    }
    long expiry = epochDay(text, date, side);
    char letter = text.charAt(side);
    long strike = strike(text, side + 1);
    if (expiry < 0 || strike <= 0 || (letter != 'C' && letter != 'P')) {
      return UNKNOWN;
    }
    OptionSide right = letter == 'C' ? OptionSide.CALL : OptionSide.PUT;
    return pack(root, expiry, strike, right);
  }

  /** Packs a ticker from its parts; the strike is in thousandths of a point. */
  public static long of(OptionRoot root, LocalDate expiry, long strikeMillis, OptionSide side) {
    if (strikeMillis <= 0 || strikeMillis >= STRIKE_LIMIT) {
      throw new IllegalArgumentException("strike " + strikeMillis + " thousandths is out of range");
    }
    return pack(root, expiry.toEpochDay(), strikeMillis, side);
  }

  private static long pack(OptionRoot root, long expiry, long strike, OptionSide side) {
    return expiry << EXPIRY_SHIFT
        | strike << STRIKE_SHIFT
        | (long) root.ordinal() << ROOT_SHIFT
        | side.ordinal();
  }

  public static OptionRoot root(long ticker) {
    return OptionRoot.at((int) (ticker >> ROOT_SHIFT) & ROOT_MASK);
  }

  public static LocalDate expiry(long ticker) {
    return LocalDate.ofEpochDay(epochDay(ticker));
  }

  /** Expiry as days since 1970. */
  public static int epochDay(long ticker) {
    return (int) (ticker >> EXPIRY_SHIFT);
  }

  /** Strike in thousandths of a point. */
  public static long strikeMillis(long ticker) {
    return ticker >> STRIKE_SHIFT & STRIKE_LIMIT - 1;
  }

  /** Strike in points. */
  public static double strike(long ticker) {
    return strikeMillis(ticker) / (double) STRIKE_SCALE;
  }

  public static OptionSide side(long ticker) {
    return (ticker & 1) == 0 ? OptionSide.CALL : OptionSide.PUT;
  }

  /** The series without its side: call and put of a class, expiry and strike share it. */
  static long series(long ticker) {
    return ticker >> 1;
  }

  /** The ticker as the provider writes it, with a six-digit date. */
  public static String format(long ticker) {
    LocalDate expiry = expiry(ticker);
    StringBuilder text = new StringBuilder(PROVIDER_LENGTH).append("O:").append(root(ticker));
    digits(text, expiry.getYear() % 100, 2);
    digits(text, expiry.getMonthValue(), 2);
    digits(text, expiry.getDayOfMonth(), 2);
    text.append(side(ticker).letter());
    digits(text, strikeMillis(ticker), STRIKE_DIGITS);
    return text.toString();
  }

  /** A chain has thousands of tickers: a format string would be read anew for each. */
  private static void digits(StringBuilder text, long number, int digits) {
    String plain = Long.toString(number);
    for (int i = plain.length(); i < digits; i++) {
      text.append('0');
    }
    text.append(plain);
  }

  private static long strike(CharSequence text, int from) {
    int length = text.length();
    if (from == length || endOfDigits(text, from) != length) {
      return UNKNOWN;
    }
    long strike = 0;
    for (int i = from; i < length; i++) {
      strike = 10 * strike + text.charAt(i) - '0';
      if (strike >= STRIKE_LIMIT) {
        return UNKNOWN;
      }
    }
    return strike;
  }

  private static long epochDay(CharSequence text, int from, int to) {
    int month = number(text, to - 4, to - 2);
    int day = number(text, to - 2, to);
    int year = number(text, from, to - 4);
    if (to - from == SHORT_DATE) {
      year += CENTURY;
    }
    if (month < 1 || month > 12 || year < CENTURY || year >= CENTURY + 300) {
      return UNKNOWN;
    }
    return day < 1 || day > daysIn(month, year) ? UNKNOWN : daysBefore(year, month) + day - 1;
  }

  private static int daysIn(int month, int year) {
    return switch (month) {
      case 2 -> isLeap(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Days from 1970 to the first of that month. */
  private static long daysBefore(int year, int month) {
    int past = year - 1;
    int leapDays = past / 4 - past / 100 + past / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400);
    int ofMonths = (367 * month - 362) / 12 - (month <= 2 ? 0 : isLeap(year) ? 1 : 2);
    return 365L * (year - 1970) + leapDays + ofMonths;
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  private static int number(CharSequence text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }

  private static int endOfDigits(CharSequence text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
