package io.marketswarm.gateway.streams;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.EventFamily;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.bus.UserEvents;
import io.marketswarm.gateway.Cable;
import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.gateway.models.ModelKeys;
import io.marketswarm.gateway.models.ModelRoutes;
import io.marketswarm.gateway.streams.Listener.Event;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisProcess;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.web.identity.Hs256;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those who listen notice when a store or a node dies under load. */
class StreamOutagesTest {
  private static final String SYMBOL = "T:OUTAGE";
  private static final String SSO_SECRET = "test-fotw-secret";

  /** As on a real machine: what the bus has accepted outlives it. */
  private static final String KEPT = "appendonly yes\nappendfsync always";

  @TempDir private Path directory;

  /** Tells models without a pause, and every user's trades without leaving one out. */
  private static final class Load implements AutoCloseable {
    private final RunningGateway gateway;
    private final UserEvents events;
    private final List<Integer> users;
    private final AtomicLong models = new AtomicLong();
    private final AtomicLong trades = new AtomicLong();
    private final Thread thread = new Thread(this::run, "load");
    private volatile boolean over;

    Load(RunningGateway gateway, Integer... users) {
      this.gateway = gateway;
      this.events = new UserEvents(gateway.stores().market(), gateway.context().messages());
      this.users = List.of(users);
      thread.start();
    }

    private void run() {
      try {
        while (!over) {
          model(models.incrementAndGet());
          long next = trades.get() + 1;
          if (users.stream().allMatch(user -> isTold(user, next))) {
            trades.set(next);
          }
          TimeUnit.MILLISECONDS.sleep(2);
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }

    private void model(long version) {
      String json = "{\"ts\":" + version + "}";
      gateway
          .context()
          .messages()
          .publish(
              Addresses.MARKET_MODEL,
              new ModelUpdate(
                  ModelKeys.selector(SYMBOL),
                  version,
                  System.currentTimeMillis(),
                  ModelUpdate.Kind.FULL,
                  Buffer.buffer(json)));
    }

    /** As the journal does: what cannot be told is kept, and told later under its number. */
    private boolean isTold(int user, long number) {
      try {
        JsonObject fill = new JsonObject().put("type", "FillRecorded");
        await(events.publish(EventFamily.TRADE_LOG, user, number, fill));
        return true;
      } catch (Exception away) {
        return false;
      }
    }

    void goesOnFor(long more) throws Exception {
      long until = trades.get() + more;
      eventually(() -> trades.get() >= until);
    }

    /** Ends, and tells how many trades there were. */
    long end() throws Exception {
      over = true;
      thread.join();
      return trades.get();
    }

    @Override
    public void close() {
      over = true;
    }
  }

  private static int idOf(Listener hers) throws Exception {
    return Integer.parseInt(hers.next("connected").json().getString("userId"));
  }

  private static List<String> fills(Listener... listeners) {
    List<String> ids = new ArrayList<>();
    for (Listener listener : listeners) {
      listener.events().stream()
          .filter(event -> event.name().equals("FillRecorded"))
          .map(Event::id)
          .forEach(ids::add);
    }
    return ids;
  }

  private static List<String> upTo(long last) {
    return LongStream.rangeClosed(1, last).mapToObj(Long::toString).toList();
  }

  private static long newest(Listener models) {
    return models.events().stream()
        .filter(event -> event.name().equals("trade_selector"))
        .mapToLong(event -> event.json().getLong("ts"))
        .max()
        .orElse(0);
  }

  @Test
  void withoutTheMarketBusStreamsStayOpenAndNothingPrivateIsLost() throws Exception {
    try (RedisProcess market = RedisProcess.start(directory, KEPT);
        RunningGateway gateway =
            RunningGateway.plan()
                .bus(BusName.MARKET, market.url())
                .behind(StreamRoutes::new)
                .start()) {
      eventually(() -> gateway.stores().market().up());
      List<Listener> traders = new ArrayList<>();
      List<Listener> models = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        traders.add(Listener.on(gateway, "/sse/trade-log", RunningGateway.somebody()).connected());
      }
      for (int i = 0; i < 20; i++) {
        models.add(
            Listener.on(gateway, "/sse/trade_selector/" + SYMBOL, RunningGateway.somebody())
                .connected());
      }
      try (Load load =
          new Load(gateway, idOf(traders.get(0)), idOf(traders.get(1)), idOf(traders.get(2)))) {
        load.goesOnFor(50);
        market.kill();
        eventually(() -> !gateway.stores().market().up());
        long during = load.models.get();
        for (Listener listener : models) {
          eventually(() -> newest(listener) > during + 100);
        }
        Listener newcomer =
            Listener.on(gateway, "/sse/trade_selector/" + SYMBOL, RunningGateway.somebody());
        assertThat(newcomer.connected().names()).startsWith("trade_selector");
        models.add(newcomer);
        market.start();
        eventually(() -> gateway.stores().market().up());
        load.goesOnFor(50);
        List<String> all = upTo(load.end());
        for (Listener listener : traders) {
          eventually(() -> fills(listener).size() >= all.size());
          assertThat(fills(listener)).isEqualTo(all);
        }
      }
      traders.addAll(models);
      assertThat(traders).allMatch(Listener::isOpen);
      traders.forEach(Listener::close);
    }
  }

