package io.marketswarm.market.model;

import java.time.Instant;

/** The classical volume levels of one symbol as published for alerts. */
public record VolumeLevelsModel(Instant ts, String symbol, VolumeLevels levels) {}
