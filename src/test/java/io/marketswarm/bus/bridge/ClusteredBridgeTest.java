package io.marketswarm.bus.bridge;

import static io.marketswarm.bus.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.Cluster;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.bus.MessageBus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusteredBridgeTest {

  @Test
  void anIntegratorHearsWhatAnotherNodePublishes() throws Exception {
    List<Integer> ports = List.of(freePort(), freePort());
    String name = "bridge-test-" + ports.get(0);
    MeterRegistry meters = new SimpleMeterRegistry();
    Vertx market = await(Cluster.join(name, ports.get(0), ports));
    Vertx edge = await(Cluster.join(name, ports.get(1), ports));
    TcpBridgeVerticle bridge =
        new TcpBridgeVerticle(
            RunningBridge.OPTIONS, new BridgeTokens(RunningBridge.SECRET), meters);
    await(edge.deployVerticle(bridge));
    try (TcpClient client = new TcpClient(bridge.port()).enter(RunningBridge.token("market"))) {
      client.listen("market.tick");
      MessageBus.on(market, meters)
          .publish(Addresses.MARKET_TICK, new MarketTick("I:SPX", 6903.12, 5));
      assertThat(client.read().getJsonObject("body"))
          .isEqualTo(new JsonObject("{\"symbol\":\"I:SPX\",\"value\":6903.12,\"ts\":5}"));
    } finally {
      await(edge.close());
      await(market.close());
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
