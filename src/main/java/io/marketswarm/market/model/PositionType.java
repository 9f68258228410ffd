package io.marketswarm.market.model;

/** The named option positions, each with the short code shown in lists. */
public enum PositionType {
  SINGLE("SGL"),
  VERTICAL("VS"),
  CALENDAR("CAL"),
  DIAGONAL("DIAG"),
  BUTTERFLY("BF"),
  BROKEN_WING_BUTTERFLY("BWB"),
  CONDOR("CDR"),
  STRADDLE("STR"),
  STRANGLE("STRG"),
  IRON_FLY("IF"),
  IRON_CONDOR("IC"),
  CUSTOM("CUST");

  private final String code;

  PositionType(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
