package io.marketswarm.service;

/** Where the instances of a verticle live in a cluster. */
public enum Placement {
  /** Every node that runs the service has its own instances. */
  EVERY_NODE,
  /** Exactly one node runs it, by a lease; another takes over when that node dies or hangs. */
  SINGLE_OWNER,
  /**
   * It runs once for each of its keys, each by a lease of its own; the nodes that run the service
   * share the keys.
   */
  PER_KEY
}
