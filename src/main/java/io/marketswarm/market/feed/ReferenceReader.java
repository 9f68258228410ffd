package io.marketswarm.market.feed;

import com.fasterxml.jackson.core.JsonParser;
import io.marketswarm.market.model.MarketCalendar.DayKind;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/** Reads which contracts are listed and when markets are open. */
final class ReferenceReader {
  private final Flaws flaws;

  ReferenceReader(Flaws flaws) {
    this.flaws = flaws;
  }

  Envelope expirations(byte[] body, SortedSet<LocalDate> into) {
    return Envelope.read(body, "results", in -> date(in, "expiration_date", into));
  }

  private void date(JsonParser in, String wanted, SortedSet<LocalDate> into) throws IOException {
    String date = "";
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      if (name.equals(wanted)) {
        date = Json.text(in);
      } else {
        in.skipChildren();
      }
    }
    try {
      into.add(LocalDate.parse(date));
    } catch (DateTimeException wrong) {
      flaws.found(Flaw.MALFORMED);
    }
  }

  MarketStatus status(byte[] body) {
    String[] market = {""};
    boolean[] hours = new boolean[2];
    Envelope.readObject(
        body,
        (in, name) -> {
          switch (name) {
            case "market" -> market[0] = Json.text(in);
            case "earlyHours" -> hours[0] = in.getValueAsBoolean();
            case "afterHours" -> hours[1] = in.getValueAsBoolean();
            default -> in.skipChildren();
          }
        });
    return new MarketStatus(market[0], hours[0], hours[1]);
  }

  /** The days on which stocks do not trade as usual. */
  Map<LocalDate, DayKind> upcoming(byte[] body) {
    Map<LocalDate, DayKind> days = new TreeMap<>();
    Envelope.readArray(body, in -> day(in, days));
    return days;
  }

  private void day(JsonParser in, Map<LocalDate, DayKind> into) throws IOException {
    String date = "";
    String status = "";
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      switch (name) {
        case "date" -> date = Json.text(in);
        case "status" -> status = Json.text(in);
        default -> in.skipChildren();
      }
    }
    try {
      LocalDate day = LocalDate.parse(date);
      switch (status) {
        case "closed" -> into.put(day, DayKind.CLOSED);
        // Exchanges that close early do not open the day for those that stay closed.
        case "early-close" -> into.putIfAbsent(day, DayKind.EARLY_CLOSE);
        default -> flaws.found(Flaw.MALFORMED);
      }
    } catch (DateTimeException wrong) {
      flaws.found(Flaw.MALFORMED);
    }
  }
}
