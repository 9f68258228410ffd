package io.marketswarm.market.model;

import java.util.List;
import java.util.Locale;

/** How a gamma scalp is held in a volatility regime. */
public enum ScalpStyle {
  NET_CASTER(List.of(2, 3), "high"),
  BALANCED(List.of(1, 2), "medium"),
  SNIPER(List.of(1, 2), "low");

  private final List<Integer> targetZones;
  private final String holdTolerance;

  ScalpStyle(List<Integer> targetZones, String holdTolerance) {
    this.targetZones = targetZones;
    this.holdTolerance = holdTolerance;
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public List<Integer> targetZones() {
    return targetZones;
  }

  public String holdTolerance() {
    return holdTolerance;
  }
}
