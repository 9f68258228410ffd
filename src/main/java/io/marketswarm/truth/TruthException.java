package io.marketswarm.truth;

/** Truth, or what a service needs of it, is not there or not usable; the message says why. */
public final class TruthException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TruthException(String message) {
    super(message);
  }

  public TruthException(String message, Throwable cause) {
    super(message, cause);
  }
}
