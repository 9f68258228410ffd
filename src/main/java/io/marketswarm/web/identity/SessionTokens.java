package io.marketswarm.web.identity;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs and reads session tokens. When the secret is changed, sessions of the old one stay good for
 * the life of a session. May be used from any thread.
 */
public final class SessionTokens {
  private static final Duration LONGEST_BY_RENEWAL = Duration.ofDays(7);

  private static final int MOST_KNOWN = 4_096;

  private record Key(Hs256 signer, String secret, Instant until) {}

  /** A session and until when its token is good, whatever else comes. */
  private record Known(Session session, Instant until) {}

  /** What tokens were found to say: most requests bring one that has been checked before. */
  private final Map<String, Known> known = new ConcurrentHashMap<>();

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
    return verify(token, clock.instant());
  }

  /** The same, for whoever has looked at the clock already. */
  public Optional<Session> verify(String token, Instant now) {
    Known before = known.get(token);
    if (before == null) {
      return check(token, now);
    }
    if (now.isBefore(before.until())) {
      return Optional.of(before.session());
    }
    known.remove(token);
    return Optional.empty();
  }

  private Optional<Session> check(String token, Instant now) {
    for (Key key : keys) {
      Optional<JsonObject> claims =
          now.isBefore(key.until()) ? key.signer().verify(token) : Optional.empty();
      if (claims.isPresent()) {
        Optional<Session> session =
            claims
                .flatMap(all -> Session.of(all, token))
                .filter(found -> now.isBefore(found.expiresAt()));
        session.ifPresent(found -> note(token, found, key));
        return session;
      }
    }
    return Optional.empty();
  }

  private void note(String token, Session session, Key key) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    Instant end = session.expiresAt();
    known.put(token, new Known(session, key.until().isBefore(end) ? key.until() : end));
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
    known.clear();
    return true;
  }
}
