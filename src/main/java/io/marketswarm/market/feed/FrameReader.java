package io.marketswarm.market.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.model.Ticker;
import java.io.IOException;

/**
 * Reads the frames of the provider's sockets: an array of events, or one event alone. Every tick of
 * the market passes here, so events become calls with plain numbers and options packed tickers. For
 * one thread.
 */
public final class FrameReader {
  /** Conditions of late and cancelled trades of options. */
  private static final int FIRST_OUT_OF_LINE = 201;

  private static final int LAST_OUT_OF_LINE = 208;

  /** What kind an event is; its name may come after its numbers. */
  private enum Kind {
    NONE,
    TRADE,
    QUOTE,
    SECOND,
    VALUE,
    STATUS,
    OTHER
  }

  private final SymbolTable symbols = new SymbolTable();
  private final TextView text = new TextView();
  private int elements;

  private Kind kind;
  private long ticker;
  private String symbol;
  private boolean outOfLine;
  private double price;
  private double bid;
  private double ask;
  private double size;
  private double open;
  private double high;
  private double low;
  private double close;
  private double volume;
  private double dollars;
  private long millis;
  private long end;
  private String status;
  private String message;

  /** How many events the last frame had, read or not. */
  public int elements() {
    return elements;
  }

  /**
   * Hands the events of a frame on.
   *
   * @return whether the frame was whole; of a damaged one the events before the damage were handed
   *     on
   */
  public boolean read(byte[] frame, FrameEvents events) {
    return read(frame, 0, frame.length, events);
  }

  /** Likewise for a part of an array. */
  public boolean read(byte[] bytes, int from, int length, FrameEvents events) {
    elements = 0;
    try (JsonParser in = Json.FACTORY.createParser(bytes, from, length)) {
      JsonToken first = in.nextToken();
      if (first == JsonToken.START_OBJECT) {
        event(in, events);
      } else if (first == JsonToken.START_ARRAY) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          element(in, events);
        }
      } else {
        return false;
      }
      return in.nextToken() == null;
    } catch (IOException damaged) {
      return false;
    }
  }

  private void element(JsonParser in, FrameEvents events) throws IOException {
    if (in.currentToken() == JsonToken.START_OBJECT) {
      event(in, events);
    } else {
      in.skipChildren();
      elements++;
      events.unusable(Flaw.MALFORMED);
    }
  }

  private void event(JsonParser in, FrameEvents events) throws IOException {
    forget();
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      member(in, name);
    }
    elements++;
    tell(events);
  }

  private void forget() {
    kind = Kind.NONE;
    ticker = 0;
    symbol = null;
    outOfLine = false;
    price = bid = ask = size = Double.NaN;
    open = high = low = close = volume = dollars = Double.NaN;
    millis = end = 0;
    status = message = "";
  }

  private void member(JsonParser in, String name) throws IOException {
    switch (name) {
      case "ev" -> kind = kind(in);
      case "sym", "T" -> name(in);
      case "p", "val" -> price = Json.number(in);
      case "bp", "b" -> bid = Json.number(in);
      case "ap", "a" -> ask = Json.number(in);
      case "s" -> size = Json.number(in);
      case "t" -> millis = Json.whole(in);
      case "e" -> end = Json.whole(in);
      case "c" -> conditionsOrClose(in);
      case "o" -> open = Json.number(in);
      case "h" -> high = Json.number(in);
      case "l" -> low = Json.number(in);
      case "v" -> volume = Json.number(in);
      case "dv" -> dollars = Json.number(in);
      case "status" -> status = Json.text(in);
      case "message" -> message = Json.text(in);
      default -> in.skipChildren();
    }
  }

  private Kind kind(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      in.skipChildren();
      return Kind.OTHER;
    }
    text.of(in);
    if (text.length() == 1) {
      return switch (text.charAt(0)) {
        case 'T' -> Kind.TRADE;
        case 'Q' -> Kind.QUOTE;
        case 'A' -> Kind.SECOND;
        case 'V' -> Kind.VALUE;
        default -> Kind.OTHER;
      };
    }
    return "status".contentEquals(text) ? Kind.STATUS : Kind.OTHER;
  }

  private void name(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      in.skipChildren();
      return;
    }
    text.of(in);
    if (text.length() > 2 && text.charAt(0) == 'O' && text.charAt(1) == ':') {
      ticker = Ticker.parse(text);
    } else if (text.length() > 0) {
      symbol = text.intern(symbols);
    }
  }

  /** Trades have conditions where seconds have their close. */
  private void conditionsOrClose(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      close = Json.number(in);
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      long condition = Json.whole(in);
      outOfLine |= condition >= FIRST_OUT_OF_LINE && condition <= LAST_OUT_OF_LINE;
    }
  }

  private void tell(FrameEvents events) {
    switch (kind) {
      case TRADE -> trade(events);
      case QUOTE -> quote(events);
      case SECOND -> second(events);
      case VALUE -> value(events);
      case STATUS -> events.status(status, message);
      case NONE -> events.unusable(Flaw.MALFORMED);
      case OTHER -> {}
    }
  }

  private void trade(FrameEvents events) {
    if (millis == 0 || !isNamed()) {
      events.unusable(Flaw.NO_TICKER);
    } else if (ticker == Ticker.UNKNOWN) {
      events.unusable(Flaw.UNKNOWN_TICKER);
    } else if (!(price > 0 && price < Double.POSITIVE_INFINITY) || size < 0) {
      events.unusable(Flaw.IMPOSSIBLE);
    } else if (symbol == null) {
      events.optionTrade(ticker, price, (long) size, millis, outOfLine);
    } else {
      events.stockTrade(symbol, price, (long) size, millis);
    }
  }

  private void quote(FrameEvents events) {
    if (millis == 0 || !isNamed()) {
      events.unusable(Flaw.NO_TICKER);
    } else if (ticker == Ticker.UNKNOWN || symbol != null) {
      events.unusable(Flaw.UNKNOWN_TICKER);
    } else if (bid < 0 || ask < 0 || Double.isInfinite(bid) || Double.isInfinite(ask)) {
      events.unusable(Flaw.IMPOSSIBLE);
    } else if (bid > ask) {
      events.unusable(Flaw.CROSSED);
    } else {
      events.optionQuote(ticker, bid, ask, millis);
    }
  }

  private void second(FrameEvents events) {
    if (symbol == null) {
      events.unusable(Flaw.NO_TICKER);
    } else if (!(close > 0 && close < Double.POSITIVE_INFINITY) || volume < 0) {
      events.unusable(Flaw.IMPOSSIBLE);
    } else {
      long start = size > 0 ? (long) size : 0;
      events.second(new SecondBar(symbol, open, high, low, close, volume, start, end, dollars));
    }
  }

  private void value(FrameEvents events) {
    if (symbol == null) {
      events.unusable(Flaw.NO_TICKER);
    } else if (!(price > 0 && price < Double.POSITIVE_INFINITY)) {
      events.unusable(Flaw.IMPOSSIBLE);
    } else {
      events.indexValue(symbol, price, millis);
    }
  }

  private boolean isNamed() {
    return ticker != 0 || symbol != null;
  }
}
