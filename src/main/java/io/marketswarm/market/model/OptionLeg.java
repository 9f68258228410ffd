package io.marketswarm.market.model;

import java.time.LocalDate;
import java.util.Objects;

/** Contracts of one series held long (positive quantity) or short (negative). */
public record OptionLeg(double strike, LocalDate expiry, OptionSide side, int quantity) {

  public OptionLeg {
    Require.positive(strike, "strike");
    Objects.requireNonNull(expiry, "expiry");
    Objects.requireNonNull(side, "side");
    if (quantity == 0) {
      throw new IllegalArgumentException("quantity 0 is no leg");
    }
  }

  public boolean isLong() {
    return quantity > 0;
  }
}
