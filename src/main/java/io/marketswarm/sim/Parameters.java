package io.marketswarm.sim;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The query of a request. A cursor stands for the whole query it came from, so the next page needs
 * nothing but the cursor and a key.
 */
record Parameters(String address, Map<String, String> values) {
  static final String KEY = "apiKey";

  private static final String CURSOR = "cursor";
  private static final String AFTER = "after";

  static Parameters of(RoutingContext ctx) {
    Map<String, String> values = new TreeMap<>();
    ctx.queryParams().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    String cursor = values.get(CURSOR);
    String address = "http://" + host(ctx) + ctx.request().path();
    return new Parameters(address, cursor == null ? values : decode(cursor));
  }

  /** The host as the client knows it, which may differ from the one listened on. */
  private static Object host(RoutingContext ctx) {
    HostAndPort asked = ctx.request().authority();
    return asked == null ? ctx.request().localAddress() : asked;
  }

  private static Map<String, String> decode(String cursor) {
    try {
      String query = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      Map<String, String> values = new TreeMap<>();
      new QueryStringDecoder(query, false)
          .parameters()
          .forEach((name, all) -> values.put(name, all.get(0)));
      if (!values.containsKey(AFTER)) {
        throw new IllegalArgumentException("no position");
      }
      return values;
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("invalid cursor", malformed);
    }
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  /** Where the page before ended. */
  Optional<String> after() {
    return text(AFTER);
  }

  <T> T parsed(String name, Function<String, T> parse, T otherwise) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return parse.apply(text.get());
    } catch (RuntimeException wrong) {
      throw new IllegalArgumentException(
          "invalid value \"" + text.get() + "\" of parameter " + name, wrong);
    }
  }

  int limit(int usual, int most) {
    int limit = parsed("limit", Integer::parseInt, usual);
    if (limit < 1 || limit > most) {
      throw new IllegalArgumentException("limit " + limit + " is not between 1 and " + most);
    }
    return limit;
  }

  boolean ascending() {
    return parsed("order", Parameters::ascending, true);
  }

  static boolean ascending(String order) {
    return switch (order) {
      case "asc" -> true;
      case "desc" -> false;
      default -> throw new IllegalArgumentException(order);
    };
  }

  List<String> list(String name) {
    List<String> items = new ArrayList<>();
    text(name)
        .ifPresent(
            text -> {
              for (String item : text.split(",")) {
                if (!item.isBlank()) {
                  items.add(item.strip());
                }
              }
            });
    return items;
  }

  /** The absolute address of the page behind a position. */
  String nextUrl(String position) {
    QueryStringEncoder query = new QueryStringEncoder("");
    values.forEach(
        (name, value) -> {
          if (!name.equals(AFTER) && !name.equals(KEY)) {
            query.addParam(name, value);
          }
        });
    query.addParam(AFTER, position);
    String text = query.toString().substring(1);
    String cursor =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return address + "?cursor=" + cursor;
  }
}
