package io.marketswarm.market.feed;

import io.marketswarm.store.Eventually;
import io.vertx.core.Future;

/** How a request to the provider ended. */
final class Awaiting {
  private Awaiting() {}

  /** The trouble that a request failed with. */
  static ProviderException.Trouble trouble(Future<?> future) {
    return ((ProviderException) Eventually.failure(future)).trouble();
  }
}
