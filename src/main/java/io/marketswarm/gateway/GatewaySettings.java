package io.marketswarm.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.marketswarm.truth.Variables;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the edge is told.
 *
 * @param production whether the conveniences of development are off
 * @param publicMode whether everybody may enter without signing in
 * @param ssoSecrets by issuer
 * @param providers where people sign in
 * @param cookieDomain set on cookies instead of the one that the host suggests
 * @param origins of pages and apps that may call
 * @param nativeOrigins of apps that may put their token into the address of a stream
 * @param proxies addresses whose word about a client is believed
 * @param blockedTarget where somebody goes whose tier may not enter
 * @param site the folder of the web UI, if it is not in the product itself
 */
record GatewaySettings(
    boolean production,
    boolean publicMode,
    Map<String, String> ssoSecrets,
    List<Provider> providers,
    Optional<String> cookieDomain,
    Set<String> origins,
    Set<String> nativeOrigins,
    TrustedProxies proxies,
    Optional<String> blockedTarget,
    Path site) {

  static final String HOUSE = "0-dte";
  static final String FOTW = "fotw";

  private static final String PRODUCTION = "production";
  private static final String KNOWN_DEFAULT_SECRET = "change-me";
  private static final int SHORTEST_SECRET_BYTES = 32;
  private static final List<String> UPSTREAMS =
      List.of("JOURNAL_API_URL", "VEXY_API_URL", "COPILOT_API_URL", "ML_FEEDBACK_URL");

  /** Where people sign in; the address takes {@code ?redirect=}. */
  record Provider(String id, String name, String url) {}

  /**
   * Reads the variables.
   *
   * @throws IllegalStateException naming everything that is wrong
   */
  static GatewaySettings of(Variables env, String nodeEnv) {
    List<String> problems = new ArrayList<>();
    boolean production =
        PRODUCTION.equals(nodeEnv) || PRODUCTION.equals(env.string("NODE_ENV", ""));
    GatewaySettings settings =
        new GatewaySettings(
            production,
            env.string("PUBLIC_MODE", "0").equals("1"),
            ssoSecrets(env),
            read(problems, () -> providers(env), List.of()),
            env.find("COOKIE_DOMAIN").map(domain -> domain.startsWith(".") ? domain : "." + domain),
            Set.copyOf(env.list("CORS_ALLOWED_ORIGINS")),
            Set.copyOf(env.list("NATIVE_ORIGINS")),
            read(problems, () -> TrustedProxies.of(env.list("TRUSTED_PROXIES")), null),
            read(problems, () -> webAddress(env, "TIER_REDIRECT_URL"), Optional.empty()),
            Path.of(env.string("UI_DIST", "webroot")));
    for (String upstream : UPSTREAMS) {
      read(problems, () -> webAddress(env, upstream), Optional.empty());
    }
    if (production) {
      settings.checkProduction(env, problems);
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException("the gateway does not start: " + String.join("; ", problems));
    }
    return settings;
  }

  /** Whether anybody may sign in as one of the people of a development system. */
  boolean devSignIn() {
    return !production && ssoSecrets.isEmpty();
  }

  private void checkProduction(Variables env, List<String> problems) {
    String session = env.string("APP_SESSION_SECRET", "");
    if (session.equals(KNOWN_DEFAULT_SECRET) || isShort(session)) {
      problems.add("APP_SESSION_SECRET must be a secret of at least 32 bytes");
    }
    if (isShort(env.string("INTERNAL_AUTH_SECRET", ""))) {
      problems.add("INTERNAL_AUTH_SECRET must be a secret of at least 32 bytes");
    }
    if (!env.bool("INTERNAL_AUTH_REQUIRED", true)) {
      problems.add("INTERNAL_AUTH_REQUIRED=0 is refused in production");
    }
    if (publicMode) {
      problems.add("PUBLIC_MODE=1 is refused in production");
    }
    if (ssoSecrets.isEmpty()) {
      problems.add(
          "nobody could sign in: set SSO_FOTW_SECRET or SSO_0DTE_SECRET (or WP_JWT_SECRET)");
    }
  }

  private static boolean isShort(String secret) {
    return secret.getBytes(UTF_8).length < SHORTEST_SECRET_BYTES;
  }

  /** One secret for each issuer; an older installation has one for both. */
  private static Map<String, String> ssoSecrets(Variables env) {
    Map<String, String> secrets = new LinkedHashMap<>();
    Optional<String> shared = env.find("WP_JWT_SECRET");
    env.find("SSO_0DTE_SECRET").or(() -> shared).ifPresent(secret -> secrets.put(HOUSE, secret));
    env.find("SSO_FOTW_SECRET").or(() -> shared).ifPresent(secret -> secrets.put(FOTW, secret));
    return Map.copyOf(secrets);
  }

  private static List<Provider> providers(Variables env) {
    List<Provider> providers = new ArrayList<>();
    try {
      for (Object entry : new JsonArray(env.string("SSO_PROVIDERS", "[]"))) {
        JsonObject provider = (JsonObject) entry;
        String url = provider.getString("url", "");
        if (!isWeb(url)) {
          throw new IllegalArgumentException("SSO_PROVIDERS names an address that is not http(s)");
        }
        providers.add(
            new Provider(provider.getString("id", ""), provider.getString("name", ""), url));
      }
    } catch (DecodeException | ClassCastException malformed) {
      throw new IllegalArgumentException(
          "SSO_PROVIDERS is not a JSON list of {id, name, url}", malformed);
    }
    return List.copyOf(providers);
  }

  private static Optional<String> webAddress(Variables env, String name) {
    Optional<String> given = env.find(name);
    if (given.isPresent() && !isWeb(given.get())) {
      throw new IllegalArgumentException(name + " is not an http(s) address");
    }
    return given;
  }

  private static boolean isWeb(String url) {
    try {
      URI uri = URI.create(url);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private interface Reading<T> {
    T value();
  }

  private static <T> T read(List<String> problems, Reading<T> reading, T fallback) {
    try {
      return reading.value();
    } catch (IllegalArgumentException wrong) {
      problems.add(wrong.getMessage());
      return fallback;
    }
  }
}
