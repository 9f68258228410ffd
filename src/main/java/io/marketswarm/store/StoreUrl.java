package io.marketswarm.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a store's URL. Passwords are often pasted unescaped, so the login ends at the last @
 * and {@link java.net.URI} stays out of it: its errors repeat the whole text, password included.
 */
record StoreUrl(
    String scheme,
    String user,
    String password,
    String host,
    int port,
    String path,
    Map<String, String> parameters,
    String example) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?<scheme>[a-z][a-z0-9+.-]*)://(?:(?<login>.*)@)?"
              + "(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::(?<port>\\d{1,5}))?"
              + "(?:/(?<path>[^/?#@]*))?(?:\\?(?<query>[^#@]*))?");

  static StoreUrl parse(String url, String example, int defaultPort) {
    Matcher shape = SHAPE.matcher(url.strip());
    if (!shape.matches()) {
      throw new IllegalArgumentException(
          "The URL of a store must look like " + example + " (the one given does not)");
    }
    String login = shape.group("login") == null ? "" : shape.group("login");
    int colon = login.indexOf(':');
    String user = colon < 0 ? login : login.substring(0, colon);
    String port = shape.group("port");
    StoreUrl parts =
        new StoreUrl(
            shape.group("scheme"),
            user.isEmpty() ? null : decoded(user),
            colon < 0 || colon == login.length() - 1 ? null : decoded(login.substring(colon + 1)),
            shape.group("host"),
            port == null ? defaultPort : Integer.parseInt(port),
            shape.group("path") == null ? "" : decoded(shape.group("path")),
            query(shape.group("query")),
            example);
    if (parts.port < 1 || parts.port > 65_535) {
      throw parts.refusal(parts.port + " is no port");
    }
    return parts;
  }

  /** What the scheme stands for. */
  <T> T oneOf(Map<String, T> meanings) {
    T meaning = meanings.get(scheme);
    if (meaning == null) {
      throw refusal("'" + scheme + "' is none of " + meanings.keySet().stream().sorted().toList());
    }
    return meaning;
  }

  void allowParameters(String... known) {
    for (String name : parameters.keySet()) {
      if (!List.of(known).contains(name)) {
        throw refusal("parameter '" + name + "' is none of " + List.of(known));
      }
    }
  }

  /** The host, an IPv6 address without its brackets. */
  String bareHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  static String bracketed(String bareHost) {
    return bareHost.contains(":") ? "[" + bareHost + "]" : bareHost;
  }

  String parameter(String name) {
    return parameters.get(name);
  }

  IllegalArgumentException refusal(String what) {
    return new IllegalArgumentException(
        "URL of a store at "
            + host
            + ":"
            + port
            + ": "
            + what
            + " (it must look like "
            + example
            + ")");
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port + "/" + path;
  }

  private static Map<String, String> query(String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query != null) {
      for (String pair : query.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return parameters;
  }

  /** Percent-decoded; a + stays a +, and a stray % is taken as it stands. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException strayPercent) {
      return text;
    }
  }
}
