package io.marketswarm.node;

import io.marketswarm.bus.MessageBus;
import io.marketswarm.log.Log;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.service.Facilities;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.ServiceContext.Listen;
import io.marketswarm.service.ServiceContext.Secure;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.ServiceSpec.Beat;
import io.marketswarm.service.VerticleSpec;
import io.marketswarm.service.Vitals;
import io.marketswarm.store.Backoff;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Fence;
import io.marketswarm.store.Leases;
import io.marketswarm.store.Stores;
import io.marketswarm.truth.Heartbeat;
import io.marketswarm.truth.ResolvedConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts the verticles of a service together with what they need. */
final class Assembly {
  private final Vertx vertx;
  private final NodeConfig config;
  private final NodeIdentity node;
  private final Stores stores;
  private final Leases leases;
  private final Future<?> doors;
  private final TruthBoot truth;
  private final SchemaBoot schema;
  private final MessageBus messages;
  private final MeterRegistry metrics;
  private final MarketClock clock;
  private final Announcements announcements;
  private Facilities facilities;

  /**
   * @param doors completes when the node serves: from then on it contends for work
   */
  Assembly(
      Vertx vertx,
      NodeConfig config,
      NodeIdentity node,
      Stores stores,
      Leases leases,
      Future<?> doors,
      TruthBoot truth,
      SchemaBoot schema,
      MessageBus messages,
      MeterRegistry metrics,
      MarketClock clock) {
    this.vertx = vertx;
    this.config = config;
    this.node = node;
    this.stores = stores;
    this.leases = leases;
    this.doors = doors;
    this.truth = truth;
    this.schema = schema;
    this.messages = messages;
    this.metrics = metrics;
    this.clock = clock;
    this.announcements = new Announcements(messages, node);
  }

  /** Said once, when there is a fleet to control. */
  void offer(Facilities offered) {
    facilities = offered;
  }

  ServiceRunner runner(ServiceSpec service) {
    return new ServiceRunner(vertx, service, new Crew(service), announcements::tell);
  }

  private final class Crew implements ServiceRunner.Crew {
    private final ServiceSpec service;
    private final Log log;
    private final Vitals vitals = new Vitals();
    private ResolvedConfig resolved;
    private final Drill drill;
    private Backoff restart = Restarts.USUAL;

    Crew(ServiceSpec service) {
      this.service = service;
      this.log = Log.of(service.id());
      this.drill = new Drill(vertx, service.id(), this::production, log);
    }

    private boolean production() {
      return config.env() == NodeConfig.Env.PRODUCTION || truth.production();
    }

    @Override
    public Map<String, ServiceRunner.Group> muster(Map<String, String> overrides, Watch watch) {
      if (service.inTruth()) {
        resolved = truth.resolve(service.id(), overrides);
        resolved.announce(log);
        restart = Restarts.of(service.id(), resolved.env());
      }
      Map<String, ServiceRunner.Group> groups = new LinkedHashMap<>();
      for (VerticleSpec verticle : service.verticles()) {
        groups.put(verticle.name(), group(verticle, watch));
      }
      if (service.inTruth()) {
        drill.consider(resolved.env(), groups.values());
      }
      return groups;
    }

    private ServiceRunner.Group group(VerticleSpec verticle, Watch watch) {
      return switch (verticle.placement()) {
        case EVERY_NODE -> {
          Supervisor supervisor = new Supervisor(restart);
          yield instances(verticle, null, watch, supervisor, null);
        }
        case SINGLE_OWNER -> owned(verticle, null, watch, () -> {});
        case PER_KEY -> portion(verticle, watch);
      };
    }

    private Owned owned(VerticleSpec verticle, String key, Watch watch, Runnable turned) {
      Supervisor supervisor = new Supervisor(restart);
      String name = leaseName(verticle);
      return new Owned(
          vertx,
          leases,
          doors,
          new Claim(workerName(verticle, key), key == null ? name : name + "." + key),
          supervisor,
          fence -> instances(verticle, key, watch, supervisor, fence),
          turned,
          log);
    }

    private Portion portion(VerticleSpec verticle, Watch watch) {
      return new Portion(
          stores.system().context(),
          doors,
          new Roll(stores.system(), leaseName(verticle), node.id(), leases.ttl()),
          leases.rhythm(),
          verticle.keys().apply(context(null, failed -> {})),
          (key, turned) -> owned(verticle, key, watch, turned),
          log);
    }

    private String leaseName(VerticleSpec verticle) {
      return service.id() + "." + verticle.name();
    }

    private static String workerName(VerticleSpec verticle, String key) {
      return key == null ? verticle.name() : verticle.name() + " " + key;
    }

    private Instances instances(
        VerticleSpec verticle, String key, Watch watch, Supervisor supervisor, Fence fence) {
      return new Instances(
          vertx,
          workerName(verticle, key),
          fence == null ? Instances.Manner.MANY : Instances.Manner.ALONE,
          failed -> verticle.factory().apply(context(fence, failed), key),
          supervisor,
          watch,
          log);
    }

    private ServiceContext context(Fence fence, Consumer<Throwable> failed) {
      NodeConfig.Service configured = config.services().get(service.id());
      return new ServiceContext(
          service,
          node,
          new Listen(configured.bind(), configured.port(), secure(configured)),
          resolved,
          stores,
          messages,
          metrics,
          clock,
          vitals,
          facilities,
          log,
          fence,
          failed);
    }

    private Optional<Secure> secure(NodeConfig.Service configured) {
      boolean given = config.tls().certificate().isPresent();
      if (configured.tlsPort() == 0 || !config.servesTls()) {
        return Optional.empty();
      }
      Path own = config.data().resolve("tls").resolve("node.pem");
      return Optional.of(
          new Secure(
              configured.tlsPort(),
              config.tls().certificate().orElse(own),
              config.tls().key().orElse(own),
              !given));
    }

    @Override
    public List<String> missing() {
      List<String> missing = new ArrayList<>();
      for (BusName bus : BusName.values()) {
        if (service.buses().contains(bus) && !stores.bus(bus).up()) {
          missing.add(bus.id());
        }
      }
      if (service.database() && !(stores.database().up() && schema.current())) {
        missing.add("the database");
      }
      return missing;
    }

    @Override
    public Heart heart(Pulse pulse, Standing standing) {
      if (service.beat().isEmpty()) {
        return null;
      }
      Beat beat = resolved == null ? service.beat().get() : beatOf(resolved.heartbeat());
      return new Heart(
          service.id(), beat, node, stores.system(), pulse, standing, vitals, truth::version, log);
    }

    private static Beat beatOf(Heartbeat told) {
      return new Beat(told.intervalSec(), told.ttlSec());
    }
  }
}
