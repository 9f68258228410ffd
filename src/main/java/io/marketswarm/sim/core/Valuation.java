package io.marketswarm.sim.core;

/**
 * What an option is worth and how that changes.
 *
 * @param theta per calendar day
 * @param vega per point of volatility
 */
public record Valuation(
    double iv, double price, double delta, double gamma, double theta, double vega) {}
