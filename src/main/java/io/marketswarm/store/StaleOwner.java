package io.marketswarm.store;

/** An owner that is one no longer: it must not act, and what it tried to write was not written. */
public final class StaleOwner extends StoreException {
  private static final long serialVersionUID = 1L;

  StaleOwner(String message) {
    super(message);
  }
}
