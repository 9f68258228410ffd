package io.marketswarm.bus;

import io.vertx.core.Future;

/** An open ear on an address. */
public interface Subscription {

  /** Completes when messages from every node of the cluster arrive. */
  Future<Void> ready();

  Future<Void> close();
}
