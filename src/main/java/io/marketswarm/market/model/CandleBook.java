package io.marketswarm.market.model;

import java.time.Instant;

/** The candles of one symbol in all sizes, fed with its spot trail. */
public final class CandleBook {
  private static final int MINUTE = 60;
  private static final long DAY = 86_400;
  private static final int MOST_DAYS = 7;

  private final String symbol;
  private final CandleSeries fiveMinutes = new CandleSeries(5 * MINUTE);
  private final CandleSeries tenMinutes = new CandleSeries(10 * MINUTE);
  private final CandleSeries quarters = new CandleSeries(15 * MINUTE);
  private final CandleSeries hours = new CandleSeries(60 * MINUTE);
  private double spot = Double.NaN;
  private double spotSeconds = Double.NEGATIVE_INFINITY;

  public CandleBook(String symbol) {
    this.symbol = symbol;
  }

  /**
   * Adds a point of the trail; one that is not a number is skipped.
   *
   * @param seconds the point's own time since the epoch, or its score where it has none
   * @param score the trail's score, which orders points of the same second
   */
  public void add(double seconds, double score, double value) {
    if (!Double.isFinite(value) || !Double.isFinite(seconds)) {
      return;
    }
    long time = (long) Math.floor(seconds);
    fiveMinutes.add(time, score, value);
    tenMinutes.add(time, score, value);
    quarters.add(time, score, value);
    hours.add(time, score, value);
    if (seconds >= spotSeconds) {
      spot = value;
      spotSeconds = seconds;
    }
  }

  /** Forgets what no request can ask for any more. */
  public void trim(Instant now) {
    long oldest = now.getEpochSecond() - MOST_DAYS * DAY;
    fiveMinutes.forgetBefore(oldest);
    tenMinutes.forgetBefore(oldest);
    quarters.forgetBefore(oldest);
    hours.forgetBefore(oldest);
  }

  public boolean isEmpty() {
    return fiveMinutes.count() == 0;
  }

  /** Limits a request to the days the trail covers. */
  public static int days(int requested) {
    return Math.max(1, Math.min(MOST_DAYS, requested));
  }

  /** The candles of the last days, up to now. */
  public CandleModel snapshot(Instant now, int days) {
    if (isEmpty()) {
      throw new IllegalStateException("no candles of " + symbol + " yet");
    }
    int covered = days(days);
    long from = now.getEpochSecond() - covered * DAY;
    return new CandleModel(
        symbol,
        spot,
        Instant.ofEpochMilli(Math.round(spotSeconds * 1000)),
        covered,
        fiveMinutes.since(from),
        tenMinutes.since(from),
        quarters.since(from),
        hours.since(from));
  }
}
