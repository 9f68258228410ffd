package io.marketswarm.sim;

import io.marketswarm.market.model.MarketCalendar;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;

/** The members of a command, checked. */
record Fields(JsonObject body) {

  IllegalArgumentException wrong(String name, String expected) {
    return new IllegalArgumentException(
        name + " is " + body.getValue(name) + ", expected " + expected);
  }

  String text(String name) {
    if (body.getValue(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "a text");
  }

  double number(String name) {
    return number(name, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  double number(String name, double least, double most) {
    if (body.getValue(name) instanceof Number number
        && number.doubleValue() >= least
        && number.doubleValue() <= most) {
      return number.doubleValue();
    }
    throw wrong(name, "a number between " + least + " and " + most);
  }

  double number(String name, double least, double most, double otherwise) {
    return body.getValue(name) == null ? otherwise : number(name, least, most);
  }

  long whole(String name, long otherwise) {
    Object value = body.getValue(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw wrong(name, "a whole number");
  }

  Optional<LocalDate> date(String name) {
    if (body.getValue(name) == null) {
      return Optional.empty();
    }
    try {
      LocalDate date = LocalDate.parse(text(name));
      if (date.getYear() < 2000 || date.getYear() > 2099) {
        throw wrong(name, "a date of this century");
      }
      return Optional.of(date);
    } catch (DateTimeException malformed) {
      throw wrong(name, "a date like 2026-01-27");
    }
  }

  /** A moment in epoch milliseconds, or a New York time of a day such as {@code 11:30}. */
  long moment(String name, LocalDate day) {
    if (body.getValue(name) instanceof Number millis) {
      return millis.longValue();
    }
    try {
      return MarketCalendar.at(day, LocalTime.parse(text(name))).toEpochMilli();
    } catch (DateTimeException malformed) {
      throw wrong(name, "epoch milliseconds or a time like 11:30");
    }
  }
}
