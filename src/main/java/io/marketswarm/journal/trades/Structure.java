package io.marketswarm.journal.trades;

import io.marketswarm.journal.positions.LegShape;
import io.marketswarm.journal.positions.Recognition;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Legs dealt together, as one trade.
 *
 * @param side {@code call}, {@code put} or {@code both}
 * @param strike the one a trader names it by
 * @param width null where the strikes are not evenly apart
 * @param quantity units, negative where premium was received for them
 * @param price premium of one unit in dollars, never negative; null when it is not known
 */
public record Structure(
    String strategy,
    String side,
    BigDecimal strike,
    Integer width,
    int quantity,
    BigDecimal price) {
  private static final Map<String, String> NAMES = Map.of("iron_fly", "iron_butterfly");

  /**
   * An option of a structure.
   *
   * @param price of one in dollars; null when only that of the whole is known
   */
  public record Leg(
      BigDecimal strike, LocalDate expiry, boolean call, int quantity, BigDecimal price) {
    LegShape shape() {
      return new LegShape(strike.doubleValue(), expiry, call, true, quantity);
    }
  }

  /** A structure whose legs have prices. */
  public static Structure of(List<Leg> legs) {
    return of(legs, net(legs));
  }

  /**
   * @param net what one unit cost, negative where it paid; null when that is not known
   */
  public static Structure of(List<Leg> legs, BigDecimal net) {
    Recognition known = Recognition.of(legs.stream().map(Leg::shape).toList());
    boolean paid = net == null || net.signum() == 0 ? isLong(known) : net.signum() > 0;
    return new Structure(
        NAMES.getOrDefault(known.type(), known.type()),
        side(legs),
        strike(known, legs),
        width(known.width()),
        paid ? units(legs) : -units(legs),
        net == null ? null : net.abs());
  }

  /** How many times the smallest such structure was dealt. */
  public static int units(List<Leg> legs) {
    return legs.stream().mapToInt(leg -> Math.abs(leg.quantity)).reduce(0, Structure::gcd);
  }

  /** What one unit costs; negative when it pays. */
  public static BigDecimal net(List<Leg> legs) {
    int units = units(legs);
    return legs.stream()
        .map(leg -> leg.price.multiply(BigDecimal.valueOf(leg.quantity / units)))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static boolean isLong(Recognition known) {
    return known.direction().equals("long");
  }

  private static String side(List<Leg> legs) {
    boolean calls = legs.stream().anyMatch(Leg::call);
    boolean puts = legs.stream().anyMatch(leg -> !leg.call);
    return calls && puts ? "both" : calls ? "call" : "put";
  }

  /** Of a vertical the strike nearer to the money: the one that settlement counts from. */
  private static BigDecimal strike(Recognition known, List<Leg> legs) {
    if (known.type().equals("vertical")) {
      return legs.stream()
          .map(Leg::strike)
          .reduce(legs.get(0).call ? BigDecimal::min : BigDecimal::max)
          .orElseThrow();
    }
    return known.center() > 0 ? BigDecimal.valueOf(known.center()) : legs.get(0).strike;
  }

  private static Integer width(OptionalDouble width) {
    return width.isPresent() && width.getAsDouble() == Math.rint(width.getAsDouble())
        ? (Integer) (int) width.getAsDouble()
        : null;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
