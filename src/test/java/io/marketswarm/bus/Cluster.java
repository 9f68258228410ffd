package io.marketswarm.bus;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;

/** Clustered nodes that find each other on loopback only. */
public final class Cluster {
  private static final String LOOPBACK = "127.0.0.1";

  private Cluster() {}

  /** A node of the named cluster that listens on a port and knows the ports of all members. */
  public static Future<Vertx> join(String name, int port, List<Integer> members) {
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setEventBusOptions(
                    new EventBusOptions().setHost(LOOPBACK).setClusterPublicHost(LOOPBACK)))
        .withClusterManager(new HazelcastClusterManager(config(name, port, members)))
        .buildClustered();
  }

  private static Config config(String name, int port, List<Integer> members) {
    Config config = ConfigUtil.loadConfig().setClusterName(name);
    config.setProperty("hazelcast.logging.type", "none");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    NetworkConfig network = config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getTcpIpConfig().setEnabled(true);
    members.forEach(
        member -> network.getJoin().getTcpIpConfig().addMember(LOOPBACK + ":" + member));
    return config;
  }
}
