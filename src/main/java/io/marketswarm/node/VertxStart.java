package io.marketswarm.node;

import io.marketswarm.node.conf.NodeConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Starts Vert.x as a node needs it: native sockets, metrics, alone or in a cluster. */
final class VertxStart {
  /**
   * An event loop held longer than this is reported. The first use of a library loads hundreds of
   * classes, which takes up to 250 ms on a busy machine; the loop-lag gauge shows what is shorter.
   */
  private static final long BLOCKED_AFTER_MILLIS = 500;

  /** How often it is looked for held loops. */
  private static final long BLOCKED_CHECK_MILLIS = 2_000;

  /** With one loop alone, whatever holds it up holds up everything. */
  private static final int FEWEST_LOOPS = 2;

  /** Netty's own flight-recorder events, whose set-up holds an event loop for 100 ms. */
  private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

  /** Detailed metrics of these cost more than they tell. */
  private static final Set<MetricsDomain> UNMEASURED =
      EnumSet.of(MetricsDomain.NET_CLIENT, MetricsDomain.DATAGRAM_SOCKET);

  private VertxStart() {}

  static Future<Vertx> start(NodeConfig.Cluster cluster, MeterRegistry metrics) {
    if (System.getProperty(NETTY_EVENTS) == null) {
      System.setProperty(NETTY_EVENTS, "false");
    }
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(loops())
            .setMaxEventLoopExecuteTime(BLOCKED_AFTER_MILLIS)
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
            .setBlockedThreadCheckInterval(BLOCKED_CHECK_MILLIS)
            .setMetricsOptions(measured());
    VertxBuilder builder = Vertx.builder().withMetrics(new MicrometerMetricsFactory(metrics));
    if (!cluster.enabled()) {
      return Future.succeededFuture(builder.with(options).build());
    }
    options.setEventBusOptions(ClusterJoin.eventBus(cluster));
    return builder.with(options).withClusterManager(ClusterJoin.manager(cluster)).buildClustered();
  }

  /**
   * One for each core: nothing on them ever waits, so that more of them only wake up more often.
   */
  private static int loops() {
    return Math.max(FEWEST_LOOPS, Runtime.getRuntime().availableProcessors());
  }

  private static MicrometerMetricsOptions measured() {
    MicrometerMetricsOptions options =
        new MicrometerMetricsOptions()
            .setEnabled(true)
            .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.POOL_TYPE));
    UNMEASURED.forEach(options::addDisabledMetricsCategory);
    return options;
  }
}
