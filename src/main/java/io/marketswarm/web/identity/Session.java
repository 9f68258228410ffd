package io.marketswarm.web.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * A person who has signed in, for as long as their token says. Kept as long as anything of theirs
 * is open, and so kept small.
 */
public final class Session {
  /** The claim of a renewed session that says when it began. */
  static final String SIGNED_IN_AT = "auth_time";

  private static final int ID_DIGITS = 32;

  /** As JSON. */
  private final byte[] claims;

  private final Identity identity;
  private final Tier tier;
  private final String id;
  private final long issuedAt;
  private final long signedInAt;
  private final long expiresAt;

  private Session(JsonObject claims, Identity identity, String id, long issued, long expires) {
    this.claims = claims.encode().getBytes(UTF_8);
    this.identity = identity;
    this.tier = identity.tier();
    this.id = id;
    this.issuedAt = issued;
    this.signedInAt = claims.getValue(SIGNED_IN_AT) instanceof Number at ? at.longValue() : issued;
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
            identity -> new Session(claims, identity, id, issued.longValue(), expires.longValue()));
  }

  public Identity identity() {
    return identity;
  }

  /** What they are entitled to, as their identity says. */
  public Tier tier() {
    return tier;
  }

  /** Names it for revocation; derived from the token where that names none. */
  public String id() {
    return id;
  }

  public Instant issuedAt() {
    return Instant.ofEpochSecond(issuedAt);
  }

  /** When they signed in; a session that was renewed is younger than that. */
  public Instant signedInAt() {
    return Instant.ofEpochSecond(signedInAt);
  }

  public Instant expiresAt() {
    return Instant.ofEpochSecond(expiresAt);
  }

  /** The claims as they were signed. */
  public JsonObject claims() {
    return new JsonObject(Buffer.buffer(claims));
  }

  @Override
  public String toString() {
    return "Session[" + identity.issuer() + "/" + identity.wpId() + " until " + expiresAt() + "]";
  }
}
