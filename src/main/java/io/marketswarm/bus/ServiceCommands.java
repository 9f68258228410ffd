package io.marketswarm.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.bus.ServiceCommand.Restart;
import io.marketswarm.bus.ServiceCommand.Scale;
import io.marketswarm.bus.ServiceCommand.Start;
import io.marketswarm.bus.ServiceCommand.Stop;
import java.io.IOException;

/** The two forms of a {@link ServiceCommand}: between JVMs and as JSON. */
final class ServiceCommands {
  private static final int START = 0;
  private static final int STOP = 1;
  private static final int RESTART = 2;
  private static final int SCALE = 3;

  private ServiceCommands() {}

  static void requireService(String serviceId) {
    if (serviceId.isBlank()) {
      throw new IllegalArgumentException("command without a service");
    }
  }

  static void write(ServiceCommand command, WireWriter out) {
    if (command instanceof Start start) {
      out.count(START).text(start.serviceId()).texts(start.env());
    } else if (command instanceof Stop stop) {
      out.count(STOP).text(stop.serviceId());
    } else if (command instanceof Restart restart) {
      out.count(RESTART).text(restart.serviceId()).texts(restart.env());
    } else if (command instanceof Scale scale) {
      out.count(SCALE).text(scale.serviceId()).count(scale.instances());
    }
  }

  static ServiceCommand read(WireReader in) {
    int kind = in.count();
    return switch (kind) {
      case START -> new Start(in.text(), in.texts());
      case STOP -> new Stop(in.text());
      case RESTART -> new Restart(in.text(), in.texts());
      case SCALE -> new Scale(in.text(), in.count());
      default -> throw new WireException("no service command of kind " + kind);
    };
  }

  /** Leaves the variables of a start out: their values may be secrets. */
  static void writeJson(JsonGenerator out, String action, ServiceCommand command)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("action", action);
    out.writeStringField("service", command.serviceId());
    if (command instanceof Scale scale) {
      out.writeNumberField("instances", scale.instances());
    }
    out.writeEndObject();
  }
}
