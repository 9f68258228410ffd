package io.marketswarm.node;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MarketStage;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.Providers;
import io.marketswarm.market.feed.Cluster;
import io.marketswarm.market.feed.ProviderAddress;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.service.Vitals.Condition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeHostTest {
  @TempDir static Path folder;
  private static MarketStage stage;
  private static ServerSocket taken;
  private String host;

  @BeforeAll
  static void open() throws IOException {
    stage = new MarketStage(folder, new HandMarketClock(System.currentTimeMillis()));
    taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterAll
  static void close() throws IOException {
    taken.close();
    stage.close();
  }

  @BeforeEach
  void forget() {
    stage.ask(Command.FLUSHDB);
  }

  @AfterEach
  void stop() {
    if (host != null) {
      stage.undeploy(host);
    }
  }

  private static Map<String, String> variables(String... more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("SIM_PORT", Integer.toString(taken.getLocalPort()));
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return variables;
  }

  private static Providers providers() {
    MassiveSettings settings = MassiveSettings.from(MarketStage.config(variables()).env().all());
    return new Providers(stage.vertx(), stage.market(), settings.provider());
  }

  @Test
  void isFoundAndGoesOnWithItsNextOwner() {
    Providers providers = providers();
    Future<ProviderAddress> waiting = providers.find();
    host = stage.deploy(new ExchangeHost(stage.context("exchange", variables())));
    ProviderAddress first = get(waiting);
    assertThat(first.rest())
        .startsWith("http://127.0.0.1:")
        .doesNotEndWith(":" + taken.getLocalPort());
    assertThat(first.socket(Cluster.OPTIONS))
        .isEqualTo(first.rest().replace("http", "ws") + "/options");
    ProviderRest rest = new ProviderRest(stage.vertx(), providers, stage.metrics());
    assertThat(get(rest.indices(List.of("I:SPX", "I:VIX")))).hasSize(2);
    assertThat(stage.vitals().conditions()).containsEntry("exchange", Condition.OK);

    JsonObject clock = stage.json("massive:clock");
    assertThat(clock.getString("mode")).isEqualTo("sim");
    assertThat(clock.getString("session_date")).matches("\\d{4}-\\d\\d-\\d\\d");
    assertThat(stage.ask(Command.PTTL, "massive:clock").toLong()).isBetween(1L, 5_000L);
    assertThat(stage.ask(Command.PTTL, Providers.SIM_ENDPOINT).toLong()).isBetween(1L, 5_000L);

    stage.undeploy(host);
    assertThat(stage.text(Providers.SIM_ENDPOINT)).isNull();
    assertThat(stage.text("massive:clock")).isNull();
    host = null;
    host = stage.deploy(new ExchangeHost(stage.context("exchange", variables())));
    until("it is found again", () -> stage.text(Providers.SIM_ENDPOINT) != null);
    assertThat(get(providers.find()).rest()).isEqualTo(first.rest());
    assertThat(get(rest.indices(List.of("I:SPX")))).hasSize(1);
    get(rest.close());
  }

  @Test
  void doesNotRunBesideARealProvider() {
    host =
        stage.deploy(
            new ExchangeHost(stage.context("exchange", variables("MASSIVE_API_KEY", "real"))));
    assertThat(stage.vitals().conditions()).isEmpty();
  }
}
