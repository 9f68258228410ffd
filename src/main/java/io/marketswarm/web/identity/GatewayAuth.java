package io.marketswarm.web.identity;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The one header by which services trust each other: a signed word, good for half a minute and one
 * path, of who it is that calls. May be used from any thread.
 */
public final class GatewayAuth {
  public static final String HEADER = "X-Gateway-Auth";

  private static final Duration LIFE = Duration.ofSeconds(30);
  private static final Duration TOLERANCE = Duration.ofSeconds(5);
  private static final String SERVICE = "service:";

  private final Hs256 signer;
  private final InstantSource clock;

  public GatewayAuth(String secret, InstantSource clock) {
    this.signer = new Hs256(secret);
    this.clock = clock;
  }

  /**
   * What a token vouches for.
   *
   * @param service the calling service, unless a person calls
   * @param issuer of the person, empty for services
   * @param wpId of the person, empty for services
   */
  record Vouched(
      Optional<String> service,
      Optional<Integer> dbId,
      String issuer,
      String wpId,
      Tier tier,
      List<String> roles) {}

  /**
   * A token for passing on the request of a person.
   *
   * @param from who vouches, {@code gateway} or {@code vexy_proxy}
   * @param path as the receiver gets it, without query
   */
  public String forPerson(String from, Identity who, Optional<Integer> dbId, String path) {
    JsonObject claims = claims(from, who.issuer() + "/" + who.wpId());
    dbId.ifPresent(id -> claims.put("dbid", id));
    return signer.sign(
        claims
            .put("tier", who.tier().id())
            .put("roles", new JsonArray(who.roles()))
            .put("path", path));
  }

  /** A token for a service that calls another, for itself. */
  public String forService(String service, String path) {
    return forService(service, Optional.empty(), path);
  }

  /** A token for a service that calls another, for a user. */
  public String forService(String service, int actingFor, String path) {
    return forService(service, Optional.of(actingFor), path);
  }

  private String forService(String service, Optional<Integer> actingFor, String path) {
    JsonObject claims = claims(service, SERVICE + service);
    actingFor.ifPresent(id -> claims.put("dbid", id));
    return signer.sign(claims.put("path", path));
  }

  private JsonObject claims(String issuer, String subject) {
    long now = clock.instant().getEpochSecond();
    return new JsonObject()
        .put("iat", now)
        .put("exp", now + LIFE.toSeconds())
        .put("iss", issuer)
        .put("sub", subject);
  }

  /** What a token vouches for on this path; empty when it is not good here and now. */
  Optional<Vouched> verify(String token, String path) {
    return signer
        .verify(token)
        .filter(claims -> path.equals(claims.getValue("path")) && isCurrent(claims))
        .flatMap(GatewayAuth::vouched);
  }

  private boolean isCurrent(JsonObject claims) {
    if (!(claims.getValue("iat") instanceof Number issued)
        || !(claims.getValue("exp") instanceof Number expires)
        || expires.longValue() - issued.longValue() > LIFE.toSeconds()) {
      return false;
    }
    Instant now = clock.instant();
    return now.isBefore(Instant.ofEpochSecond(expires.longValue()).plus(TOLERANCE))
        && !now.isBefore(Instant.ofEpochSecond(issued.longValue()).minus(TOLERANCE));
  }

  private static Optional<Vouched> vouched(JsonObject claims) {
    String subject = Identity.text(claims.getValue("sub"));
    Optional<Integer> dbId =
        claims.getValue("dbid") instanceof Integer id ? Optional.of(id) : Optional.empty();
    if (subject.startsWith(SERVICE)) {
      String service = subject.substring(SERVICE.length());
      return service.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Vouched(Optional.of(service), dbId, "", "", Tier.ADMINISTRATOR, List.of()));
    }
    int slash = subject.indexOf('/');
    if (slash < 1 || slash == subject.length() - 1) {
      return Optional.empty();
    }
    return Tier.byId(Identity.text(claims.getValue("tier")))
        .map(
            tier ->
                new Vouched(
                    Optional.empty(),
                    dbId,
                    subject.substring(0, slash),
                    subject.substring(slash + 1),
                    tier,
                    Identity.roles(claims.getValue("roles"))));
  }
}
