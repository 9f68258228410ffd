package io.marketswarm.gateway.positions;

import io.marketswarm.gateway.rest.Fields;
import io.marketswarm.market.model.PositionShape;
import io.marketswarm.market.model.PositionType;
import io.marketswarm.store.Assignments;
import io.marketswarm.web.ApiError;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a client says of a position: all of it to begin with, parts of it later. */
final class PositionBody {
  private static final String DEFAULT_SYMBOL = "SPX";
  private static final String DEBIT = "debit";
  private static final Set<String> COST_TYPES = Set.of(DEBIT, "credit", "net");
  private static final Set<String> DIRECTIONS = Set.of("long", "short");
  private static final Set<String> TYPES =
      Arrays.stream(PositionType.values()).map(PositionBody::id).collect(Collectors.toSet());
  private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9:.^_-]{1,20}");
  private static final double MOST_COST = 99_999_999.99;
  private static final int LONGEST_SYMBOL = 20;
  private static final int LONGEST_COLOR = 7;
  private static final int LONGEST_LABEL = 100;
  private static final int LONGEST_BATCH = 36;
  private static final long LATEST_MILLIS = 1L << 50;

  private final Fields fields;

  PositionBody(JsonObject body) {
    this.fields = new Fields(body);
  }

  static String id(PositionType type) {
    return type == PositionType.BROKEN_WING_BUTTERFLY
        ? "bwb"
        : type.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The values of a new row. Type and direction that nobody names are those a trader would see in
   * the legs.
   *
   * @param sortOrder where it stands unless the client says
   */
  Tuple row(int userId, LocalDate today, int sortOrder, long nowMillis) {
    List<Leg> legs = Leg.read(fields.body().getValue("legs"));
    PositionShape shape = PositionShape.of(Leg.inProportion(legs));
    LocalDate expiration = Leg.firstExpiration(legs);
    return Tuple.from(
        Arrays.asList(
            userId,
            symbol().orElse(DEFAULT_SYMBOL),
            fields.choice("positionType", TYPES).orElse(id(shape.type())),
            fields.choice("direction", DIRECTIONS).orElse(shape.isLong() ? "long" : "short"),
            Leg.json(legs).encode(),
            expiration,
            LegPosition.dte(expiration, today),
            cost().orElse(null),
            fields.choice("costBasisType", COST_TYPES).orElse(DEBIT),
            fields.flag("visible").orElse(true),
            sortOrder().orElse(sortOrder),
            fields.text("color", LONGEST_COLOR).orElse(null),
            fields.text("label", LONGEST_LABEL).orElse(null),
            fields.number("addedAt", 0, LATEST_MILLIS).map(Double::longValue).orElse(nowMillis),
            fields.text("importBatchId", LONGEST_BATCH).orElse(null)));
  }

  /** The columns that change. */
  Assignments changes(LocalDate today) {
    Assignments changes = new Assignments();
    symbol().ifPresent(symbol -> changes.set("symbol", symbol));
    fields.choice("positionType", TYPES).ifPresent(type -> changes.set("position_type", type));
    fields.choice("direction", DIRECTIONS).ifPresent(way -> changes.set("direction", way));
    if (fields.has("legs")) {
      List<Leg> legs = Leg.read(fields.body().getValue("legs"));
      LocalDate expiration = Leg.firstExpiration(legs);
      changes
          .set("legs_json", Leg.json(legs).encode())
          .set("primary_expiration", expiration)
          .set("dte", LegPosition.dte(expiration, today));
    }
    if (fields.has("costBasis")) {
      changes.set("cost_basis", cost().orElse(null));
    }
    fields.choice("costBasisType", COST_TYPES).ifPresent(t -> changes.set("cost_basis_type", t));
    fields.flag("visible").ifPresent(visible -> changes.set("visible", visible));
    sortOrder().ifPresent(order -> changes.set("sort_order", order));
    if (fields.has("color")) {
      changes.set("color", fields.text("color", LONGEST_COLOR).orElse(null));
    }
    if (fields.has("label")) {
      changes.set("label", fields.text("label", LONGEST_LABEL).orElse(null));
    }
    if (changes.isEmpty()) {
      throw ApiError.badRequest("No fields to update");
    }
    return changes;
  }

  private Optional<String> symbol() {
    Optional<String> symbol =
        fields.text("symbol", LONGEST_SYMBOL).map(text -> text.toUpperCase(Locale.ROOT));
    if (symbol.isPresent() && !SYMBOL.matcher(symbol.get()).matches()) {
      throw ApiError.badRequest("symbol must be made of A-Z, 0-9 and :.^_-");
    }
    return symbol;
  }

  private Optional<Double> cost() {
    return fields.number("costBasis", -MOST_COST, MOST_COST);
  }

  private Optional<Integer> sortOrder() {
    return fields.whole("sortOrder", Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
