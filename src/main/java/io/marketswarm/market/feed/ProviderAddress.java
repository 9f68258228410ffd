package io.marketswarm.market.feed;

import java.util.Map;

/**
 * Where a provider is reached.
 *
 * @param rest base of all REST paths, without a slash at its end
 * @param sockets the end point of each cluster it has
 * @param key what it knows us by; never to be logged
 */
public record ProviderAddress(String rest, Map<Cluster, String> sockets, String key) {
  public ProviderAddress {
    rest = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    sockets = Map.copyOf(sockets);
  }

  /** The end point of a cluster. */
  public String socket(Cluster cluster) {
    String url = sockets.get(cluster);
    if (url == null) {
      throw new IllegalArgumentException("the provider has no socket for " + cluster);
    }
    return url;
  }

  @Override
  public String toString() {
    return rest + " " + sockets;
  }
}
