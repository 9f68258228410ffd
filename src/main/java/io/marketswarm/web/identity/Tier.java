package io.marketswarm.web.identity;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a membership entitles to, from least to most. */
public enum Tier {
  OBSERVER,
  ACTIVATOR,
  NAVIGATOR,
  COACHING,
  ADMINISTRATOR;

  private static final Set<String> ADMINISTRATORS = Set.of("administrator", "admin");

  /** In the order in which they are looked for; who is none of them observes. */
  private static final List<Tier> SOLD = List.of(COACHING, NAVIGATOR, ACTIVATOR);

  /** The name on the wire. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Tier> byId(String id) {
    for (Tier tier : values()) {
      if (tier.id().equals(id)) {
        return Optional.of(tier);
      }
    }
    return Optional.empty();
  }

  /**
   * Only a role makes an administrator, whatever the plan is called; everybody else is what the
   * plan says in whole words ("Badminton Club" says nothing), or else the roles.
   */
  public static Tier of(Collection<String> roles, String subscriptionTier) {
    if (isAdministrator(roles)) {
      return ADMINISTRATOR;
    }
    return ofPlan(subscriptionTier).orElseGet(() -> ofRoles(roles));
  }

  static boolean isAdministrator(Collection<String> roles) {
    return roles.stream().anyMatch(role -> ADMINISTRATORS.contains(role.toLowerCase(Locale.ROOT)));
  }

  private static Optional<Tier> ofPlan(String plan) {
    if (plan == null) {
      return Optional.empty();
    }
    Set<String> words = Set.copyOf(List.of(plan.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")));
    for (Tier tier : SOLD) {
      if (words.contains(tier.id())) {
        return Optional.of(tier);
      }
    }
    return words.contains(OBSERVER.id()) ? Optional.of(OBSERVER) : Optional.empty();
  }

  private static Tier ofRoles(Collection<String> roles) {
    List<String> lower = roles.stream().map(role -> role.toLowerCase(Locale.ROOT)).toList();
    for (Tier tier : SOLD) {
      if (lower.contains(tier.id()) || lower.contains("fotw_" + tier.id())) {
        return tier;
      }
    }
    return OBSERVER;
  }
}
