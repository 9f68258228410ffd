package io.marketswarm.market.feed;

import io.vertx.core.Future;

/**
 * Knows where the provider is just now. It is asked before every request and every connection, so
 * that a provider that has moved is found again.
 */
@FunctionalInterface
public interface ProviderDirectory {
  /** The address; completes as soon as there is one, fails when there will be none. */
  Future<ProviderAddress> find();

  /** A provider that never moves. */
  static ProviderDirectory fixed(ProviderAddress address) {
    Future<ProviderAddress> known = Future.succeededFuture(address);
    return () -> known;
  }
}
