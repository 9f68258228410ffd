package io.marketswarm.node;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import io.marketswarm.node.conf.NodeConfig;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * Forms one event bus out of several nodes. Hazelcast keeps the membership and nothing else:
 * ownership is a lease in Redis, because a paused Hazelcast owner does not learn that it was
 * replaced.
 */
final class ClusterJoin {
  private ClusterJoin() {}

  static ClusterManager manager(NodeConfig.Cluster cluster) {
    // A loaded configuration, not an empty one: it carries the backup counts of Vert.x's own maps.
    Config config = ConfigUtil.loadConfig();
    config.setClusterName(cluster.name());
    // A fixed list of members needs no time to gather.
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.logging.type", "jdk");
    // A node that is silent for so long is taken for dead, and its subscriptions with it.
    config.setProperty("hazelcast.heartbeat.interval.seconds", "2");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "20");
    network(config.getNetworkConfig(), cluster);
    return new HazelcastClusterManager(config);
  }

  private static void network(NetworkConfig network, NodeConfig.Cluster cluster) {
    network.setPort(cluster.port()).setPortAutoIncrement(false);
    network.setPublicAddress(cluster.host() + ":" + cluster.port());
    network.getInterfaces().setEnabled(true).addInterface(cluster.host());
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    cluster.members().forEach(join.getTcpIpConfig()::addMember);
  }

  static EventBusOptions eventBus(NodeConfig.Cluster cluster) {
    return new EventBusOptions()
        .setHost(cluster.host())
        .setPort(cluster.busPort())
        .setClusterPublicHost(cluster.host())
        .setClusterPublicPort(cluster.busPort());
  }
}
