package io.marketswarm.ops;

import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.ServiceControl;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.Stores;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/** What the node measures about itself: services, health, stores, event loops, and the JVM. */
final class NodeMeters {
  /** The JVM is the same for every admin that comes and goes on it: it is bound once. */
  private static final Set<MeterRegistry> BOUND =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private final MeterRegistry registry;
  private final LoopLag lag;
  private final List<Meter> meters = new ArrayList<>();

  NodeMeters(Vertx vertx, MeterRegistry registry) {
    this.registry = registry;
    this.lag = new LoopLag(vertx);
  }

  void start(NodeIdentity node, ServiceControl control, Stores stores, HealthHistory history) {
    meters.addAll(lag.start(registry));
    add(
        gauge("marketswarm.build", () -> 1)
            .description("Which build runs")
            .tag("version", node.version())
            .tag("node", node.name()));
    add(
        gauge("marketswarm.services.running", () -> running(control))
            .description("Services that run on this node"));
    add(
        gauge("marketswarm.health.score", () -> score(history))
            .description("Health of everything, 0 to 1"));
    for (RedisBus bus : stores.buses()) {
      add(
          gauge("marketswarm.store.up", () -> bus.up() ? 1 : 0)
              .description("Whether a store answers")
              .tag("store", bus.name().id()));
    }
    add(
        gauge("marketswarm.store.up", () -> stores.database().up() ? 1 : 0)
            .tag("store", "database"));
    add(
        gauge("marketswarm.database.pool.in.use", () -> stores.database().stats().inUse())
            .description("Database connections lent out"));
    add(
        gauge("marketswarm.database.pool.waiting", () -> stores.database().stats().waiting())
            .description("Borrowers without a database connection"));
  }

  private static long running(ServiceControl control) {
    return control.services().stream().filter(ServiceStatus::running).count();
  }

  private static double score(HealthHistory history) {
    return history.latest().map(Snapshot::score).orElse(Double.NaN);
  }

  private static Gauge.Builder<Supplier<Number>> gauge(String name, Supplier<Number> value) {
    return Gauge.builder(name, value).strongReference(true);
  }

  private void add(Gauge.Builder<Supplier<Number>> gauge) {
    meters.add(gauge.register(registry));
  }

  /** Takes back what an admin that leaves can no longer answer for. */
  void stop() {
    lag.stop();
    meters.forEach(registry::remove);
    meters.clear();
  }

  @SuppressWarnings("resource") // measures for as long as the JVM lives
  static boolean bindJvm(MeterRegistry registry) {
    boolean first = BOUND.add(registry);
    if (first) {
      new JvmMemoryMetrics().bindTo(registry);
      new JvmGcMetrics().bindTo(registry);
      new JvmThreadMetrics().bindTo(registry);
      new ClassLoaderMetrics().bindTo(registry);
      new ProcessorMetrics().bindTo(registry);
      new UptimeMetrics().bindTo(registry);
      new FileDescriptorMetrics().bindTo(registry);
    }
    return first;
  }
}
