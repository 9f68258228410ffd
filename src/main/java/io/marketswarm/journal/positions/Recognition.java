package io.marketswarm.journal.positions;

import io.marketswarm.market.model.OptionLeg;
import io.marketswarm.market.model.OptionSide;
import io.marketswarm.market.model.PositionShape;
import io.marketswarm.market.model.PositionType;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What legs in any multiple are called on the wire.
 *
 * @param type for example {@code iron_condor}
 * @param direction {@code long} or {@code short}
 */
public record Recognition(String type, String direction, double center, OptionalDouble width) {
  private static final Map<PositionType, String> NAMES =
      Map.of(
          PositionType.BROKEN_WING_BUTTERFLY, "bwb",
          PositionType.IRON_FLY, "iron_fly",
          PositionType.IRON_CONDOR, "iron_condor");

  private static final Recognition CUSTOM =
      new Recognition("custom", "long", 0, OptionalDouble.empty());

  public static Recognition of(List<LegShape> legs) {
    boolean options = legs.stream().allMatch(leg -> leg.option() && leg.strike() > 0);
    if (legs.isEmpty() || !options || legs.stream().anyMatch(leg -> leg.quantity() == 0)) {
      return CUSTOM;
    }
    int unit = legs.stream().mapToInt(leg -> Math.abs(leg.quantity())).reduce(0, Recognition::gcd);
    PositionShape shape =
        PositionShape.of(
            legs.stream().map(leg -> leg.reducedBy(unit)).map(Recognition::leg).toList());
    return new Recognition(
        NAMES.getOrDefault(shape.type(), shape.type().name().toLowerCase(java.util.Locale.ROOT)),
        shape.isLong() ? "long" : "short",
        shape.center(),
        shape.width());
  }

  private static OptionLeg leg(LegShape leg) {
    return new OptionLeg(
        leg.strike(), leg.expiry(), leg.call() ? OptionSide.CALL : OptionSide.PUT, leg.quantity());
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** The coarser names of older readers. */
  String strategy() {
    return switch (type) {
      case "single", "vertical", "butterfly" -> type;
      case "bwb" -> "butterfly";
      default -> "custom";
    };
  }
}
