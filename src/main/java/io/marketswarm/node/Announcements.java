package io.marketswarm.node;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.ServiceChanged;
import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.ServiceStatus;
import java.util.HashMap;
import java.util.Map;

/** Tells the event bus what becomes of the services of this node; nothing twice in a row. */
final class Announcements {
  private record Said(ServiceStatus.State state, int instances) {}

  private final MessageBus messages;
  private final NodeIdentity node;
  private final Map<String, Said> said = new HashMap<>();

  Announcements(MessageBus messages, NodeIdentity node) {
    this.messages = messages;
    this.node = node;
  }

  /** In the order they are told, from any thread. */
  synchronized void tell(ServiceStatus status) {
    String service = status.service().id();
    Said now = new Said(status.state(), status.totalInstances());
    if (now.equals(said.put(service, now))) {
      return;
    }
    messages.publish(
        Addresses.SERVICE_CHANGED,
        new ServiceChanged(
            service,
            node.id(),
            ServiceChanged.State.valueOf(now.state().name()),
            now.instances(),
            System.currentTimeMillis()));
  }
}
