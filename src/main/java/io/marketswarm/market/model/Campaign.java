package io.marketswarm.market.model;

/** The campaign a butterfly belongs to, by its days to expiry. */
public enum Campaign {
  TACTICAL("0dte_tactical", 2),
  CONVEX_STACK("convex_stack", 5),
  SIGMA_DRIFT("sigma_drift", Integer.MAX_VALUE);

  private final String id;
  private final int lastDte;

  Campaign(String id, int lastDte) {
    this.id = id;
    this.lastDte = lastDte;
  }

  public static Campaign of(int dte) {
    for (Campaign campaign : values()) {
      if (dte <= campaign.lastDte) {
        return campaign;
      }
    }
    throw new AssertionError(dte);
  }

  public String id() {
    return id;
  }
}
