package io.marketswarm.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.store.BusName;
import java.net.URI;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class TestStoresTest {
  @Test
  void servesEveryBusAndTheDatabase() throws Exception {
    TestStores stores = TestStores.shared();
    for (BusName bus : BusName.values()) {
      URI url = URI.create(stores.url(bus));
      try (RespSocket redis = RespSocket.open(url.getPort())) {
        assertThat(redis.send("AUTH", url.getUserInfo().substring(1))).isEqualTo("OK");
        assertThat(redis.send("PING")).isEqualTo("PONG");
      }
    }
    URI url = URI.create(stores.databaseUrl());
    String[] account = url.getUserInfo().split(":");
    try (var connection =
            DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + url.getPort() + url.getPath(),
                account[0],
                account[1]);
        var rows = connection.createStatement().executeQuery("SELECT @@time_zone")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("+00:00");
    }
  }
}
