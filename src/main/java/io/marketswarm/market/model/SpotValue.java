package io.marketswarm.market.model;

/**
 * What an underlying is worth at a moment. Numbers that are not known, or that its kind does not
 * have, are NaN.
 *
 * @param symbol as in keys, for example {@code I:SPX} or {@code SPY}
 * @param value index points or dollars
 * @param millis the time it is the value of, epoch milliseconds
 * @param timeframe as the provider calls it, for example {@code REAL-TIME}
 * @param volume of the day for a fund, of the second for a stock
 * @param dollarVolume of a future
 * @param previousClose of the session before
 * @param marketStatus as the provider calls it, empty when it does not say
 */
public record SpotValue(
    Kind kind,
    String symbol,
    double value,
    long millis,
    String timeframe,
    double open,
    double high,
    double low,
    double close,
    double volume,
    double dollarVolume,
    double previousClose,
    String marketStatus) {
  public static final String REAL_TIME = "REAL-TIME";
  private static final String HISTORICAL = "HISTORICAL";
  private static final double NONE = Double.NaN;

  /** Where a value comes from, which decides what is known of it. */
  public enum Kind {
    INDEX("massive/spot", ""),
    ETF("massive/spot", "ETF"),
    STOCK("massive/ws", "stock"),
    FUTURE("massive/ws", "future"),
    HISTORY("backfill", "");

    private final String source;
    private final String instrument;

    Kind(String source, String instrument) {
      this.source = source;
      this.instrument = instrument;
    }

    public String source() {
      return source;
    }

    /** The type of instrument, empty where none is told. */
    public String instrument() {
      return instrument;
    }
  }

  /** Prices of a stretch of time. */
  public record Prices(double open, double high, double low, double close, double volume) {}

  public SpotValue {
    if (symbol.isBlank()) {
      throw new IllegalArgumentException("spot value without a symbol");
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value " + value + " of " + symbol + " is not finite");
    }
  }

  /** An index; its time is that of writing, because the provider repeats values that stand. */
  public static SpotValue index(
      String symbol,
      double value,
      long writtenMillis,
      String timeframe,
      String marketStatus,
      double previousClose) {
    return new SpotValue(
        Kind.INDEX,
        symbol,
        value,
        writtenMillis,
        timeframe.isEmpty() ? REAL_TIME : timeframe,
        NONE,
        NONE,
        NONE,
        NONE,
        NONE,
        NONE,
        previousClose,
        marketStatus);
  }

  /** A fund's day so far, as of its latest minute. */
  public static SpotValue etf(String symbol, Prices day, long minuteMillis, double previousClose) {
    return of(Kind.ETF, symbol, day, minuteMillis, NONE, previousClose);
  }

  /** A second of a stock. */
  public static SpotValue stock(
      String symbol, Prices second, long startMillis, double previousClose) {
    return of(Kind.STOCK, symbol, second, startMillis, NONE, previousClose);
  }

  /** A second of a future. */
  public static SpotValue future(
      String symbol, Prices second, long startMillis, double dollarVolume) {
    return of(Kind.FUTURE, symbol, second, startMillis, dollarVolume, NONE);
  }

  /** A value of the past. */
  public static SpotValue history(String symbol, TrailPoint point) {
    return new SpotValue(
        Kind.HISTORY,
        symbol,
        point.value(),
        Math.round(point.seconds() * 1_000),
        HISTORICAL,
        NONE,
        NONE,
        NONE,
        NONE,
        NONE,
        NONE,
        NONE,
        "");
  }

  private static SpotValue of(
      Kind kind,
      String symbol,
      Prices prices,
      long millis,
      double dollarVolume,
      double previousClose) {
    return new SpotValue(
        kind,
        symbol,
        prices.close(),
        millis,
        REAL_TIME,
        prices.open(),
        prices.high(),
        prices.low(),
        prices.close(),
        prices.volume(),
        dollarVolume,
        previousClose,
        "");
  }

  public double change() {
    return value - previousClose;
  }

  public double changePercent() {
    return change() / previousClose * 100;
  }

  /** This value as a point of its trail, received at a moment. */
  public TrailPoint point(double score) {
    return new TrailPoint(Math.floorDiv(millis, 1_000), score, value);
  }
}
