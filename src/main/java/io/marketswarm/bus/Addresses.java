package io.marketswarm.bus;

import java.util.List;

/** Every address of the event bus: whoever reads this knows who can talk about what. */
public final class Addresses {
  /** A model as the publisher encoded it, whole or as a difference; for streams and integrators. */
  public static final Address<ModelUpdate> MARKET_MODEL =
      new Address<>("market.model", ModelUpdate.WIRE);

  /** The latest value of an underlying. */
  public static final Address<MarketTick> MARKET_TICK =
      new Address<>("market.tick", MarketTick.WIRE);

  /** The chain of an underlying, as its one fetcher got it. */
  public static final Address<ChainUpdate> MARKET_CHAIN =
      new Address<>("market.chain", ChainUpdate.WIRE);

  /** Questions for the latest chain, answered with {@link ChainUpdate} by its one fetcher. */
  public static final Address<ChainQuestion> MARKET_CHAIN_LATEST =
      new Address<>("market.chain.latest", ChainQuestion.WIRE);

  /** Something that concerns one user and nobody else; never opened to integrators. */
  public static final Address<UserEvent> USER_EVENTS = new Address<>("user.events", UserEvent.WIRE);

  /** A new Truth document is in Redis. */
  public static final Address<TruthUpdated> TRUTH_UPDATED =
      new Address<>("truth.updated", TruthUpdated.WIRE);

  /** The limits of the tiers have changed; readers fetch them anew. */
  public static final Address<TierGatesUpdated> TIER_GATES_UPDATED =
      new Address<>("tier-gates.updated", TierGatesUpdated.WIRE);

  /** A service on a node has come up, gone down or got another number of instances. */
  public static final Address<ServiceChanged> SERVICE_CHANGED =
      new Address<>("service.changed", ServiceChanged.WIRE);

  /**
   * Orders to a node, answered with {@link ServiceReply}: every node serves {@code
   * SERVICE_CONTROL.of(nodeId)}.
   */
  public static final Address<ServiceCommand> SERVICE_CONTROL =
      new Address<>("service.control", ServiceCommand.WIRE);

  /** All addresses above. */
  public static final List<Address<?>> ALL =
      List.of(
          MARKET_MODEL,
          MARKET_TICK,
          MARKET_CHAIN,
          MARKET_CHAIN_LATEST,
          USER_EVENTS,
          TRUTH_UPDATED,
          TIER_GATES_UPDATED,
          SERVICE_CHANGED,
          SERVICE_CONTROL);

  /** What only ever travels as an answer. */
  static final List<Wire<?>> REPLIES = List.of(ServiceReply.WIRE);

  private Addresses() {}
}
