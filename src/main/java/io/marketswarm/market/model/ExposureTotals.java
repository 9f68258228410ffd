package io.marketswarm.market.model;

/**
 * Sums of dealer exposures in dollars.
 *
 * @param gamma calls minus puts
 * @param grossGamma calls plus puts, whatever the sign
 */
public record ExposureTotals(
    double gamma, double grossGamma, double delta, double vanna, double charm) {}
