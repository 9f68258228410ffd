package io.marketswarm.bus.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The integrators' tokens: JWTs signed with HS256, issued by {@code marketswarm} for the audience
 * {@code bridge}, with a subject, roles and an expiry. Anything else is refused.
 */
public final class BridgeTokens {
  private static final String ALGORITHM = "HS256";
  private static final String ISSUER = "marketswarm";
  private static final String AUDIENCE = "bridge";
  private static final String ROLES = "roles";

  /** A shorter key than the hash makes HS256 weaker than its name. */
  private static final int SMALLEST_SECRET_BYTES = 32;

  private final JWTAuth jwt;

  public BridgeTokens(String secret) {
    if (secret.getBytes(UTF_8).length < SMALLEST_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "the bridge's secret is shorter than " + SMALLEST_SECRET_BYTES + " bytes");
    }
    // Keys given as text need no Vert.x, so that the command line can issue tokens without one.
    this.jwt =
        JWTAuth.create(
            null,
            new JWTAuthOptions()
                .addPubSecKey(new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(secret))
                .setJWTOptions(new JWTOptions().setIssuer(ISSUER).addAudience(AUDIENCE)));
  }

  /** A token for an integrator, signed with the secret of the bridge. */
  public static String issue(
      String secret, String subject, Collection<String> roles, Duration ttl) {
    return new BridgeTokens(secret).issue(subject, roles, ttl);
  }

  public String issue(String subject, Collection<String> roles, Duration ttl) {
    if (subject.isBlank()) {
      throw new IllegalArgumentException("token without a subject");
    }
    if (ttl.toSeconds() < 1 || ttl.toSeconds() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a token cannot live for " + ttl);
    }
    return jwt.generateToken(
        new JsonObject().put(ROLES, new JsonArray(List.copyOf(roles))),
        new JWTOptions()
            .setAlgorithm(ALGORITHM)
            .setIssuer(ISSUER)
            .addAudience(AUDIENCE)
            .setSubject(subject)
            .setExpiresInSeconds((int) ttl.toSeconds()));
  }

  /** Who the bearer of a token is; fails when the token is not ours or not valid any more. */
  public Future<BridgeIdentity> verify(String token) {
    return Future.succeededFuture(token)
        .map(TokenCredentials::new)
        .compose(jwt::authenticate)
        .map(BridgeTokens::identity);
  }

  private static BridgeIdentity identity(User user) {
    Long expiry = user.attributes().getLong("exp");
    if (expiry == null) {
      throw new IllegalArgumentException("token without an expiry");
    }
    return new BridgeIdentity(
        user.principal().getString("sub", ""),
        roles(user.principal().getValue(ROLES)),
        Instant.ofEpochSecond(expiry));
  }

  private static Set<String> roles(Object claim) {
    if (claim instanceof JsonArray roles) {
      return roles.stream().map(String::valueOf).collect(Collectors.toSet());
    }
    return Set.of();
  }
}
