package io.marketswarm.market.chain;

/** Where chains stand on the market bus, and what is said there about them. */
public final class ChainKeys {
  /** All contracts of all underlyings: {@code {version, value_seq, ts, contracts}}. */
  public static final String LATEST = "massive:chain:latest";

  /** When that was written, epoch seconds: it is large, so ask here first. */
  public static final String TS = "massive:chain:ts";

  static final String DELTA = "massive:chain:delta:latest";

  /** Said with each edition whose contracts differ. */
  public static final String GEOMETRY_UPDATED = "massive:chain:geometry_updated";

  /** Said with each edition whose contracts are those of the one before. */
  public static final String VALUES_UPDATED = "massive:chain:values_updated";

  /** Channels the options socket is to subscribe to. */
  public static final String SUBSCRIPTIONS = "massive:ws:subscription_list";

  public static final String SUBSCRIPTIONS_UPDATED = "massive:ws:subscription_updated";

  static final String STREAMED_CONTRACTS = "massive:ws:contracts";
  static final String ANALYTICS = "massive:chain:analytics";

  private ChainKeys() {}
}
