package io.marketswarm.bus.bridge;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The rules of the bridge, the same for every transport: who may use which address. */
final class BridgePermissions {
  private final List<Rule> inbound;
  private final List<Rule> outbound;

  BridgePermissions(BridgeOptions options) {
    this.inbound = options.inbound().stream().map(Rule::of).toList();
    this.outbound = options.outbound().stream().map(Rule::of).toList();
  }

  /** Why a client must not send to an address; nothing when it may. */
  Optional<String> objectionToSend(BridgeIdentity client, String address) {
    return objection(inbound, client, address);
  }

  /** Why a client must not listen to an address; nothing when it may. */
  Optional<String> objectionToListen(BridgeIdentity client, String address) {
    return objection(outbound, client, address);
  }

  private static Optional<String> objection(
      List<Rule> rules, BridgeIdentity client, String address) {
    List<Rule> matching = rules.stream().filter(rule -> rule.opens(address)).toList();
    if (matching.isEmpty()) {
      return Optional.of("the address is not open to integrators");
    }
    if (matching.stream().anyMatch(rule -> client.roles().containsAll(rule.requiredRoles()))) {
      return Optional.empty();
    }
    return Optional.of("the token lacks a role: " + matching.get(0).missing(client.roles()));
  }

  private record Rule(Predicate<String> address, Set<String> requiredRoles) {

    static Rule of(Permission permission) {
      Predicate<String> address =
          permission.regex()
              ? Pattern.compile(permission.address()).asMatchPredicate()
              : permission.address()::equals;
      return new Rule(address, permission.requiredRoles());
    }

    boolean opens(String candidate) {
      return address.test(candidate);
    }

    String missing(Set<String> roles) {
      return requiredRoles.stream().filter(role -> !roles.contains(role)).sorted().toList().get(0);
    }
  }
}
