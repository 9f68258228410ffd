package io.marketswarm.gateway.positions;

import io.marketswarm.market.model.OptionLeg;
import io.marketswarm.market.model.OptionSide;
import io.marketswarm.web.ApiError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One leg as a client describes it.
 *
 * @param quantity positive when held long
 * @param extras what else was said of it, as it was said: fills and costs
 */
record Leg(
    double strike,
    LocalDate expiration,
    OptionSide right,
    int quantity,
    Map<String, Object> extras) {
  private static final int MOST = 12;
  private static final double HIGHEST_STRIKE = 1e6;
  private static final int MOST_CONTRACTS = 1_000_000;
  private static final List<String> REQUIRED = List.of("strike", "expiration", "right", "quantity");
  private static final Set<String> AMOUNTS = Set.of("fillPrice", "commission", "fees");
  private static final String FILL_DATE = "fillDate";
  private static final int LONGEST_DATE = 40;

  /** Reads the legs of a position; what is wrong with them is told as clients know it. */
  static List<Leg> read(Object given) {
    if (!(given instanceof JsonArray legs) || legs.isEmpty()) {
      throw ApiError.badRequest("At least one leg is required");
    }
    if (legs.size() > MOST) {
      throw ApiError.badRequest("A position has at most " + MOST + " legs");
    }
    List<Leg> read = new ArrayList<>(legs.size());
    for (Object leg : legs) {
      if (!(leg instanceof JsonObject object) || !REQUIRED.stream().allMatch(n -> has(object, n))) {
        throw ApiError.badRequest("Each leg must have strike, expiration, right, and quantity");
      }
      read.add(read(object));
    }
    return read;
  }

  private static boolean has(JsonObject leg, String name) {
    return leg.getValue(name) != null;
  }

  private static Leg read(JsonObject leg) {
    return new Leg(strike(leg), expiration(leg), right(leg), quantity(leg), extras(leg));
  }

  private static double strike(JsonObject leg) {
    if (leg.getValue("strike") instanceof Number strike
        && strike.doubleValue() > 0
        && strike.doubleValue() <= HIGHEST_STRIKE) {
      return strike.doubleValue();
    }
    throw ApiError.badRequest("Leg strike must be a number above 0");
  }

  private static LocalDate expiration(JsonObject leg) {
    try {
      return LocalDate.parse(String.valueOf(leg.getValue("expiration")));
    } catch (DateTimeException none) {
      throw ApiError.badRequest("Leg expiration must be a date (YYYY-MM-DD)");
    }
  }

  private static OptionSide right(JsonObject leg) {
    return switch (String.valueOf(leg.getValue("right"))) {
      case "call" -> OptionSide.CALL;
      case "put" -> OptionSide.PUT;
      default -> throw ApiError.badRequest("Leg right must be 'call' or 'put'");
    };
  }

  private static int quantity(JsonObject leg) {
    if (leg.getValue("quantity") instanceof Number number) {
      double quantity = number.doubleValue();
      if (quantity == Math.rint(quantity)
          && quantity != 0
          && Math.abs(quantity) <= MOST_CONTRACTS) {
        return (int) quantity;
      }
    }
    throw ApiError.badRequest("Leg quantity must be a whole number other than 0");
  }

  private static Map<String, Object> extras(JsonObject leg) {
    Map<String, Object> extras = new LinkedHashMap<>();
    for (String amount : AMOUNTS) {
      Object value = leg.getValue(amount);
      if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
        extras.put(amount, value);
      } else if (value != null) {
        throw ApiError.badRequest("Leg " + amount + " must be a number");
      }
    }
    Object date = leg.getValue(FILL_DATE);
    if (date instanceof String text && text.length() <= LONGEST_DATE) {
      extras.put(FILL_DATE, text);
    } else if (date != null) {
      throw ApiError.badRequest("Leg fillDate must be a date");
    }
    return extras;
  }

  JsonObject json() {
    JsonObject json =
        new JsonObject()
            .put("strike", Amounts.plain(strike))
            .put("expiration", expiration.toString())
            .put("right", right == OptionSide.CALL ? "call" : "put")
            .put("quantity", quantity);
    extras.forEach(json::put);
    return json;
  }

  static JsonArray json(List<Leg> legs) {
    JsonArray json = new JsonArray();
    legs.forEach(leg -> json.add(leg.json()));
    return json;
  }

  /** The day on which the first of them expires. */
  static LocalDate firstExpiration(List<Leg> legs) {
    return legs.stream().map(Leg::expiration).min(LocalDate::compareTo).orElseThrow();
  }

  /** Legs in the smallest whole numbers of the same proportion: 2/-4/2 is a butterfly too. */
  static List<OptionLeg> inProportion(List<Leg> legs) {
    int common = legs.stream().mapToInt(leg -> Math.abs(leg.quantity)).reduce(0, Leg::divisor);
    return legs.stream()
        .map(leg -> new OptionLeg(leg.strike, leg.expiration, leg.right, leg.quantity / common))
        .toList();
  }

  private static int divisor(int one, int other) {
    return other == 0 ? one : divisor(other, one % other);
  }
}
