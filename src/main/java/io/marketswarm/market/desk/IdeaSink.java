package io.marketswarm.market.desk;

import io.vertx.core.Future;

/** Where settled ideas go for good. */
public interface IdeaSink {

  /**
   * Hands over an idea; it may come twice. The future fails with {@link Refused} when it will never
   * be taken, and otherwise when it may be tried again.
   */
  Future<Void> post(byte[] idea);

  /** The version of the selector's parameters that is in force. */
  Future<Integer> paramsVersion();

  /** An idea that the keeper does not want. */
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message);
    }
  }
}
