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

  public String issue(Identity identity) {
    long now = clock.instant().getEpochSecond();
    JsonObject claims =
        new JsonObject()
            .put("iat", now)
            .put("exp", now + lifetime.toSeconds())
            .put("wp", identity.json())
            .put("jti", UUID.randomUUID().toString());
    return keys.get(0).signer().sign(claims);
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
