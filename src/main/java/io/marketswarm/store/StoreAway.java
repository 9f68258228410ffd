package io.marketswarm.store;

/**
 * A store that could not be asked, or was lost before it answered. In the second case nobody knows
 * whether the command ran: repeat only what may run twice.
 */
public sealed class StoreAway extends StoreException permits DatabaseAway {
  private static final long serialVersionUID = 1L;

  public StoreAway(String message) {
    super(message, false);
  }
}
