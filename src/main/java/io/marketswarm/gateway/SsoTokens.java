package io.marketswarm.gateway;

import io.marketswarm.web.identity.Hs256;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the tokens with which identity sites vouch for somebody. */
final class SsoTokens {
  private static final Duration TOLERANCE = Duration.ofSeconds(10);
  private static final Duration OLDEST = Duration.ofMinutes(10);

  /** As long as the columns they are kept in. */
  private static final int LONGEST_ID = 64;

  private static final int LONGEST_TEXT = 255;
  private static final int LONGEST_PLAN = 128;

  private final Map<String, Hs256> signers = new LinkedHashMap<>();
  private final InstantSource clock;

  SsoTokens(Map<String, String> secrets, InstantSource clock) {
    secrets.forEach((issuer, secret) -> signers.put(issuer, new Hs256(secret)));
    this.clock = clock;
  }

  /**
   * Somebody an identity site vouches for.
   *
   * @param isAdmin what the site says beside the roles
   */
  record Vouched(Identity who, boolean isAdmin) {}

  /** Why a token is not believed: a word for the visitor, and one for the log. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;

    Refused(String detail, String reason) {
      super(reason, null, false, false);
      this.detail = detail;
    }

    private static Refused invalid(String reason) {
      return new Refused("Invalid SSO token", reason);
    }

    private static Refused expired(String reason) {
      return new Refused("SSO token expired", reason);
    }

    /** What the visitor is told. */
    String detail() {
      return detail;
    }
  }

  Vouched read(String token) throws Refused {
    String issuer =
        Hs256.unverified(token).map(claims -> Identity.text(claims.getValue("iss"))).orElse("");
    Hs256 signer = signers.get(issuer);
    if (signer == null) {
      throw Refused.invalid("it is of no issuer that is known");
    }
    Optional<JsonObject> claims = signer.verify(token);
    if (claims.isEmpty()) {
      throw Refused.invalid("it is not signed with the secret of " + issuer);
    }
    requireCurrent(claims.get());
    return new Vouched(
        identity(issuer, claims.get()), Boolean.TRUE.equals(claims.get().getValue("is_admin")));
  }

  private void requireCurrent(JsonObject claims) throws Refused {
    if (!(claims.getValue("exp") instanceof Number expires)
        || !(claims.getValue("iat") instanceof Number issued)) {
      throw Refused.invalid("it does not say when it was made and when it ends");
    }
    Instant now = clock.instant();
    Instant made = Instant.ofEpochSecond(issued.longValue());
    if (!now.isBefore(Instant.ofEpochSecond(expires.longValue()).plus(TOLERANCE))) {
      throw Refused.expired("it has run out");
    }
    if (now.isAfter(made.plus(OLDEST).plus(TOLERANCE))) {
      throw Refused.expired("it was made more than " + OLDEST.toMinutes() + " minutes ago");
    }
    if (now.isBefore(made.minus(TOLERANCE))) {
      throw Refused.invalid("it was made in the future");
    }
  }

  private static Identity identity(String issuer, JsonObject claims) throws Refused {
    Identity who =
        new Identity(
            issuer,
            Identity.text(claims.getValue("sub")),
            Identity.text(claims.getValue("email")),
            Identity.text(claims.getValue("name")),
            Identity.roles(claims.getValue("roles")),
            claims.getValue("subscription_tier") instanceof String plan ? plan.strip() : null);
    if (who.wpId().isEmpty() || who.email().isEmpty()) {
      throw Refused.invalid("it names nobody: sub or email is empty");
    }
    String plan = who.subscriptionTier() == null ? "" : who.subscriptionTier();
    if (who.wpId().length() > LONGEST_ID
        || who.email().length() > LONGEST_TEXT
        || who.name().length() > LONGEST_TEXT
        || plan.length() > LONGEST_PLAN) {
      throw Refused.invalid("one of its claims is too long");
    }
    return who;
  }
}
