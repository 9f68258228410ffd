package io.marketswarm.bus.bridge;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Opens addresses to integrators.
 *
 * @param address one address, or an expression that matches the whole of an address
 * @param regex whether {@code address} is an expression
 * @param requiredRoles all of these must be in the token; for alternatives, give two permissions
 */
public record Permission(String address, boolean regex, Set<String> requiredRoles) {

  public Permission {
    if (address.isBlank()) {
      throw new IllegalArgumentException("permission without an address");
    }
    if (regex) {
      requirePattern(address);
    }
    requiredRoles = Set.copyOf(requiredRoles);
  }

  /** Opens exactly one address. */
  public static Permission exactly(String address, String... requiredRoles) {
    return new Permission(address, false, Set.of(requiredRoles));
  }

  /** Opens every address that the expression matches as a whole. */
  public static Permission matching(String addressRegex, String... requiredRoles) {
    return new Permission(addressRegex, true, Set.of(requiredRoles));
  }

  private static void requirePattern(String regex) {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "addressRegex '" + regex + "' is no regular expression: " + e.getDescription(), e);
    }
  }
}
