package io.marketswarm.sim.core;

/**
 * A trade in a stock.
 *
 * @param offset seconds into its step, below one
 */
public record StockPrint(
    int instrument,
    double offset,
    long wallMillis,
    double price,
    int size,
    int exchange,
    long id) {}
