package io.marketswarm.journal.imports;

import io.marketswarm.journal.trades.Structure;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An order in the notation of thinkorswim, {@code SELL -1 VERTICAL SPX 100 17 JAN 25 5900/5920
 * PUT @2.50}.
 *
 * @param costBasis dollars per unit; null when the order names no price
 * @param credit whether it is received, not paid
 * @param warnings what the notation leaves open
 */
record TosOrder(
    String type,
    String symbol,
    LocalDate expiry,
    List<Structure.Leg> legs,
    BigDecimal costBasis,
    boolean credit,
    List<String> warnings) {
  private static final Pattern ORDER =
      Pattern.compile(
          "(?<action>BUY|SELL)\\s+[+-]?(?<size>\\d{1,6})\\s+(?<type>[A-Z]+(?: CONDOR)?)\\s+"
              + "(?<symbol>[A-Z.$]{1,10})\\s+100\\s+(?:\\([^)]*\\)\\s+)?"
              + "(?<expiry>\\d{1,2} [A-Z]{3} \\d{2,4})\\s+"
              + "(?<strikes>[\\d.]{1,10}(?:/[\\d.]{1,10}){0,7})\\s+"
              + "(?<right>CALL/PUT|PUT/CALL|CALL|PUT)(?:\\s+@(?<price>\\d{0,7}(?:\\.\\d{1,4})?))?");

  /** What such orders look like, each for a quarter of the certainty. */
  private static final List<Pattern> HINTS =
      List.of(
          Pattern.compile("^(BUY|SELL|BOT|SOLD) [+-]?\\d+ [A-Z]+"),
          Pattern.compile("\\d{1,2} [A-Z]{3} \\d{2}"),
          Pattern.compile("(CALL|PUT) @\\d*\\.?\\d+$"),
          Pattern.compile("\\d+/\\d+"));

  private static final double CERTAIN_ENOUGH = 0.5;

  /** Between 0 and 1: how much a text looks like such an order. */
  static double likeness(String text) {
    String plain = plain(text);
    return HINTS.stream().filter(hint -> hint.matcher(plain).find()).count()
        / (double) HINTS.size();
  }

  static boolean isLikely(String text) {
    return likeness(text) >= CERTAIN_ENOUGH;
  }

  /** The order a line describes; empty when it describes none. */
  static Optional<TosOrder> parse(String text) {
    Matcher words = ORDER.matcher(plain(text));
    if (!words.matches()) {
      return Optional.empty();
    }
    Optional<LocalDate> expiry = TosText.date(words.group("expiry"));
    Optional<List<BigDecimal>> strikes = strikes(words.group("strikes"));
    int size = Integer.parseInt(words.group("size"));
    if (expiry.isEmpty() || strikes.isEmpty() || size == 0) {
      return Optional.empty();
    }
    boolean sold = words.group("action").equals("SELL");
    boolean call = words.group("right").startsWith("CALL");
    List<String> warnings = new ArrayList<>();
    return legs(words.group("type"), strikes.get(), call, sold, warnings)
        .map(
            legs ->
                new TosOrder(
                    words.group("type"),
                    TosText.symbol(words.group("symbol")),
                    expiry.get(),
                    legs.stream().map(leg -> leg.of(size, sold, expiry.get())).toList(),
                    price(words.group("price")),
                    sold,
                    warnings));
  }

  private static String plain(String text) {
    return text.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
  }

  private static BigDecimal price(String text) {
    return text == null || text.isEmpty() ? null : new BigDecimal(text);
  }

  private static Optional<List<BigDecimal>> strikes(String text) {
    try {
      return Optional.of(Arrays.stream(text.split("/")).map(BigDecimal::new).toList());
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  /** A leg of one bought unit. */
  private record Unit(BigDecimal strike, boolean call, int quantity) {
    Structure.Leg of(int size, boolean sold, LocalDate expiry) {
      return new Structure.Leg(strike, expiry, call, (sold ? -size : size) * quantity, null);
    }
  }

  private static Optional<List<Unit>> legs(
      String type, List<BigDecimal> strikes, boolean call, boolean sold, List<String> warnings) {
    switch (type) {
      case "SINGLE":
        return each(strikes, call, 1);
      case "VERTICAL":
        return call ? each(strikes, true, 1, -1) : each(strikes, false, -1, 1);
      case "BUTTERFLY":
        return each(strikes, call, 1, -2, 1);
      case "CONDOR":
        return each(strikes, call, 1, -1, -1, 1);
      case "IRON CONDOR":
        if (sold) {
          warnings.add("sold for a credit, its outer wings are read as short");
        }
        return strikes.size() == 4
            ? Optional.of(
                List.of(
                    new Unit(strikes.get(0), false, 1),
                    new Unit(strikes.get(1), false, -1),
                    new Unit(strikes.get(2), true, -1),
                    new Unit(strikes.get(3), true, 1)))
            : Optional.empty();
      case "STRADDLE":
        return strikes.size() == 1
            ? Optional.of(
                List.of(new Unit(strikes.get(0), true, 1), new Unit(strikes.get(0), false, 1)))
            : Optional.empty();
      case "STRANGLE":
        return strikes.size() == 2
            ? Optional.of(
                List.of(new Unit(strikes.get(0), false, 1), new Unit(strikes.get(1), true, 1)))
            : Optional.empty();
      case "CALENDAR", "DIAGONAL":
        warnings.add("only one of its expirations is named");
        return Optional.of(List.of(new Unit(strikes.get(0), call, 1)));
      default:
        warnings.add("a " + type + " is read as its first strike against the others");
        int[] quantities = new int[strikes.size()];
        Arrays.fill(quantities, -1);
        quantities[0] = 1;
        return each(strikes, call, quantities);
    }
  }

  private static Optional<List<Unit>> each(
      List<BigDecimal> strikes, boolean call, int... quantities) {
    if (strikes.size() != quantities.length) {
      return Optional.empty();
    }
    List<Unit> legs = new ArrayList<>();
    for (int i = 0; i < quantities.length; i++) {
      legs.add(new Unit(strikes.get(i), call, quantities[i]));
    }
    return Optional.of(legs);
  }
}
