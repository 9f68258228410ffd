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

  /** What went wrong on the way to a server: what was tried, and the cause of it all. */
  static String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String tried = words(cause);
    String because = words(root);
    return tried.contains(because) ? tried : tried + ": " + because;
  }

  private static String words(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
