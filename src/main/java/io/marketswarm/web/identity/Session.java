package io.marketswarm.web.identity;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** A person who has signed in, for as long as their token says. */
public final class Session {
  /** The claim of a renewed session that says when it began. */
  static final String SIGNED_IN_AT = "auth_time";

  private static final int ID_DIGITS = 32;

  private final JsonObject claims;
  private final Identity identity;
  private final String id;
  private final Instant issuedAt;
  private final Instant expiresAt;

  private Session(
      JsonObject claims, Identity identity, String id, Instant issued, Instant expires) {
    this.claims = claims;
    this.identity = identity;
    this.id = id;
    this.issuedAt = issued;
    this.expiresAt = expires;
  }

  /** Reads verified claims; empty when something is missing that every session of ours has. */
  static Optional<Session> of(JsonObject claims, String token) {
    if (!(claims.getValue("iat") instanceof Number issued)
        || !(claims.getValue("exp") instanceof Number expires)
        || !(claims.getValue("wp") instanceof JsonObject wp)) {
      return Optional.empty();
    }
    String given = Identity.text(claims.getValue("jti"));
    String id = given.isEmpty() ? Hs256.digest(token).substring(0, ID_DIGITS) : given;
    return Identity.of(wp)
        .map(
            identity ->
                new Session(
                    claims,
                    identity,
                    id,
                    Instant.ofEpochSecond(issued.longValue()),
                    Instant.ofEpochSecond(expires.longValue())));
  }

  public Identity identity() {
    return identity;
  }

  /** Names it for revocation; derived from the token where that names none. */
  public String id() {
    return id;
  }

  public Instant issuedAt() {
    return issuedAt;
  }

  /** When they signed in; a session that was renewed is younger than that. */
  public Instant signedInAt() {
    return claims.getValue(SIGNED_IN_AT) instanceof Number at
        ? Instant.ofEpochSecond(at.longValue())
        : issuedAt;
  }

  public Instant expiresAt() {
    return expiresAt;
  }

  /** The claims as they were signed. */
  public JsonObject claims() {
    return claims.copy();
  }

  @Override
  public String toString() {
    return "Session[" + identity.issuer() + "/" + identity.wpId() + " until " + expiresAt + "]";
  }
}
