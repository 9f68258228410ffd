package io.marketswarm.market.model;

import static io.marketswarm.market.model.OptionSide.CALL;
import static io.marketswarm.market.model.OptionSide.PUT;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a trader would call a set of legs.
 *
 * @param isLong whether the position is bought; which leg decides depends on the type
 * @param center the strike the position is about
 * @param width the distance between its strikes, where it has one
 */
public record PositionShape(
    PositionType type, boolean isLong, double center, OptionalDouble width) {
  private static final double SAME_STRIKE = 0.01;

  /** Recognises legs given in any order; whatever has no name is a long custom position. */
  public static PositionShape of(List<OptionLeg> legs) {
    if (legs.isEmpty()) {
      throw new IllegalArgumentException("legs [] are no position");
    }
    List<OptionLeg> sorted = legs.stream().sorted(Comparator.comparing(OptionLeg::strike)).toList();
    PositionType type = type(sorted);
    return new PositionShape(type, isLong(type, sorted), center(sorted), width(sorted));
  }

  private static PositionType type(List<OptionLeg> legs) {
    return switch (legs.size()) {
      case 1 -> PositionType.SINGLE;
      case 2 -> ofTwo(legs.get(0), legs.get(1));
      case 3 -> ofThree(legs);
      case 4 -> ofFour(legs);
      default -> PositionType.CUSTOM;
    };
  }

  private static PositionType ofTwo(OptionLeg lower, OptionLeg upper) {
    boolean sameSide = lower.side() == upper.side();
    boolean sameStrike = upper.strike() - lower.strike() < SAME_STRIKE;
    if (lower.expiry().equals(upper.expiry())) {
      if (sameSide) {
        return PositionType.VERTICAL;
      }
      return sameStrike ? PositionType.STRADDLE : PositionType.STRANGLE;
    }
    if (!sameSide) {
      return PositionType.CUSTOM;
    }
    return sameStrike ? PositionType.CALENDAR : PositionType.DIAGONAL;
  }

  private static PositionType ofThree(List<OptionLeg> legs) {
    OptionLeg lower = legs.get(0);
    OptionLeg body = legs.get(1);
    OptionLeg upper = legs.get(2);
    boolean oneTwoOne =
        Math.abs(lower.quantity()) == 1
            && Math.abs(body.quantity()) == 2
            && upper.quantity() == lower.quantity()
            && body.isLong() != lower.isLong();
    if (!oneTwoOne || !oneExpiry(legs) || !oneSide(legs)) {
      return PositionType.CUSTOM;
    }
    return equalWings(legs) ? PositionType.BUTTERFLY : PositionType.BROKEN_WING_BUTTERFLY;
  }

  private static PositionType ofFour(List<OptionLeg> legs) {
    if (!oneExpiry(legs)) {
      return PositionType.CUSTOM;
    }
    if (oneSide(legs)) {
      return isCondor(legs) ? PositionType.CONDOR : PositionType.CUSTOM;
    }
    List<OptionLeg> puts = legs.stream().filter(leg -> leg.side() == PUT).toList();
    List<OptionLeg> calls = legs.stream().filter(leg -> leg.side() == CALL).toList();
    if (puts.size() != 2) {
      return PositionType.CUSTOM;
    }
    double gap = Math.abs(puts.get(1).strike() - calls.get(0).strike());
    return gap < SAME_STRIKE ? PositionType.IRON_FLY : PositionType.IRON_CONDOR;
  }

  private static boolean isCondor(List<OptionLeg> legs) {
    return legs.stream().allMatch(leg -> Math.abs(leg.quantity()) == 1)
        && legs.get(0).isLong() == legs.get(3).isLong()
        && legs.get(1).isLong() == legs.get(2).isLong()
        && legs.get(0).isLong() != legs.get(1).isLong();
  }

  private static boolean isLong(PositionType type, List<OptionLeg> legs) {
    return switch (type) {
      case CUSTOM -> true;
      case CALENDAR, DIAGONAL ->
          legs.stream().max(Comparator.comparing(OptionLeg::expiry)).orElseThrow().isLong();
      case IRON_FLY, IRON_CONDOR ->
          legs.stream().filter(leg -> leg.side() == PUT).findFirst().orElseThrow().isLong();
      default -> legs.get(0).isLong();
    };
  }

  private static double center(List<OptionLeg> legs) {
    return switch (legs.size()) {
      case 2 -> (legs.get(0).strike() + legs.get(1).strike()) / 2;
      case 3 -> legs.get(1).strike();
      case 4 -> (legs.get(1).strike() + legs.get(2).strike()) / 2;
      default -> legs.get(0).strike();
    };
  }

  private static OptionalDouble width(List<OptionLeg> legs) {
    return switch (legs.size()) {
      case 2, 4 -> OptionalDouble.of(legs.get(1).strike() - legs.get(0).strike());
      case 3 ->
          equalWings(legs)
              ? OptionalDouble.of(legs.get(1).strike() - legs.get(0).strike())
              : OptionalDouble.empty();
      default -> OptionalDouble.empty();
    };
  }

  private static boolean equalWings(List<OptionLeg> legs) {
    double body = legs.get(1).strike();
    double difference = (body - legs.get(0).strike()) - (legs.get(2).strike() - body);
    return Math.abs(difference) < SAME_STRIKE;
  }

  private static boolean oneExpiry(List<OptionLeg> legs) {
    return legs.stream().map(OptionLeg::expiry).distinct().count() == 1;
  }

  private static boolean oneSide(List<OptionLeg> legs) {
    return legs.stream().map(OptionLeg::side).distinct().count() == 1;
  }
}
