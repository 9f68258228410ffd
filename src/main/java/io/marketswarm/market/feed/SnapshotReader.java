package io.marketswarm.market.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the present state of indices and stocks. */
final class SnapshotReader {
  private final Flaws flaws;

  SnapshotReader(Flaws flaws) {
    this.flaws = flaws;
  }

  /** The indices that have a value; those with an error of their own are counted. */
  List<IndexQuote> indices(byte[] body) {
    List<IndexQuote> quotes = new ArrayList<>();
    Envelope.read(body, "results", in -> index(in).ifPresent(quotes::add));
    return quotes;
  }

  private Optional<IndexQuote> index(JsonParser in) throws IOException {
    String symbol = "";
    String timeframe = "";
    String status = "";
    double value = Double.NaN;
    double previousClose = Double.NaN;
    long updated = 0;
    boolean error = false;
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      switch (name) {
        case "ticker" -> symbol = Json.text(in);
        case "value" -> value = Json.number(in);
        case "last_updated" -> updated = Json.millis(in);
        case "timeframe" -> timeframe = Json.text(in);
        case "market_status" -> status = Json.text(in);
        case "session" -> previousClose = member(in, "previous_close");
        case "error" -> {
          error = true;
          in.skipChildren();
        }
        default -> in.skipChildren();
      }
    }
    if (error || symbol.isEmpty()) {
      flaws.found(error ? Flaw.ITEM_ERROR : Flaw.NO_TICKER);
      return Optional.empty();
    }
    if (!isPrice(value)) {
      flaws.found(Double.isNaN(value) ? Flaw.NOT_A_NUMBER : Flaw.IMPOSSIBLE);
      return Optional.empty();
    }
    return Optional.of(
        new IndexQuote(symbol, value, updated, timeframe, status, price(previousClose)));
  }

  /** One number of an object. */
  private static double member(JsonParser in, String wanted) throws IOException {
    double found = Double.NaN;
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return found;
    }
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      if (name.equals(wanted)) {
        found = Json.number(in);
      } else {
        in.skipChildren();
      }
    }
    return found;
  }

  /** The stock's day, nothing before its first trade. */
  Optional<StockQuote> stock(byte[] body) {
    StockDay day = new StockDay();
    Envelope.read(body, "ticker", day::read);
    return day.quote();
  }

  static boolean isPrice(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  private static double price(double value) {
    return isPrice(value) ? value : Double.NaN;
  }

  /** What is gathered of one stock. */
  private static final class StockDay {
    private String symbol = "";
    private Bar day = new Bar();
    private Bar minute = new Bar();
    private Bar previous = new Bar();

    void read(JsonParser in) throws IOException {
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        in.nextToken();
        switch (name) {
          case "ticker" -> symbol = Json.text(in);
          case "day" -> day = Bar.read(in);
          case "min" -> minute = Bar.read(in);
          case "prevDay" -> previous = Bar.read(in);
          default -> in.skipChildren();
        }
      }
    }

    Optional<StockQuote> quote() {
      if (symbol.isEmpty() || !(day.volume > 0) || !isPrice(day.close) || minute.start <= 0) {
        return Optional.empty();
      }
      return Optional.of(
          new StockQuote(
              symbol,
              day.open,
              day.high,
              day.low,
              day.close,
              day.volume,
              minute.start,
              price(previous.close)));
    }
  }

  /** A bar as the provider abbreviates it. */
  private static final class Bar {
    private double open = Double.NaN;
    private double high = Double.NaN;
    private double low = Double.NaN;
    private double close = Double.NaN;
    private double volume = Double.NaN;
    private double vwap = Double.NaN;
    private long start;

    static Bar read(JsonParser in) throws IOException {
      Bar bar = new Bar();
      if (in.currentToken() != JsonToken.START_OBJECT) {
        in.skipChildren();
        return bar;
      }
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        in.nextToken();
        switch (name) {
          case "o" -> bar.open = Json.number(in);
          case "h" -> bar.high = Json.number(in);
          case "l" -> bar.low = Json.number(in);
          case "c" -> bar.close = Json.number(in);
          case "v" -> bar.volume = Json.number(in);
          case "vw" -> bar.vwap = Json.number(in);
          case "t" -> bar.start = Json.whole(in);
          default -> in.skipChildren();
        }
      }
      return bar;
    }

    boolean isSound() {
      return start > 0
          && isPrice(low)
          && low <= Math.min(open, close)
          && high >= Math.max(open, close)
          && high < Double.POSITIVE_INFINITY
          && !(volume < 0);
    }
  }

  /** Bars of the past; those that cannot be true are counted and left out. */
  Envelope bars(byte[] body, List<PriceBar> into) {
    return Envelope.read(
        body,
        "results",
        in -> {
          Bar bar = Bar.read(in);
          if (bar.isSound()) {
            into.add(
                new PriceBar(
                    bar.start, bar.open, bar.high, bar.low, bar.close, bar.volume, bar.vwap));
          } else {
            flaws.found(Flaw.IMPOSSIBLE);
          }
        });
  }
}
