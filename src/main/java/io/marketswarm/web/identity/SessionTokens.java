package io.marketswarm.web.identity;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Signs and reads session tokens. When the secret is changed, sessions of the old one stay good for
 * the life of a session. May be used from any thread.
 */
public final class SessionTokens {
  private static final Duration LONGEST_BY_RENEWAL = Duration.ofDays(7);

  private record Key(Hs256 signer, String secret, Instant until) {}

  private final InstantSource clock;
  private final Duration lifetime;
  private volatile List<Key> keys;

  public SessionTokens(String secret, Duration lifetime, InstantSource clock) {
    this.clock = clock;
    this.lifetime = lifetime;
    this.keys = List.of(new Key(new Hs256(secret), secret, Instant.MAX));
  }

  public Duration lifetime() {
    return lifetime;
  }

  /** A token for somebody who has just signed in. */
  public String issue(Identity identity) {
    return sign(identity.json(), UUID.randomUUID().toString(), now());
  }

  /**
   * A token that lets a session last longer, under the same name so that ending it ends both. Empty
   * when they signed in so long ago that they should do so again, and be seen as they are now.
   */
  public Optional<String> renew(Session session) {
    boolean recent = clock.instant().isBefore(session.signedInAt().plus(LONGEST_BY_RENEWAL));
    return recent
        ? Optional.of(
            sign(
                session.claims().getJsonObject("wp"),
                session.id(),
                session.signedInAt().getEpochSecond()))
        : Optional.empty();
  }

  private String sign(JsonObject wp, String id, long signedInAt) {
    long now = now();
    JsonObject claims =
        new JsonObject()
            .put("iat", now)
            .put("exp", now + lifetime.toSeconds())
            .put("wp", wp)
            .put("jti", id);
    if (signedInAt != now) {
      claims.put(Session.SIGNED_IN_AT, signedInAt);
    }
    return keys.get(0).signer().sign(claims);
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  /** The session of a token that is ours and has not run out. */
  public Optional<Session> verify(String token) {
    Instant now = clock.instant();
    for (Key key : keys) {
      Optional<JsonObject> claims =
          now.isBefore(key.until()) ? key.signer().verify(token) : Optional.empty();
      if (claims.isPresent()) {
        return claims
            .flatMap(all -> Session.of(all, token))
            .filter(session -> now.isBefore(session.expiresAt()));
      }
    }
    return Optional.empty();
  }

  /** Signs with another secret from now on; tells whether it is another. */
  public synchronized boolean rotate(String secret) {
    Key current = keys.get(0);
    if (current.secret().equals(secret)) {
      return false;
    }
    Instant now = clock.instant();
    List<Key> next = new ArrayList<>();
    next.add(new Key(new Hs256(secret), secret, Instant.MAX));
    next.add(new Key(current.signer(), current.secret(), now.plus(lifetime)));
    keys.stream().skip(1).filter(key -> now.isBefore(key.until())).forEach(next::add);
    keys = List.copyOf(next);
    return true;
  }
}
