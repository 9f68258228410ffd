package io.marketswarm.journal.positions;

import io.marketswarm.journal.money.Cents;
import io.marketswarm.web.api.Moments;
import io.marketswarm.web.api.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A position about to be written down.
 *
 * @param status {@code planned}, {@code open} or {@code closed}
 * @param tags a JSON array, or null
 */
public record NewPosition(
    String id,
    String status,
    String symbol,
    String underlying,
    String tags,
    String campaignId,
    List<Leg> legs) {

  /** One leg; what only options have is null for others. */
  record Leg(String type, LocalDate expiry, BigDecimal strike, String right, int quantity) {}

  /** The position of an entry order: its legs are not known. */
  public static NewPosition ofOrder(String symbol, long order) {
    return new NewPosition(
        UUID.randomUUID().toString(),
        "open",
        symbol,
        "I:" + symbol,
        new JsonArray().add("order:" + order).encode(),
        null,
        List.of());
  }

  static NewPosition of(JsonObject body) {
    String symbol = body.getString("symbol").strip().toUpperCase(Locale.ROOT);
    String underlying = body.getString("underlying");
    String status = body.getString("status");
    JsonArray tags = body.getJsonArray("tags");
    return new NewPosition(
        UUID.randomUUID().toString(),
        status == null ? "planned" : status,
        symbol,
        underlying == null ? "I:" + symbol : underlying,
        tags == null ? null : tags.encode(),
        body.getString("campaignId"),
        legs(body));
  }

  /** Only the legs, for a position that exists. */
  static NewPosition legsOf(String id, JsonObject body) {
    return new NewPosition(id, null, null, null, null, null, legs(body));
  }

  private static List<Leg> legs(JsonObject body) {
    JsonArray given = body.getJsonArray("legs");
    List<Problem> problems = new ArrayList<>();
    List<Leg> legs = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      legs.add(leg(given.getJsonObject(i), "legs[" + i + "]", problems));
    }
    if (!problems.isEmpty()) {
      throw Problem.refusal(problems);
    }
    return legs;
  }

  private static Leg leg(JsonObject leg, String at, List<Problem> problems) {
    String type = leg.getString("instrumentType", "option");
    if (type.equals("option")) {
      for (String needed : List.of("strike", "expiry", "right")) {
        if (leg.getValue(needed) == null) {
          problems.add(new Problem(at + "." + needed, "is required for options"));
        }
      }
    }
    Number strike = (Number) leg.getValue("strike");
    String expiry = leg.getString("expiry");
    return new Leg(
        type,
        expiry == null ? null : LocalDate.parse(expiry),
        strike == null ? null : Cents.decimal(strike),
        leg.getString("right"),
        leg.getInteger("quantity"));
  }

  /** In the order of {@link PositionSql#INSERT}. */
  Tuple values(int user, LocalDateTime now) {
    return Tuple.from(
        Arrays.asList(
            id,
            user,
            status,
            symbol,
            underlying,
            status.equals("planned") ? null : now,
            status.equals("closed") ? now : null,
            tags,
            campaignId,
            now,
            now));
  }

  /** In the order of {@link PositionSql#INSERT_LEG}. */
  List<Tuple> legValues() {
    LocalDateTime now = Moments.now();
    List<Tuple> rows = new ArrayList<>();
    for (int i = 0; i < legs.size(); i++) {
      Leg leg = legs.get(i);
      rows.add(
          Tuple.from(
              Arrays.asList(
                  UUID.randomUUID().toString(),
                  id,
                  i,
                  leg.type,
                  leg.expiry,
                  leg.strike,
                  leg.right,
                  leg.quantity,
                  now)));
    }
    return rows;
  }
}
