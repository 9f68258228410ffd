package io.marketswarm.market.feed;

/**
 * One second of a stock or future.
 *
 * @param volume traded in that second
 * @param startMillis epoch milliseconds, 0 when not said
 * @param endMillis likewise
 * @param dollarVolume of futures, NaN when not said
 */
public record SecondBar(
    String symbol,
    double open,
    double high,
    double low,
    double close,
    double volume,
    long startMillis,
    long endMillis,
    double dollarVolume) {}
