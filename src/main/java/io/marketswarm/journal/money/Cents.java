package io.marketswarm.journal.money;

import io.marketswarm.web.ApiError;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Money as clients write it, turned into whole cents by decimal arithmetic. Clients mean dollars or
 * cents and do not say which unless they send {@code price_unit}; then what looks like cents is.
 */
public final class Cents {
  /** Whole numbers from here on are cents already, where they are prices. */
  private static final BigDecimal PRICE_IN_CENTS = BigDecimal.valueOf(1_000);

  /** Whole numbers from here on are cents already, where they are the capital of an account. */
  private static final BigDecimal CAPITAL_IN_CENTS = BigDecimal.valueOf(1_000_000);

  /** A hundred billion dollars: sums of a hundred thousand such amounts still fit. */
  private static final long MOST = 10_000_000_000_000L;

  private static final String UNIT = "price_unit";

  /** How the amounts of one request are meant. */
  public enum Unit {
    DOLLARS,
    CENTS,
    UNSAID;

    /** What the body says. */
    public static Unit of(JsonObject body) {
      String said = body.getString(UNIT);
      return said == null ? UNSAID : said.equals("dollars") ? DOLLARS : CENTS;
    }
  }

  private Cents() {}

  /** A price or a risk; null stays null. */
  public static Long price(JsonObject body, String field, Unit unit) {
    return read(body, field, unit, PRICE_IN_CENTS);
  }

  /** The capital of an account; null stays null. */
  public static Long capital(JsonObject body, String field, Unit unit) {
    return read(body, field, unit, CAPITAL_IN_CENTS);
  }

  /** Dollars as files have them, to cents. */
  public static long ofDollars(BigDecimal dollars) {
    return within(dollars.movePointRight(2).setScale(0, RoundingMode.HALF_UP), "amount");
  }

  private static Long read(JsonObject body, String field, Unit unit, BigDecimal threshold) {
    Number number = (Number) body.getValue(field);
    return number == null ? null : convert(decimal(number), unit, threshold, field);
  }

  static long convert(BigDecimal value, Unit unit, BigDecimal threshold, String field) {
    boolean dollars =
        switch (unit) {
          case DOLLARS -> true;
          case CENTS -> false;
          case UNSAID -> hasFraction(value) || value.compareTo(threshold) < 0;
        };
    BigDecimal cents = dollars ? value.movePointRight(2) : value;
    return within(cents.setScale(0, RoundingMode.HALF_UP), field);
  }

  /** Refuses amounts that no account holds. */
  public static long within(BigDecimal cents, String field) {
    if (cents.abs().compareTo(BigDecimal.valueOf(MOST)) > 0) {
      throw ApiError.badRequest(field + " is too large");
    }
    return cents.longValueExact();
  }

  private static boolean hasFraction(BigDecimal value) {
    return value.stripTrailingZeros().scale() > 0;
  }

  /** Exactly the number that was written. */
  public static BigDecimal decimal(Number number) {
    return number instanceof Double
        ? BigDecimal.valueOf(number.doubleValue())
        : new BigDecimal(number.toString());
  }

  /** For tests of the rule and for callers without a body. */
  public static long price(Number value, Unit unit) {
    return convert(decimal(value), unit, PRICE_IN_CENTS, "price");
  }
}
