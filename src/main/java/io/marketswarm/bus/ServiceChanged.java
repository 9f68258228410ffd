package io.marketswarm.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;

/** What has become of a service on a node, and how many instances of it run there. */
public record ServiceChanged(
    String serviceId, String nodeId, State state, int instances, long epochMillis)
    implements BusMessage {

  /** The stations of a service's life. */
  public enum State {
    STARTING,
    RUNNING,
    DEGRADED,
    STOPPING,
    STOPPED,
    FAILED
  }

  static final Wire<ServiceChanged> WIRE =
      new Wire<>("service", 1, ServiceChanged.class, ServiceChanged::write, ServiceChanged::read);

  private static final State[] STATES = State.values();

  public ServiceChanged {
    if (serviceId.isBlank() || nodeId.isBlank()) {
      throw new IllegalArgumentException("service '" + serviceId + "' on node '" + nodeId + "'");
    }
    if (instances < 0) {
      throw new IllegalArgumentException(instances + " instances of " + serviceId);
    }
  }

  @Override
  public void writeJson(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("service", serviceId);
    out.writeStringField("node_id", nodeId);
    out.writeStringField("state", state.name().toLowerCase(Locale.ROOT));
    out.writeNumberField("instances", instances);
    out.writeNumberField("ts", epochMillis);
    out.writeEndObject();
  }

  private static void write(ServiceChanged change, WireWriter out) {
    out.text(change.serviceId)
        .text(change.nodeId)
        .choice(change.state)
        .count(change.instances)
        .number(change.epochMillis);
  }

  private static ServiceChanged read(WireReader in) {
    return new ServiceChanged(in.text(), in.text(), in.choice(STATES), in.count(), in.number());
  }
}
