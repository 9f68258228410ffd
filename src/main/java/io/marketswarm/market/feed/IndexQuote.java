package io.marketswarm.market.feed;

/**
 * An index as the provider shows it.
 *
 * @param value points, more than zero
 * @param updatedMillis when it was computed, epoch milliseconds, 0 when not said
 * @param timeframe {@code REAL-TIME} or {@code DELAYED}, empty when not said
 * @param marketStatus for example {@code open}, empty when not said
 * @param previousClose NaN when not said
 */
public record IndexQuote(
    String symbol,
    double value,
    long updatedMillis,
    String timeframe,
    String marketStatus,
    double previousClose) {}
