package io.marketswarm.sim;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.sim.core.Bar;
import io.marketswarm.sim.core.DayTape;
import io.marketswarm.sim.core.Instrument;
import io.marketswarm.sim.core.Instrument.Kind;
import io.marketswarm.sim.core.Market;
import java.io.IOException;

/** Indices and stocks as the provider's snapshots show them. */
final class InstrumentJson {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final double HALF_SPREAD = 0.01;
  private static final int ROUND_LOT = 100;
  private static final int EXCHANGE = 4;

  private InstrumentJson() {}

  /** An item of the universal snapshot. */
  static void universal(JsonGenerator json, Market market, int index, String status)
      throws IOException {
    Instrument instrument = market.universe().get(index);
    DayTape tape = market.day().tape();
    long updated = tape.wall(tape.step()) * NANOS_PER_MILLI;
    json.writeStartObject();
    if (instrument.kind() == Kind.STOCK) {
      quoteAndTrade(json, tape.last(index), updated);
    }
    json.writeNumberField("last_updated", updated);
    json.writeStringField("market_status", status);
    json.writeStringField("name", instrument.name());
    session(json, market, index);
    json.writeStringField("ticker", instrument.symbol());
    json.writeStringField("timeframe", "REAL-TIME");
    json.writeStringField("type", instrument.kind() == Kind.INDEX ? "indices" : "stocks");
    if (instrument.kind() == Kind.INDEX) {
      json.writeNumberField("value", tape.last(index));
    }
    json.writeEndObject();
  }

  private static void quoteAndTrade(JsonGenerator json, double price, long updated)
      throws IOException {
    json.writeObjectFieldStart("last_quote");
    json.writeNumberField("ask", cents(price + HALF_SPREAD));
    json.writeNumberField("ask_size", ROUND_LOT);
    json.writeNumberField("bid", cents(price - HALF_SPREAD));
    json.writeNumberField("bid_size", ROUND_LOT);
    json.writeNumberField("last_updated", updated);
    json.writeNumberField("midpoint", price);
    json.writeStringField("timeframe", "REAL-TIME");
    json.writeEndObject();
    json.writeObjectFieldStart("last_trade");
    json.writeNumberField("exchange", EXCHANGE);
    json.writeNumberField("last_updated", updated);
    json.writeNumberField("price", price);
    json.writeNumberField("size", ROUND_LOT);
    json.writeStringField("timeframe", "REAL-TIME");
    json.writeEndObject();
  }

  private static void session(JsonGenerator json, Market market, int index) throws IOException {
    DayTape tape = market.day().tape();
    double last = tape.last(index);
    double previous = market.day().previousClose(index);
    json.writeObjectFieldStart("session");
    json.writeNumberField("change", cents(last - previous));
    json.writeNumberField("change_percent", OptionJson.percent(last - previous, previous));
    json.writeNumberField("close", last);
    json.writeNumberField("high", tape.high(index));
    json.writeNumberField("low", tape.low(index));
    json.writeNumberField("open", tape.open(index));
    json.writeNumberField("previous_close", previous);
    if (tape.hasVolume(index)) {
      json.writeNumberField("price", last);
      json.writeNumberField("volume", tape.totalVolume(index));
    }
    json.writeEndObject();
  }

  /** The {@code ticker} object of the stock snapshot. */
  static void stock(JsonGenerator json, Market market, int index) throws IOException {
    DayTape tape = market.day().tape();
    double last = tape.last(index);
    double previous = market.day().previousClose(index);
    long now = tape.wall(tape.step());
    Bar minute = market.minuteNow(index);
    json.writeObjectFieldStart("ticker");
    bar(json, "day", market.today(index));
    json.writeObjectFieldStart("lastQuote");
    json.writeNumberField("P", cents(last + HALF_SPREAD));
    json.writeNumberField("S", 1);
    json.writeNumberField("p", cents(last - HALF_SPREAD));
    json.writeNumberField("s", 1);
    json.writeNumberField("t", now * NANOS_PER_MILLI);
    json.writeEndObject();
    json.writeObjectFieldStart("lastTrade");
    json.writeArrayFieldStart("c");
    json.writeNumber(0);
    json.writeEndArray();
    json.writeStringField("i", Integer.toString(tape.step() + 1));
    json.writeNumberField("p", last);
    json.writeNumberField("s", ROUND_LOT);
    json.writeNumberField("t", now * NANOS_PER_MILLI);
    json.writeNumberField("x", EXCHANGE);
    json.writeEndObject();
    json.writeObjectFieldStart("min");
    json.writeNumberField("av", tape.totalVolume(index));
    json.writeNumberField("t", minute.t());
    json.writeNumberField("n", minute.trades());
    prices(json, minute);
    json.writeEndObject();
    bar(json, "prevDay", market.previousDay(index));
    json.writeStringField("ticker", market.universe().get(index).symbol());
    json.writeNumberField("todaysChange", cents(last - previous));
    json.writeNumberField("todaysChangePerc", OptionJson.percent(last - previous, previous));
    json.writeNumberField("updated", now * NANOS_PER_MILLI);
    json.writeEndObject();
  }

  private static void bar(JsonGenerator json, String name, Bar bar) throws IOException {
    json.writeObjectFieldStart(name);
    prices(json, bar);
    json.writeEndObject();
  }

  private static void prices(JsonGenerator json, Bar bar) throws IOException {
    json.writeNumberField("c", bar.close());
    json.writeNumberField("h", bar.high());
    json.writeNumberField("l", bar.low());
    json.writeNumberField("o", bar.open());
    json.writeNumberField("v", bar.volume());
    json.writeNumberField("vw", bar.vwap());
  }

  private static double cents(double price) {
    return Math.rint(price * 100) / 100;
  }
}
