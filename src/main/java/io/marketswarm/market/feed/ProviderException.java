package io.marketswarm.market.feed;

/** What the provider did not do, and why. Neither key nor query is ever part of the message. */
public final class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a request failed. */
  public enum Trouble {
    /** No connection, or it broke. */
    UNREACHABLE,
    /** No answer in time. */
    TIMEOUT,
    /** Our key is not accepted, or not for this. */
    UNAUTHORIZED,
    NOT_FOUND,
    /** We ask more often than our plan allows. */
    LIMITED,
    /** The provider's own failure. */
    SERVER,
    /** Any other refusal, also one that came dressed as success. */
    REFUSED,
    /** An answer that cannot be read. */
    MALFORMED
  }

  private final Trouble trouble;

  ProviderException(Trouble trouble, String message) {
    this(trouble, message, null);
  }

  ProviderException(Trouble trouble, String message, Throwable cause) {
    super(message, cause);
    this.trouble = trouble;
  }

  public Trouble trouble() {
    return trouble;
  }

  /** Whether the same request may succeed in a moment. */
  boolean passes() {
    return trouble == Trouble.UNREACHABLE || trouble == Trouble.SERVER;
  }
}