  private static String through(Cable cable) {
    URI url = URI.create(TestStores.shared().databaseUrl());
    return url.toString().replace(":" + url.getPort() + "/", ":" + cable.port() + "/");
  }

  private static HttpResponse<Buffer> signIn(RunningGateway gateway) throws Exception {
    long now = Instant.now().getEpochSecond();
    JsonObject word =
        new JsonObject()
            .put("iss", "fotw")
            .put("sub", RunningGateway.somebody().wpId())
            .put("email", "somebody@example.com")
            .put("iat", now)
            .put("exp", now + 300);
    return await(
        gateway
            .ask(HttpMethod.GET, "/api/auth/sso")
            .addQueryParam("sso", new Hs256(SSO_SECRET).sign(word))
            .send());
  }

  @Test
  void withoutTheDatabaseStreamsAndModelsGoOnAndSignInSaysSo() throws Exception {
    URI database = URI.create(TestStores.shared().databaseUrl());
    try (Cable cable = new Cable(database.getPort());
        RunningGateway gateway =
            RunningGateway.plan()
                .with("SSO_FOTW_SECRET", SSO_SECRET)
                .database(through(cable))
                .behind(ModelRoutes::new)
                .behind(StreamRoutes::new)
                .start()) {
      eventually(() -> gateway.stores().database().up() && gateway.stores().market().up());
      Identity ada = RunningGateway.somebody("navigator");
      Listener hers = Listener.on(gateway, "/sse/trade-log", ada).connected();
      String path = "/sse/trade_selector/" + SYMBOL;
      Listener models = Listener.on(gateway, path, ada).connected();
      assertThat(signIn(gateway).statusCode()).isEqualTo(302);
      try (Load load = new Load(gateway, idOf(hers))) {
        load.goesOnFor(20);
        cable.cut();
        eventually(() -> !gateway.stores().database().up());
        HttpResponse<Buffer> refused = signIn(gateway);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.bodyAsString()).isEqualTo("{\"detail\":\"Database not available\"}");
        long during = load.models.get();
        load.goesOnFor(20);
        eventually(() -> newest(models) > during);
        Listener newcomer = Listener.on(gateway, path, RunningGateway.somebody()).connected();
        assertThat(newcomer.names()).startsWith("trade_selector");
        newcomer.close();
        assertThat(gateway.get("/api/models/trade_selector/" + SYMBOL, ada).statusCode())
            .isEqualTo(200);
        assertThat(gateway.get("/api/health").statusCode()).isEqualTo(200);
        cable.join();
        eventually(() -> gateway.stores().database().up());
        assertThat(signIn(gateway).statusCode()).isEqualTo(302);
        List<String> all = upTo(load.end());
        eventually(() -> fills(hers).size() >= all.size());
        assertThat(fills(hers)).isEqualTo(all);
      }
      assertThat(hers.isOpen() && models.isOpen()).isTrue();
      hers.close();
      models.close();
    }
  }

  @Test
  void whenOneOfTwoNodesDiesItsListenersGoOnAtTheOther() throws Exception {
    try (RedisProcess market = RedisProcess.start(directory);
        RunningGateway one = node(market);
        RunningGateway other = node(market);
        Cable cable = new Cable(one.port())) {
      Identity ada = RunningGateway.somebody("navigator");
      String token = one.session(ada);
      Listener hers = new Listener(one, cable.port(), "/sse/trade-log", token, null).connected();
      String path = "/sse/trade_selector/" + SYMBOL;
      Listener models = new Listener(one, cable.port(), path, token, null).connected();
      try (Load load = new Load(other, idOf(hers))) {
        load.goesOnFor(30);
        cable.cut();
        hers.awaitEnd();
        models.awaitEnd();
        load.goesOnFor(30);
        List<String> seen = fills(hers);
        String last = seen.get(seen.size() - 1);
        Listener again = new Listener(other, other.port(), "/sse/trade-log", token, last);
        load.goesOnFor(30);
        String lastModel =
            models.events().stream().reduce((before, event) -> event).orElseThrow().id();
        Listener modelsAgain = new Listener(other, other.port(), path, token, lastModel);
        assertThat(modelsAgain.connected().names()).startsWith("trade_selector");
        List<String> all = upTo(load.end());
        eventually(() -> fills(hers, again).size() >= all.size());
        assertThat(fills(hers, again)).as("in order, none twice, none left out").isEqualTo(all);
        again.close();
        modelsAgain.close();
      }
      hers.close();
      models.close();
    }
  }

  private static RunningGateway node(RedisProcess market) throws Exception {
    RunningGateway node =
        RunningGateway.plan().bus(BusName.MARKET, market.url()).behind(StreamRoutes::new).start();
    eventually(() -> node.stores().market().up());
    return node;
  }
}
