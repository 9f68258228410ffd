package io.marketswarm.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** In which forms a client takes an answer. */
public final class Encodings {
  public static final String GZIP = "gzip";
  public static final String BROTLI = "br";

  private Encodings() {}

  /** Whether the client says that it understands an encoding. */
  public static boolean accepts(HttpServerRequest request, String encoding) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (accepted == null) {
      return false;
    }
    for (String offer : accepted.split(",")) {
      String[] parts = offer.strip().split(";");
      if (parts[0].strip().equalsIgnoreCase(encoding)) {
        return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
      }
    }
    return false;
  }
}
