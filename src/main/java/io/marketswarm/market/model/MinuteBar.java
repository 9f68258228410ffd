package io.marketswarm.market.model;

/**
 * How a price moved in a minute.
 *
 * @param time start of the minute, seconds since the epoch
 * @param points how many points of the trail it was made of
 */
public record MinuteBar(
    long time, double open, double high, double low, double close, int points) {}
