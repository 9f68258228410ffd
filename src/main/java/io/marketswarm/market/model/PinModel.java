package io.marketswarm.market.model;

import java.time.Instant;
import java.util.List;

/** Where one symbol is likely to be pinned at the next expiry, as published. */
public record PinModel(Instant ts, String symbol, double spot, List<PinProbability.Pin> pins) {}
