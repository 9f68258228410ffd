package io.marketswarm.market.model;

/**
 * How an option's price moves, per share.
 *
 * @param delta per point of the underlying
 * @param gamma change of delta per point of the underlying
 * @param theta per calendar day
 * @param vega per volatility point (0.01)
 * @param rho per percentage point of the interest rate
 */
public record Greeks(double delta, double gamma, double theta, double vega, double rho) {}
