package io.marketswarm.gateway.proxy;

import java.net.URI;
import java.time.Duration;

/**
 * A service behind the edge.
 *
 * @param id also the tag of its meters
 * @param name as callers are told of it
 * @param address where it listens
 * @param patience how long it may be silent while it works on an answer
 */
record Upstream(String id, String name, URI address, Duration patience) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  boolean secure() {
    return "https".equals(address.getScheme());
  }

  int port() {
    if (address.getPort() > 0) {
      return address.getPort();
    }
    return secure() ? HTTPS : HTTP;
  }

  /** What stands before the path of every call, without a slash at the end. */
  String basePath() {
    String path = address.getRawPath();
    return path == null ? "" : path.replaceFirst("/+$", "");
  }
}
