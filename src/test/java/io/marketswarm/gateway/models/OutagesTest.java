package io.marketswarm.gateway.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.gateway.DataEdge;
import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.gateway.admin.UserRoutes;
import io.marketswarm.gateway.econ.IndicatorRoutes;
import io.marketswarm.gateway.gravity.ConfigRoutes;
import io.marketswarm.gateway.imports.ImportRoutes;
import io.marketswarm.gateway.positions.PositionRoutes;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisProcess;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left while a store is away. */
class OutagesTest {
  private static final Identity TRADER = RunningGateway.somebody("navigator");

  @TempDir private static Path directory;

  private static void publish(RunningGateway gateway, String key, String json) {
    ModelUpdate update = new ModelUpdate(key, 1, 1, ModelUpdate.Kind.FULL, Buffer.buffer(json));
    gateway.context().messages().publish(Addresses.MARKET_MODEL, update);
  }

  private static boolean isThere(RunningGateway gateway, String path) throws Exception {
    return gateway.get(path, TRADER).statusCode() == 200;
  }

  @Test
  void withoutTheDatabaseModelsGoOn() throws Exception {
    try (RunningGateway gateway =
        RunningGateway.plan()
            .database("mysql://u:p@127.0.0.1:1/nowhere")
            .behind(ModelRoutes::new)
            .behind(PositionRoutes::new)
            .behind(ImportRoutes::new)
            .behind(ConfigRoutes::new)
            .behind(IndicatorRoutes::new)
            .behind(UserRoutes::new)
            .start()) {
      publish(gateway, ModelKeys.selector("T:OUT"), "{\"ts\":1}");
      DataEdge.becomes(() -> isThere(gateway, "/api/models/trade_selector/T:OUT"));
      for (String path : List.of("/api/positions", "/api/imports", "/api/dealer-gravity/configs")) {
        HttpResponse<Buffer> answer = gateway.get(path, TRADER);
        assertThat(answer.statusCode()).as(path).isEqualTo(503);
        assertThat(answer.bodyAsJsonObject())
            .as(path)
            .isEqualTo(
                new JsonObject().put("success", false).put("error", "Database not available"));
      }
      HttpResponse<Buffer> users =
          gateway.get("/api/admin/users", RunningGateway.somebody("administrator"));
      assertThat(users.statusCode()).isEqualTo(503);
      assertThat(users.bodyAsJsonObject())
          .isEqualTo(new JsonObject().put("error", "Database unavailable"));
    }
  }

  @Test
  void withoutRedisTheLatestModelsAreStillServed() throws Exception {
    try (RedisProcess market = RedisProcess.start(directory);
        RunningGateway gateway =
            RunningGateway.plan()
                .bus(BusName.MARKET, market.url())
                .behind(ModelRoutes::new)
                .start()) {
      publish(gateway, ModelKeys.selector("T:KEPT"), "{\"ts\":1}");
      DataEdge.becomes(() -> isThere(gateway, "/api/models/trade_selector/T:KEPT"));
      market.kill();
      DataEdge.becomes(() -> !gateway.stores().market().up());
      assertThat(isThere(gateway, "/api/models/trade_selector/T:KEPT")).isTrue();
      HttpResponse<Buffer> unknown = gateway.get("/api/models/trade_selector/T:NEW", TRADER);
      assertThat(unknown.statusCode()).isEqualTo(503);
      assertThat(unknown.bodyAsJsonObject().getBoolean("success")).isFalse();
      publish(gateway, ModelKeys.selector("T:LIVE"), "{\"ts\":1}");
      DataEdge.becomes(() -> isThere(gateway, "/api/models/trade_selector/T:LIVE"));
      market.start();
      DataEdge.becomes(
          () -> gateway.get("/api/models/trade_selector/T:NEW", TRADER).statusCode() == 404);
    }
  }
}
