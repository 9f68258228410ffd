package io.marketswarm.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which methods the routes of a path take; a refusal of the method has to say so. */
final class AllowedMethods {
  private record Taken(Pattern path, Set<HttpMethod> methods) {}

  private final List<Taken> routes = new ArrayList<>();

  AllowedMethods(Router router) {
    collect("", router);
  }

  private void collect(String mount, Router router) {
    for (Route route : router.getRoutes()) {
      String path = route.getPath();
      if (path == null) {
        continue;
      }
      if (route.getSubRouter() != null) {
        collect(mount + path.replaceFirst("/\\*?$", ""), route.getSubRouter());
      } else if (route.methods() != null && !route.methods().isEmpty()) {
        routes.add(new Taken(pattern(mount + path, route.isExactPath()), route.methods()));
      }
    }
  }

  private static Pattern pattern(String path, boolean exact) {
    StringBuilder regex = new StringBuilder();
    for (String segment : path.split("/")) {
      if (!segment.isEmpty()) {
        regex.append('/').append(segment.startsWith(":") ? "[^/]+" : Pattern.quote(segment));
      }
    }
    return Pattern.compile(regex + (exact ? "/?" : ".*"));
  }

  /** Comma-separated, empty when nothing is known. */
  String of(String path) {
    Set<String> names = new TreeSet<>();
    for (Taken route : routes) {
      if (route.path().matcher(path).matches()) {
        route.methods().forEach(method -> names.add(method.name()));
      }
    }
    return String.join(", ", names);
  }
}
