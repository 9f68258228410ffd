package io.marketswarm.journal.positions;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.web.api.JsonText;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A position at a glance: what it is called, what was paid, how long it lives. */
final class Snapshot {
  private Snapshot() {}

  static void write(Position position, LocalDate today, JsonGenerator out) throws IOException {
    Row row = position.row();
    Recognition known = Recognition.of(position.shapes());
    out.writeStartObject();
    out.writeStringField("positionId", position.id());
    out.writeNumberField("version", position.version());
    out.writeStringField("status", position.status());
    out.writeStringField("symbol", row.getString("symbol"));
    out.writeStringField("underlying", row.getString("underlying"));
    Position.array(out, "legs", position.legs(), PositionSql.LEG::object);
    Position.array(out, "fills", position.fills(), PositionSql.FILL::object);
    out.writeObjectFieldStart("metadata");
    out.writeStringField("derivedStrategy", known.strategy());
    out.writeStringField("positionType", known.type());
    out.writeFieldName("netDebit");
    JsonText.number(out, netDebit(position.fills()).doubleValue());
    Optional<Long> dte = daysToExpiry(position.legs(), today);
    if (dte.isPresent()) {
      out.writeNumberField("dte", dte.get());
    } else {
      out.writeNullField("dte");
    }
    out.writeNullField("maxProfit");
    out.writeNullField("maxLoss");
    out.writeEndObject();
    out.writeEndObject();
  }

  /** Dollars per share over all fills, exactly. */
  static BigDecimal netDebit(List<Row> fills) {
    return fills.stream()
        .map(
            fill ->
                fill.getBigDecimal("price")
                    .multiply(BigDecimal.valueOf(fill.getInteger("quantity"))))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Calendar days to the first leg that expires. */
  private static Optional<Long> daysToExpiry(List<Row> legs, LocalDate today) {
    return legs.stream()
        .map(leg -> leg.getLocalDate("expiry"))
        .filter(Objects::nonNull)
        .min(LocalDate::compareTo)
        .map(first -> Math.max(0, ChronoUnit.DAYS.between(today, first)));
  }
}
