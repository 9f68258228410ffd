package io.marketswarm.gateway;

import io.marketswarm.web.AtHand;
import io.marketswarm.web.gates.Feature;
import io.marketswarm.web.identity.Session;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The short way in for plain reads of models by people who are known to be welcome. It turns nobody
 * away: whoever asks for anything else, or might not be welcome, takes the way through the door.
 */
final class ExpressLane {
  private static final String AREA = "/api/models/";
  private static final String ALSO_PLAIN = "/:_-^";
  private static final CharSequence FORWARDED_PROTO =
      HttpHeaders.createOptimized("X-Forwarded-Proto");

  /** Paths that are remembered; there are more only while somebody tries them out. */
  private static final int MOST_PLACES = 1_000;

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

  /** What is known of paths that were asked for before, by people with a session. */
  private final Map<String, Place> places = new HashMap<>();

  /** Which feature a path asks for, if it does, and where its answer lies. */
  private record Place(Optional<Feature> feature, Shelf shelf) {}

  /** A model with what the door adds to every answer. */
  private record Express(AtHand model, TrustedProxies proxies) implements AtHand {
    @Override
    public String route() {
      return model.route();
    }

    @Override
    public void answer(HttpServerRequest request) {
      if (request.headers().contains(FORWARDED_PROTO)) {
        Arrival.of(request, proxies).keepSecure(request);
      }
      request.response().headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
      model.answer(request);
    }
  }

  ExpressLane(Admission admission, Edge edge, TrustedProxies proxies, List<RouteGroup> groups) {
    this.admission = admission;
    this.edge = edge;
    this.proxies = proxies;
    this.groups = groups;
  }

  Optional<AtHand> find(HttpServerRequest request) {
    String path = request.uri();
    if (!path.startsWith(AREA)
        || request.method() != HttpMethod.GET
        || isUnusual(request.headers())) {
      return Optional.empty();
    }
    Optional<Session> session = admission.plainlyWelcome(request);
    Place place = session.isPresent() ? place(path) : null;
    if (place == null || !hasFeature(session.get(), place.feature())) {
      return Optional.empty();
    }
    Optional<AtHand> model = place.shelf().look(request);
    return model.isEmpty() ? model : Optional.of(new Express(model.get(), proxies));
  }

  /** Null where there is none. */
  private Place place(String path) {
    Place known = places.get(path);
    return known != null || !isPlain(path) ? known : findPlace(path);
  }

  private Place findPlace(String path) {
    for (RouteGroup group : groups) {
      Optional<Shelf> shelf = group.shelf(path);
      if (shelf.isPresent()) {
        if (places.size() == MOST_PLACES) {
          places.clear();
        }
        Place found = new Place(FeatureGates.at(path), shelf.get());
        places.put(path, found);
        return found;
      }
    }
    return null;
  }

  /** Whether an address of the area means itself, whoever reads it. */
  private static boolean isPlain(String address) {
    if (address.endsWith("/")) {
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

  private boolean hasFeature(Session session, Optional<Feature> feature) {
    return feature.isEmpty()
        || edge.gates().current().check(session.tier(), feature.get()).allowed();
  }
}
