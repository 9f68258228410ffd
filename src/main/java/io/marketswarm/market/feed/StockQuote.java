package io.marketswarm.market.feed;

/**
 * A stock's day so far as the provider shows it.
 *
 * @param volume shares traded today, more than zero
 * @param minuteMillis the minute it was last updated in, epoch milliseconds
 * @param previousClose NaN when not said
 */
public record StockQuote(
    String symbol,
    double open,
    double high,
    double low,
    double close,
    double volume,
    long minuteMillis,
    double previousClose) {}
