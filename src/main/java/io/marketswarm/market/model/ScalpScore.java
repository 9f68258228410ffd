package io.marketswarm.market.model;

/** A gamma scalp's score and its parts, 0 … 100 with one decimal. */
public record ScalpScore(
    double total, double atmProximity, double widthEfficiency, double debitCheapness) {}
