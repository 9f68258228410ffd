package io.marketswarm.gateway.proxy;

import io.marketswarm.gateway.Arrival;
import io.marketswarm.web.RequestId;
import io.marketswarm.web.identity.GatewayAuth;
import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.UserHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What services behind the edge see of a request, and clients of its answer. Whatever a client says
 * about itself is taken away, its session with it; who it is, the edge says.
 */
final class Mask {
  private static final List<String> OF_ONE_HOP =
      List.of("keep-alive", "proxy-connection", "proxy-authenticate", "te", "trailer");
  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP");
  private static final String EDGE = "gateway";

  private final GatewayAuth tokens;

  Mask(GatewayAuth tokens) {
    this.tokens = tokens;
  }

  void request(
      ProxyRequest passed,
      RoutingContext request,
      Identity who,
      Optional<Integer> dbId,
      String path) {
    MultiMap headers = passed.headers();
    UserHeaders.strip(headers);
    FORWARDED.forEach(headers::remove);
    headers.remove(HttpHeaders.COOKIE);
    headers.remove(HttpHeaders.AUTHORIZATION);
    // Which pages may call is settled at the edge; a service behind it does not know its address.
    headers.remove(HttpHeaders.ORIGIN);
    Arrival arrival = Arrival.of(request);
    headers
        .set("X-Forwarded-For", arrival.address())
        .set("X-Forwarded-Proto", arrival.secure() ? "https" : "http")
        .set("X-Forwarded-Host", arrival.host())
        .set(RequestId.HEADER, RequestId.of(request))
        .set(GatewayAuth.HEADER, tokens.forPerson(EDGE, who, dbId, path));
    UserHeaders.add(headers, who, dbId);
  }

  /** Headers of the edge itself win; a connection is between two neighbours only. */
  void response(ProxyResponse answer, RoutingContext request, boolean upgraded) {
    MultiMap headers = answer.headers();
    if (!upgraded) {
      for (String named : List.copyOf(headers.getAll(HttpHeaders.CONNECTION))) {
        for (String header : named.split(",")) {
          headers.remove(header.strip());
        }
      }
      headers.remove(HttpHeaders.CONNECTION).remove(HttpHeaders.UPGRADE);
    }
    OF_ONE_HOP.forEach(headers::remove);
    new ArrayList<>(request.response().headers().names())
        .stream().filter(Mask::isOfTheEdge).forEach(headers::remove);
  }

  /** A service may vary its answers, and set cookies, beside the edge. */
  private static boolean isOfTheEdge(String header) {
    return !header.equalsIgnoreCase("Vary") && !header.equalsIgnoreCase("Set-Cookie");
  }
}
