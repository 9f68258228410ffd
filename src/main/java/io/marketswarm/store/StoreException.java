package io.marketswarm.store;

/**
 * Something a store refused or could not do, said so that an operator knows what to do about it.
 */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Without a stack trace, which would show an event loop, and cost when it happens at full rate.
   */
  StoreException(String message, boolean withTrace) {
    super(message, null, withTrace, withTrace);
  }
}
