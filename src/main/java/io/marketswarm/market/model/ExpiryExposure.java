package io.marketswarm.market.model;

import java.time.LocalDate;

/**
 * Dealer exposures of one expiry; NaN where there is nothing to tell from.
 *
 * @param maxPain strike at which the options outstanding pay out least
 * @param expectedMove price of the straddle at the money, in points
 * @param putCallVolume puts traded today per call
 * @param putCallInterest puts outstanding per call
 */
public record ExpiryExposure(
    LocalDate expiry,
    int dte,
    ExposureTotals totals,
    StrikeExposures strikes,
    double maxPain,
    double expectedMove,
    double putCallVolume,
    double putCallInterest) {}
