package io.marketswarm.sim.core;

import io.marketswarm.market.model.Greeks;

/** What an option is worth in theory and how that changes. */
public record Valuation(double iv, double price, Greeks greeks) {}
