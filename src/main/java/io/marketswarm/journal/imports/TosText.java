package io.marketswarm.journal.imports;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How thinkorswim writes dates and symbols. */
final class TosText {
  private static final Pattern DAY_FIRST = Pattern.compile("(\\d{1,2}) ([A-Z]{3}) (\\d{2}|\\d{4})");
  private static final Pattern MONTH_FIRST =
      Pattern.compile("(\\d{1,2})/(\\d{1,2})/(\\d{2}|\\d{4})");

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  /** Index options that expire weekly are listed under roots of their own. */
  private static final Map<String, String> ROOTS =
      Map.of("SPXW", "SPX", "NDXP", "NDX", "RUTW", "RUT", "XSPW", "XSP", "VIXW", "VIX");

  private static final int CENTURY = 2000;
  private static final int YEARS = 100;

  private TosText() {}

  /** {@code 17 JAN 25}, {@code 1/17/25} or {@code 2025-01-17}. */
  static Optional<LocalDate> date(String text) {
    String plain = text.strip().toUpperCase(Locale.ROOT);
    try {
      Matcher day = DAY_FIRST.matcher(plain);
      if (day.matches()) {
        int month = MONTHS.indexOf(day.group(2)) + 1;
        return Optional.of(LocalDate.of(year(day.group(3)), month, number(day.group(1))));
      }
      Matcher american = MONTH_FIRST.matcher(plain);
      if (american.matches()) {
        return Optional.of(
            LocalDate.of(
                year(american.group(3)), number(american.group(1)), number(american.group(2))));
      }
      return Optional.of(LocalDate.parse(plain));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  static String symbol(String root) {
    String symbol = root.strip().toUpperCase(Locale.ROOT);
    return ROOTS.getOrDefault(symbol, symbol);
  }

  private static int year(String digits) {
    int year = number(digits);
    return year < YEARS ? CENTURY + year : year;
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
