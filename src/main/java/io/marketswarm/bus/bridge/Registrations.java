package io.marketswarm.bus.bridge;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The addresses one client listens to. */
final class Registrations {
  private final BridgeCore core;
  private final BridgeSession client;
  private final Set<String> addresses = new LinkedHashSet<>();

  Registrations(BridgeCore core, BridgeSession client) {
    this.core = core;
    this.client = client;
  }

  /** Listens from now on; a second time changes nothing. */
  void add(BridgeIdentity identity, String address, boolean acknowledge) {
    Optional<String> objection = core.permissions().objectionToListen(identity, address);
    if (objection.isPresent()) {
      client.refuse(BridgeError.ACCESS_DENIED, address, objection.get());
      return;
    }
    boolean known = addresses.contains(address);
    if (!known && addresses.size() >= core.limits().maxRegistrations()) {
      client.refuse(BridgeError.MAX_HANDLERS_REACHED, address);
      return;
    }
    addresses.add(address);
    core.fanout()
        .join(address, client)
        .onSuccess(
            joined -> {
              if (acknowledge) {
                client.say(core.frames().registered(address));
              }
            })
        .onFailure(
            cause -> {
              remove(address);
              client.refuse(BridgeError.INTERNAL_ERROR, address);
            });
  }

  void remove(String address) {
    if (addresses.remove(address)) {
      core.fanout().leave(address, client);
    } else {
      client.refuse(BridgeError.UNKNOWN_ADDRESS, address);
    }
  }

  /** Ends what the client's new token does not allow. */
  void recheck(BridgeIdentity identity) {
    for (String address : List.copyOf(addresses)) {
      core.permissions()
          .objectionToListen(identity, address)
          .ifPresent(
              objection -> {
                remove(address);
                client.refuse(BridgeError.ACCESS_DENIED, address, objection);
              });
    }
  }

  void leaveAll() {
    addresses.forEach(address -> core.fanout().leave(address, client));
    addresses.clear();
  }
}
