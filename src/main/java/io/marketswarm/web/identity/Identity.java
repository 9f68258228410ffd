package io.marketswarm.web.identity;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A person as the identity site knows them.
 *
 * @param issuer the identity site; the id is unique only within it
 * @param wpId the id there
 * @param roles as the site spells them
 * @param subscriptionTier the name of the plan they pay for, or null
 */
public record Identity(
    String issuer,
    String wpId,
    String email,
    String name,
    List<String> roles,
    String subscriptionTier) {

  public Identity {
    roles = List.copyOf(roles);
  }

  public Tier tier() {
    return Tier.of(roles, subscriptionTier);
  }

  /** Whether a role, not the database, makes them an administrator. */
  public boolean isAdministrator() {
    return Tier.isAdministrator(roles);
  }

  /** The form it has in a session. */
  JsonObject json() {
    return new JsonObject()
        .put("issuer", issuer)
        .put("id", wpId)
        .put("email", email)
        .put("name", name)
        .put("roles", new JsonArray(roles))
        .put("subscription_tier", subscriptionTier);
  }

  /**
   * Reads the form it has in a session; empty without issuer or id. What many have in common is
   * kept once.
   */
  static Optional<Identity> of(JsonObject wp) {
    String issuer = text(wp.getValue("issuer"));
    String id = text(wp.getValue("id"));
    if (issuer.isEmpty() || id.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Identity(
            issuer.intern(),
            id,
            text(wp.getValue("email")),
            text(wp.getValue("name")),
            roles(wp.getValue("roles")).stream().map(String::intern).toList(),
            wp.getValue("subscription_tier") instanceof String plan ? plan.intern() : null));
  }

  /** A claim that sites write as string or number; empty when it is neither. */
  public static String text(Object claim) {
    if (claim instanceof String text) {
      return text.strip();
    }
    return claim instanceof Number number ? number.toString() : "";
  }

  /** Roles come as a list, or as one text with commas. */
  public static List<String> roles(Object claim) {
    if (claim instanceof JsonArray list) {
      return list.stream().map(Identity::text).filter(role -> !role.isEmpty()).toList();
    }
    return Arrays.stream(text(claim).split(","))
        .map(String::strip)
        .filter(role -> !role.isEmpty())
        .toList();
  }
}
