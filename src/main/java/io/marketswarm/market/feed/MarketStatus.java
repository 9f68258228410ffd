package io.marketswarm.market.feed;

/**
 * What the provider says the market is doing.
 *
 * @param market {@code open}, {@code closed} or {@code extended-hours}
 */
public record MarketStatus(String market, boolean earlyHours, boolean afterHours) {}
