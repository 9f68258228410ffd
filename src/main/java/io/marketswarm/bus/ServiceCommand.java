package io.marketswarm.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/** An order to a node about one of its services. */
public sealed interface ServiceCommand extends BusMessage {

  Wire<ServiceCommand> WIRE =
      new Wire<>("command", 1, ServiceCommand.class, ServiceCommands::write, ServiceCommands::read);

  String serviceId();

  /** Deploys the service, its configuration overridden by the given variables. */
  record Start(String serviceId, Map<String, String> env) implements ServiceCommand {
    public Start {
      ServiceCommands.requireService(serviceId);
      env = Map.copyOf(env);
    }

    /** Names the variables only: their values may be secrets. */
    @Override
    public String toString() {
      return "Start[" + serviceId + ", env=" + env.keySet() + "]";
    }

    @Override
    public void writeJson(JsonGenerator out) throws IOException {
      ServiceCommands.writeJson(out, "start", this);
    }
  }

  /** Undeploys all instances of the service. */
  record Stop(String serviceId) implements ServiceCommand {
    public Stop {
      ServiceCommands.requireService(serviceId);
    }

    @Override
    public void writeJson(JsonGenerator out) throws IOException {
      ServiceCommands.writeJson(out, "stop", this);
    }
  }

  /** Stops and starts the service. */
  record Restart(String serviceId, Map<String, String> env) implements ServiceCommand {
    public Restart {
      ServiceCommands.requireService(serviceId);
      env = Map.copyOf(env);
    }

    /** Names the variables only: their values may be secrets. */
    @Override
    public String toString() {
      return "Restart[" + serviceId + ", env=" + env.keySet() + "]";
    }

    @Override
    public void writeJson(JsonGenerator out) throws IOException {
      ServiceCommands.writeJson(out, "restart", this);
    }
  }

  /** Deploys the service with another number of instances. */
  record Scale(String serviceId, int instances) implements ServiceCommand {
    private static final int MAX_INSTANCES = 16;

    public Scale {
      ServiceCommands.requireService(serviceId);
      if (instances < 1 || instances > MAX_INSTANCES) {
        throw new IllegalArgumentException(
            instances + " instances of " + serviceId + " are not 1.." + MAX_INSTANCES);
      }
    }

    @Override
    public void writeJson(JsonGenerator out) throws IOException {
      ServiceCommands.writeJson(out, "scale", this);
    }
  }
}
