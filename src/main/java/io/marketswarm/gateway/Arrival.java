package io.marketswarm.gateway;

import io.marketswarm.web.SecurityHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * How a client came to the edge: straight, or through proxies whose word counts.
 *
 * @param address of the client
 * @param peer of the connection, the nearest proxy if there is one
 * @param secure whether the client's own connection was encrypted
 * @param host the name it used, with the port if it named one; empty when it named none
 */
public record Arrival(String address, String peer, boolean secure, String host) {
  private static final String KEY = "arrival";
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
  private static final String FORWARDED_HOST = "X-Forwarded-Host";

  /** How the client of this request came. */
  public static Arrival of(RoutingContext request) {
    return request.get(KEY);
  }

  static Arrival note(RoutingContext request, TrustedProxies proxies) {
    Arrival arrival = of(request.request(), proxies);
    request.put(KEY, arrival);
    return arrival;
  }

  /** Whoever came encrypted, be it to a proxy, shall do so the next time. */
  void keepSecure(HttpServerRequest request) {
    if (secure) {
      SecurityHeaders.keepSecure(request);
    }
  }

  static Arrival of(HttpServerRequest request, TrustedProxies proxies) {
    String peer = request.remoteAddress().hostAddress();
    HostAndPort authority = request.authority();
    String host = authority == null ? "" : authority.toString();
    if (!proxies.include(peer)) {
      return new Arrival(peer, peer, request.isSSL(), host);
    }
    String proto = request.getHeader(FORWARDED_PROTO);
    String forwardedHost = request.getHeader(FORWARDED_HOST);
    return new Arrival(
        client(request.headers().getAll(FORWARDED_FOR), peer, proxies),
        peer,
        proto == null ? request.isSSL() : proto.strip().equalsIgnoreCase("https"),
        forwardedHost == null ? host : forwardedHost.strip());
  }

  /** The last hop that no proxy of ours made; what stands before it is anybody's word. */
  private static String client(List<String> headers, String peer, TrustedProxies proxies) {
    String[] hops = String.join(",", headers).split(",");
    for (int i = hops.length - 1; i >= 0; i--) {
      String hop = hops[i].strip();
      if (!hop.isEmpty() && !proxies.include(hop)) {
        return hop;
      }
    }
    return peer;
  }

  /** Scheme, host and port of the pages that come from here. */
  String origin() {
    return (secure ? "https://" : "http://") + host;
  }

  /** The host without the port. */
  String hostName() {
    int bracket = host.lastIndexOf(']');
    int colon = host.lastIndexOf(':');
    return colon > bracket ? host.substring(0, colon) : host;
  }
}
