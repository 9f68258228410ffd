package io.marketswarm.gateway;

import io.marketswarm.web.AtHand;
import io.marketswarm.web.gates.Feature;
import io.marketswarm.web.identity.Session;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/**
 * The short way in for plain reads of models by people who are known to be welcome. It turns nobody
 * away: whoever asks for anything else, or might not be welcome, takes the way through the door.
 */
final class ExpressLane {
  private static final String AREA = "/api/models/";
  private static final String ALSO_PLAIN = "/:_-^";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

  /** What makes a request more than a plain read. */
  private static final List<CharSequence> UNUSUAL =
      List.of(
          HttpHeaders.ORIGIN,
          HttpHeaders.UPGRADE,
          HttpHeaders.CONTENT_LENGTH,
          HttpHeaders.TRANSFER_ENCODING);

  private final Admission admission;
  private final Edge edge;
  private final TrustedProxies proxies;
  private final List<RouteGroup> groups;

  ExpressLane(Admission admission, Edge edge, TrustedProxies proxies, List<RouteGroup> groups) {
    this.admission = admission;
    this.edge = edge;
    this.proxies = proxies;
    this.groups = groups;
  }

  Optional<AtHand> find(HttpServerRequest request) {
    String path = request.uri();
    if (!isPlain(path) || request.method() != HttpMethod.GET || isUnusual(request.headers())) {
      return Optional.empty();
    }
    Optional<Session> session = admission.plainlyWelcome(request, path);
    if (session.isEmpty() || !hasFeature(session.get(), path)) {
      return Optional.empty();
    }
    for (RouteGroup group : groups) {
      Optional<AtHand> found = group.atHand(request, path);
      if (found.isPresent()) {
        return found.map(model -> new AtHand(model.route(), asked -> answer(asked, model)));
      }
    }
    return Optional.empty();
  }

  /** Whether the address is of the area and means itself, whoever reads it. */
  private static boolean isPlain(String address) {
    if (!address.startsWith(AREA) || address.endsWith("/")) {
      return false;
    }
    for (int i = AREA.length(); i < address.length(); i++) {
      char c = address.charAt(i);
      boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!letterOrDigit && ALSO_PLAIN.indexOf(c) < 0 || c == '/' && address.charAt(i - 1) == '/') {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnusual(MultiMap headers) {
    for (CharSequence header : UNUSUAL) {
      if (headers.contains(header)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasFeature(Session session, String path) {
    Optional<Feature> feature = FeatureGates.at(path);
    return feature.isEmpty()
        || edge.gates().current().check(session.identity().tier(), feature.get()).allowed();
  }

  private void answer(HttpServerRequest request, AtHand model) {
    if (request.headers().contains(FORWARDED_PROTO)) {
      Arrival.of(request, proxies).keepSecure(request);
    }
    request.response().headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    model.answer().accept(request);
  }
}
