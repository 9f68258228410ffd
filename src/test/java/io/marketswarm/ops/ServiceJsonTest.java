package io.marketswarm.ops;

import static io.marketswarm.service.ServiceSpec.service;
import static io.marketswarm.service.VerticleSpec.perKey;
import static io.marketswarm.service.VerticleSpec.singleOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.service.ServiceStatus.State;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceJsonTest {
  private static final ServiceSpec MARKET =
      service("massive", "")
          .runs(
              singleOwner("spot", context -> null),
              perKey("builder", 4, context -> List.of(), (context, key) -> null),
              perKey("build", 4, context -> List.of(), (context, key) -> null));

  @Test
  void showsTheKeysANodeWorksOn() {
    ServiceStatus status =
        new ServiceStatus(
            MARKET,
            State.RUNNING,
            Map.of("spot", 1, "builder", 2, "build", 0),
            List.of("spot", "builder:I:SPX", "builder:I:NDX"),
            Instant.now(),
            List.of(),
            null);
    NodeIdentity node = new NodeIdentity("n-1", "n", "dev", 1, "1", Instant.now());
    JsonArray verticles =
        new ServiceJson(node, Map.of(), service -> Optional.empty())
            .of(status)
            .getJsonArray("verticles");

    assertThat(verticles.getJsonObject(0).getBoolean("owner")).isTrue();
    assertThat(verticles.getJsonObject(1))
        .isEqualTo(
            new JsonObject()
                .put("name", "builder")
                .put("instances", 2)
                .put("max_instances", 4)
                .put("single_owner", false)
                .put("keys", new JsonArray().add("I:SPX").add("I:NDX")));
    assertThat(verticles.getJsonObject(2).getJsonArray("keys")).isEmpty();
  }
}
