package io.marketswarm.market.model;

/** Butterfly widths (points) and days to expiry that suit a volatility regime, ends inclusive. */
public record IdealFly(int minWidth, int maxWidth, int minDte, int maxDte) {

  public String widths() {
    return minWidth + "-" + maxWidth;
  }

  public String dtes() {
    return minDte + "-" + maxDte;
  }

  boolean suits(int dte) {
    return dte >= minDte && dte <= maxDte;
  }
}
