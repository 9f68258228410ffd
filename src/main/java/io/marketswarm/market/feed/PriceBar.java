package io.marketswarm.market.feed;

/**
 * A bar of the past. Indices have no volume.
 *
 * @param startMillis epoch milliseconds
 * @param volume NaN when not said
 * @param vwap volume-weighted average price, NaN when not said
 */
public record PriceBar(
    long startMillis,
    double open,
    double high,
    double low,
    double close,
    double volume,
    double vwap) {}
