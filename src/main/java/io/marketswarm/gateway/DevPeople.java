package io.marketswarm.gateway;

import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The people of a development system that has no identity site: one of each tier. */
public final class DevPeople {
  public static final String ISSUER = "dev";

  /** Whom everybody is taken for where nobody need sign in. */
  static final Identity ANYBODY =
      new Identity(ISSUER, "dev-user", "dev@localhost", "Dev User", List.of(), null);

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
  private static final List<String> NAMES = List.of("olive", "abe", "ada", "cora", "root");

  private DevPeople() {}

  /** One person of each tier, from least to most. */
  static List<Identity> all() {
    List<Identity> people = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      people.add(person(NAMES.get(tier.ordinal()), tier));
    }
    return people;
  }

  /**
   * A person of this name and tier.
   *
   * @throws IllegalArgumentException when the name is not a plain word
   */
  public static Identity person(String name, Tier tier) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name here; use a word of small letters, digits and dashes");
    }
    String shown = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return new Identity(ISSUER, name, name + "@localhost", shown, List.of(tier.id()), null);
  }
}
