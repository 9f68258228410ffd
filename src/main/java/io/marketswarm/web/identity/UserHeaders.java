package io.marketswarm.web.identity;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The readable mirror of {@link GatewayAuth}: convenient to look at, and no proof of anything. */
public final class UserHeaders {
  public static final String ID = "X-User-Id";
  public static final String DB_ID = "X-User-Db-Id";
  public static final String EMAIL = "X-User-Email";
  public static final String NAME = "X-User-Name";
  public static final String ISSUER = "X-User-Issuer";
  public static final String TIER = "X-User-Tier";
  public static final String ROLES = "X-User-Roles";
  public static final String INTERNAL_ID = "X-Internal-User-Id";

  private static final List<String> PREFIXES = List.of("x-user-", "x-internal-", "x-gateway-");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");

  private UserHeaders() {}

  /** Removes everything that only the inside may say. */
  public static void strip(MultiMap headers) {
    headers.names().stream().filter(UserHeaders::isInternal).toList().forEach(headers::remove);
  }

  private static boolean isInternal(String name) {
    // Whoever reads headers as CGI variables cannot tell an underscore from a dash.
    String lower = name.toLowerCase(Locale.ROOT).replace('_', '-');
    return PREFIXES.stream().anyMatch(lower::startsWith);
  }

  /** Says who the person is; their database id stands in where theirs is not a number. */
  public static void add(MultiMap headers, Identity who, Optional<Integer> dbId) {
    boolean numeric = WHOLE_NUMBER.matcher(who.wpId()).matches();
    String id = numeric ? who.wpId() : dbId.map(String::valueOf).orElse(who.wpId());
    headers
        .set(ID, HeaderText.encode(id))
        .set(EMAIL, HeaderText.encode(who.email()))
        .set(NAME, HeaderText.encode(who.name()))
        .set(ISSUER, HeaderText.encode(who.issuer()))
        .set(TIER, who.tier().id())
        .set(ROLES, HeaderText.encode(new JsonArray(who.roles()).encode()));
    dbId.ifPresent(known -> headers.set(DB_ID, known.toString()));
  }

  static String read(HttpServerRequest request, String header) {
    String value = request.getHeader(header);
    return value == null ? "" : HeaderText.decode(value).strip();
  }
}
