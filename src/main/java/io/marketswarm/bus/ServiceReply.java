package io.marketswarm.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * What came of a {@link ServiceCommand}.
 *
 * @param message for the operator, for example {@code "massive started"}
 * @param pid the process that hosts the service
 * @param instances how many run now
 * @param heartbeat whether the service has already given a sign of life
 */
public record ServiceReply(
    boolean success, String message, long pid, int instances, boolean heartbeat)
    implements BusMessage {

  public static final Wire<ServiceReply> WIRE =
      new Wire<>("reply", 1, ServiceReply.class, ServiceReply::write, ServiceReply::read);

  public ServiceReply {
    if (instances < 0) {
      throw new IllegalArgumentException(instances + " instances");
    }
  }

  @Override
  public void writeJson(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeBooleanField("success", success);
    out.writeStringField("message", message);
    out.writeNumberField("pid", pid);
    out.writeNumberField("instances", instances);
    out.writeBooleanField("heartbeat", heartbeat);
    out.writeEndObject();
  }

  private static void write(ServiceReply reply, WireWriter out) {
    out.flag(reply.success)
        .text(reply.message)
        .number(reply.pid)
        .count(reply.instances)
        .flag(reply.heartbeat);
  }

  private static ServiceReply read(WireReader in) {
    return new ServiceReply(in.flag(), in.text(), in.number(), in.count(), in.flag());
  }
}
