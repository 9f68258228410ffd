package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.truth.TruthException;
import io.marketswarm.truth.Variables;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Proves that supervision works: one worker of a service dies once, for the supervisor to bring it
 * back. Asked for by three variables, each with the name of the service before it:
 *
 * <ul>
 *   <li>{@code RUN_MODE}, {@code direct} or {@code supervised}: every worker is supervised in
 *       either, but only the latter allows a drill;
 *   <li>{@code FAULT_INJECT}, whether there is one, {@code false} unless said otherwise;
 *   <li>{@code FAULT_DELAY_SEC}, how long after the start, 10 s unless said otherwise.
 * </ul>
 *
 * Never in production, whatever the variables say.
 */
final class Drill {
  private static final Duration USUAL_DELAY = Duration.ofSeconds(10);

  private enum Mode {
    DIRECT,
    SUPERVISED
  }

  /** What the worker dies of. */
  static final class InjectedFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InjectedFault(String message) {
      super(message);
    }
  }

  private final Vertx vertx;
  private final String service;
  private final BooleanSupplier production;
  private final Log log;
  private boolean held;

  Drill(Vertx vertx, String service, BooleanSupplier production, Log log) {
    this.vertx = vertx;
    this.service = service;
    this.production = production;
    this.log = log;
  }

  /**
   * Holds the drill, if the variables ask for it and it has not been held since the node began.
   *
   * @param workers one of which will do
   * @throws TruthException when the variables make no sense
   */
  void consider(Variables variables, Collection<ServiceRunner.Group> workers) {
    Mode mode = mode(variables);
    boolean asked = variables.bool(name("FAULT_INJECT"), false);
    Duration delay = variables.duration(name("FAULT_DELAY_SEC"), USUAL_DELAY);
    if (!asked || held) {
      return;
    }
    if (mode == Mode.DIRECT) {
      log.warn(
          name("FAULT_INJECT") + " does nothing unless " + name("RUN_MODE") + " is supervised");
    } else if (production.getAsBoolean()) {
      log.error(name("FAULT_INJECT") + " is ignored: this is a production node");
    } else {
      held = true;
      log.warn(
          "%s is set: in %d ms a worker of %s will die once, as a test of the supervision"
              .formatted(name("FAULT_INJECT"), delay.toMillis(), service));
      vertx.setTimer(Math.max(1, delay.toMillis()), timer -> strike(workers));
    }
  }

  private void strike(Collection<ServiceRunner.Group> workers) {
    List<ServiceRunner.Group> any = new ArrayList<>(workers);
    Collections.shuffle(any);
    InjectedFault fault = new InjectedFault("a test of the supervision");
    if (any.stream().noneMatch(worker -> worker.strike(fault))) {
      log.warn("no worker of " + service + " runs on this node that could be made to fail");
    }
  }

  private Mode mode(Variables variables) {
    String text = variables.string(name("RUN_MODE"), Mode.DIRECT.name());
    for (Mode mode : Mode.values()) {
      if (mode.name().equalsIgnoreCase(text)) {
        return mode;
      }
    }
    throw new TruthException(name("RUN_MODE") + " is '" + text + "', not direct or supervised");
  }

  private String name(String variable) {
    return service.toUpperCase(Locale.ROOT) + "_" + variable;
  }
}
