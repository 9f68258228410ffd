package io.marketswarm.web.gates;

import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.Tier;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.Set;

/**
 * The operator's document of what each tier may do. Whatever it does not say is allowed. Immutable.
 */
public final class Gates {
  public static final String FULL_PRODUCTION = "full_production";
  public static final String TIER_LIMITED = "tier_limited";

  private static final Set<Tier> NEVER_LIMITED = Set.of(Tier.COACHING, Tier.ADMINISTRATOR);

  /** People of this identity site are let in whatever their tier. */
  private static final String HOUSE_ISSUER = "0-dte";

  /** Nothing was ever stored. */
  public static final Gates NONE = new Gates(null);

  private final JsonObject document;
  private final boolean limited;

  /** Who may not enter, unless something else about them says so. */
  private final Set<Tier> shutOut = EnumSet.noneOf(Tier.class);

  private Gates(JsonObject document) {
    this.document = document;
    this.limited = document != null && TIER_LIMITED.equals(document.getValue("mode"));
    JsonObject allowed = section("allowed_tiers");
    for (Tier tier : Tier.values()) {
      if (Boolean.FALSE.equals(allowed.getValue(tier.id())) && !NEVER_LIMITED.contains(tier)) {
        shutOut.add(tier);
      }
    }
  }

  public static Gates of(JsonObject document) {
    return new Gates(document.copy());
  }

  public boolean isStored() {
    return document != null;
  }

  public String mode() {
    return limited ? TIER_LIMITED : FULL_PRODUCTION;
  }

  /** When it was saved; empty when it never was. */
  public String updatedAt() {
    return document == null ? "" : Identity.text(document.getValue("updated_at"));
  }

  public Gate check(Tier tier, Feature feature) {
    return check(tier, feature.id());
  }

  public Gate check(Tier tier, String feature) {
    if (!limited
        || NEVER_LIMITED.contains(tier)
        || !(section("defaults").getValue(feature) instanceof JsonObject fallback)) {
      return Gate.OPEN;
    }
    JsonObject own = tier(tier);
    Object value = own.containsKey(feature) ? own.getValue(feature) : fallback.getValue("value");
    if (value instanceof Boolean open) {
      return open ? Gate.OPEN : Gate.SHUT;
    }
    return value instanceof Number limit ? Gate.upTo(limit.longValue()) : Gate.OPEN;
  }

  /** Whether people like this may not enter at all at the moment, in whichever mode. */
  public boolean blocks(Identity who) {
    return !shutOut.isEmpty() && blocks(who, who.tier());
  }

  /** The same for somebody whose tier is known. */
  public boolean blocks(Identity who, Tier tier) {
    return shutOut.contains(tier) && !who.isAdministrator() && !HOUSE_ISSUER.equals(who.issuer());
  }

  /** What a person of this tier may see of it: what applies to them. */
  public JsonObject view(Tier tier) {
    JsonObject seen = everything(tier);
    JsonObject own = new JsonObject();
    if (section("tiers").getValue(tier.id()) instanceof JsonObject limits) {
      own.put(tier.id(), limits.copy());
    }
    return seen.put("tiers", own);
  }

  /** All of it, as administrators see it. */
  public JsonObject everything(Tier tier) {
    JsonObject all =
        document == null
            ? new JsonObject()
                .put("mode", FULL_PRODUCTION)
                .put("defaults", new JsonObject())
                .put("tiers", new JsonObject())
            : document.copy();
    return all.put("user_tier", tier.id());
  }

  /** The document itself; empty when nothing was stored. */
  JsonObject document() {
    return document == null ? new JsonObject() : document.copy();
  }

  private JsonObject tier(Tier tier) {
    return section("tiers").getValue(tier.id()) instanceof JsonObject own ? own : new JsonObject();
  }

  private JsonObject section(String name) {
    return document != null && document.getValue(name) instanceof JsonObject section
        ? section
        : new JsonObject();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Gates gates && gates.document().equals(document());
  }

  @Override
  public int hashCode() {
    return document().hashCode();
  }
}
