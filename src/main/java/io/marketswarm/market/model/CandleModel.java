package io.marketswarm.market.model;

import java.time.Instant;
import java.util.List;

/**
 * A symbol's candles as published.
 *
 * @param spot the last point
 * @param ts its time
 */
public record CandleModel(
    String symbol,
    double spot,
    Instant ts,
    int days,
    List<Candle> fiveMinutes,
    List<Candle> tenMinutes,
    List<Candle> quarters,
    List<Candle> hours) {}
