package io.marketswarm.store;

/**
 * Others stood in the way of a transaction however often it was tried; nothing of it was written.
 */
public final class DatabaseBusy extends StoreException {
  private static final long serialVersionUID = 1L;

  DatabaseBusy(int attempts, String reason) {
    super("given up after " + attempts + " attempts: " + reason, false);
  }
}
