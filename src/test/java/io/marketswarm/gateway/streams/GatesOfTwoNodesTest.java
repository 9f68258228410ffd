package io.marketswarm.gateway.streams;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisProcess;
import io.marketswarm.web.gates.TierGates;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator changes the gates; those who listen at any node hear of it at once. */
class GatesOfTwoNodesTest {
  private static final int LISTENERS = 40;

  /** Nodes look by themselves only every half minute. */
  private static final Duration TOLD = Duration.ofSeconds(15);

  @TempDir private Path directory;

  @Test
  void everyOpenStreamOfEveryNodeHearsOfChangedGates() throws Exception {
    try (RedisProcess system = RedisProcess.start(directory);
        RunningGateway one = node(system);
        RunningGateway other = node(system)) {
      List<Listener> navigators = new ArrayList<>();
      List<Listener> observers = new ArrayList<>();
      for (int i = 0; i < LISTENERS; i++) {
        RunningGateway node = i % 2 == 0 ? one : other;
        boolean pays = i % 4 < 2;
        String path = pays ? "/sse/spot" : "/sse/tier-gates";
        (pays ? navigators : observers)
            .add(
                Listener.on(node, path, RunningGateway.somebody(pays ? "navigator" : "subscriber"))
                    .connected());
      }
      List<Listener> all = new ArrayList<>(navigators);
      all.addAll(observers);

      long saved = System.nanoTime();
      save(one, new JsonObject().put("mode", "tier_limited").put("updated_at", "first"));
      for (Listener listener : all) {
        assertThat(listener.next("tier_gates_updated").json().getMap())
            .containsEntry("mode", "tier_limited")
            .containsEntry("updated_at", "first");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - saved)).as("told").isLessThan(TOLD);
      assertThat(observers.get(0).next("tier_gates_updated").json().getMap())
          .containsEntry("user_tier", "observer");
      assertThat(navigators.get(0).next("tier_gates_updated").json().getMap())
          .containsEntry("user_tier", "navigator");

      saved = System.nanoTime();
      save(
          other,
          new JsonObject()
              .put("mode", "tier_limited")
              .put("allowed_tiers", new JsonObject().put("observer", false))
              .put("updated_at", "second"));
      for (Listener listener : observers) {
        assertThat(listener.next("tier_blocked").json().getMap()).containsEntry("tier", "observer");
        listener.awaitEnd();
      }
      for (Listener listener : navigators) {
        eventually(() -> listener.text().contains("second"));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - saved)).as("told").isLessThan(TOLD);
      assertThat(navigators).allMatch(Listener::isOpen);
      all.forEach(Listener::close);
    }
  }

  private static RunningGateway node(RedisProcess system) throws Exception {
    RunningGateway node =
        RunningGateway.plan().bus(BusName.SYSTEM, system.url()).behind(StreamRoutes::new).start();
    eventually(() -> node.stores().system().up() && node.stores().market().up());
    return node;
  }

  /** As the admin service does. */
  private static void save(RunningGateway node, JsonObject gates) throws Exception {
    await(
        node.stores()
            .system()
            .batch(
                List.of(
                    Request.cmd(Command.SET).arg(TierGates.KEY).arg(gates.encode()),
                    Request.cmd(Command.PUBLISH).arg(TierGates.CHANNEL).arg("{}"))));
  }
}
