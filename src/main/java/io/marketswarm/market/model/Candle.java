package io.marketswarm.market.model;

/**
 * How a price moved in a stretch of time.
 *
 * @param time start of the stretch, seconds since the epoch
 */
public record Candle(long time, double open, double high, double low, double close) {}
