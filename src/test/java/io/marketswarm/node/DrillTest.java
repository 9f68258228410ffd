package io.marketswarm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.log.Log;
import io.marketswarm.truth.TruthException;
import io.marketswarm.truth.Variables;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DrillTest extends NodeTests {
  private static final String MODE = "MASSIVE_RUN_MODE";
  private static final String INJECT = "MASSIVE_FAULT_INJECT";
  private static final String DELAY = "MASSIVE_FAULT_DELAY_SEC";

  private final List<RuntimeException> struck = new CopyOnWriteArrayList<>();

  /** A group of workers of which one runs, or none. */
  private ServiceRunner.Group workers(boolean running) {
    return new ServiceRunner.Group() {
      @Override
      public boolean strike(RuntimeException fault) {
        if (running) {
          struck.add(fault);
        }
        return running;
      }

      @Override
      public Future<Void> scaleTo(int instances) {
        return Future.succeededFuture();
      }

      @Override
      public int wanted() {
        return 1;
      }

      @Override
      public int count() {
        return running ? 1 : 0;
      }

      @Override
      public List<String> deployments() {
        return List.of();
      }

      @Override
      public List<String> leases() {
        return List.of();
      }

      @Override
      public List<Claim> claims() {
        return List.of();
      }

      @Override
      public List<Ailment> ailments() {
        return List.of();
      }
    };
  }

  private Drill drill(boolean production) {
    return new Drill(vertx, "massive", () -> production, Log.of("test"));
  }

  private void consider(Drill drill, Map<String, String> variables) {
    List<ServiceRunner.Group> groups = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      groups.add(workers(i == 4));
    }
    drill.consider(new Variables(variables), groups);
  }

  private void awaitTimersOf20Millis() {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    vertx.setTimer(20, timer -> passed.complete(null));
    passed.join();
  }

  @Test
  void oneWorkerThatRunsIsStruckOnceHoweverOftenTheServiceStarts() {
    Drill drill = drill(false);
    Map<String, String> asked = Map.of(MODE, "Supervised", INJECT, "yes", DELAY, "2ms");
    consider(drill, asked);
    await("the strike", () -> struck.size() == 1);
    assertThat(struck.get(0)).isInstanceOf(Drill.InjectedFault.class);
    consider(drill, asked);
    awaitTimersOf20Millis();
    assertThat(struck).hasSize(1);
  }

  @Test
  void nobodyIsStruckUnaskedNorInProduction() {
    Map<String, String> asked = Map.of(MODE, "supervised", INJECT, "true", DELAY, "1ms");
    consider(drill(true), asked);
    consider(drill(false), Map.of(MODE, "direct", INJECT, "true", DELAY, "1ms"));
    consider(drill(false), Map.of(INJECT, "true", DELAY, "1ms"));
    consider(drill(false), Map.of(MODE, "supervised", DELAY, "1ms"));
    awaitTimersOf20Millis();
    assertThat(struck).isEmpty();
  }

  @Test
  void variablesWithoutASenseAreRefused() {
    assertThatThrownBy(() -> consider(drill(false), Map.of(MODE, "forked")))
        .isInstanceOf(TruthException.class)
        .hasMessage("MASSIVE_RUN_MODE is 'forked', not direct or supervised");
    assertThatThrownBy(() -> consider(drill(false), Map.of(INJECT, "maybe")))
        .isInstanceOf(TruthException.class);
    assertThatThrownBy(() -> consider(drill(false), Map.of(DELAY, "later")))
        .isInstanceOf(TruthException.class);
  }
}
