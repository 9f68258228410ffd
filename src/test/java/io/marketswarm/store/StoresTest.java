package io.marketswarm.store;

import static io.marketswarm.store.Eventually.failure;
import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.store.embedded.TestStores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoresTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    get(vertx.close());
  }

  @Test
  void opensEverythingAndClosesIt() {
    Stores stores = Stores.open(vertx, urls(), TestStores.shared().databaseUrl());
    assertThat(stores.buses()).hasSize(4);
    for (RedisBus bus : stores.buses()) {
      until(bus + " is up", bus::up);
      get(bus.ping());
      assertThat(stores.bus(bus.name())).isSameAs(bus);
    }
    get(stores.database().ping());
    get(stores.close());
    assertThat(failure(stores.system().ping())).isInstanceOf(StoreAway.class);
    assertThat(failure(stores.database().pool().query("SELECT 1").execute()))
        .isInstanceOf(StoreAway.class);
  }

  @Test
  void outliveTheVerticleThatOpenedThem() {
    Stores[] opened = new Stores[1];
    String id =
        get(
            vertx.deployVerticle(
                context -> {
                  opened[0] = Stores.open(vertx, urls(), TestStores.shared().databaseUrl());
                  return Future.succeededFuture();
                }));
    until("it is up", () -> opened[0].system().up() && opened[0].database().up());
    get(vertx.undeploy(id));
    get(opened[0].system().ping());
    get(opened[0].database().ping());
    get(opened[0].database().pool().query("SELECT 1").execute());
    get(opened[0].close());
  }

  @Test
  void aMissingUrlIsNamed() {
    Map<BusName, String> urls = urls();
    urls.remove(BusName.ECHO);
    assertThatThrownBy(() -> Stores.open(vertx, urls, TestStores.shared().databaseUrl()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ECHO_REDIS_URL");
  }

  private static Map<BusName, String> urls() {
    Map<BusName, String> urls = new EnumMap<>(BusName.class);
    for (BusName name : BusName.values()) {
      urls.put(name, TestStores.shared().url(name));
    }
    return urls;
  }
}
