package io.marketswarm.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final String CALL = "O:SPXW260127C06900000";
  private static final String CHAIN =
      "/v3/snapshot/options/I%3ASPX?expiration_date=2026-01-27&limit=250"
          + "&strike_price.gte=6800&strike_price.lte=7000";
  private static SimServer server;

  @BeforeAll
  static void start() {
    server = SimServer.start(SimServer.MARKET);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void heal() {
    server.clearFaults();
    server.closeClients();
  }

  private static JsonObject fault(String kind) {
    return new JsonObject().put("kind", kind).put("duration_sec", 60);
  }

  private static List<Integer> statuses(int requests) {
    return IntStream.range(0, requests)
        .mapToObj(i -> server.raw("/v3/snapshot?limit=1").statusCode())
        .toList();
  }

  @Test
  void makesStormsOf429And500() {
    server.steer("/sim/fault", fault("http_429"));
    assertThat(statuses(5)).containsOnly(429);
    assertThat(server.raw("/v3/snapshot").bodyAsJsonObject().getString("status"))
        .isEqualTo("ERROR");
    server.clearFaults();
    server.steer("/sim/fault", fault("http_500").put("rate", 0.5));
    assertThat(statuses(60)).containsOnly(200, 500);
  }

  @Test
  void faultsEndByThemselves() {
    server.steer("/sim/fault", fault("http_500").put("duration_sec", 2));
    assertThat(statuses(1)).containsOnly(500);
    assertThat(server.state().getJsonArray("faults")).hasSize(1);
    server.clock().move(2_000);
    assertThat(statuses(1)).containsOnly(200);
    assertThat(server.state().getJsonArray("faults")).isEmpty();
  }

  @Test
  void refusesKeys() {
    FeedProbe before = server.open("/options");
    server.steer("/sim/fault", fault("auth_fail"));
    assertThat(statuses(2)).containsOnly(401);
    before.say("auth", "sim");
    before.status("auth_failed");
    assertThat(before.awaitClose()).isEqualTo((short) 1008);
  }

  @Test
  void answersLate() {
    server.steer("/sim/fault", fault("latency").put("ms", 200));
    long begin = System.nanoTime();
    assertThat(statuses(1)).containsOnly(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void dropsConnections() {
    FeedProbe probe = server.open("/options").authenticated().subscribed("T." + CALL);
    server.steer("/sim/fault", fault("ws_drop"));
    assertThat(probe.awaitClose()).as("no closing handshake").isIn(null, (short) 1006);
    server.clearFaults();
    assertThat(server.state().getInteger("clients")).isZero();
    server.open("/options").authenticated();
  }

  @Test
  void sendsGarbage() {
    FeedProbe probe = server.open("/options").authenticated().subscribed("T." + CALL);
    server.steer("/sim/fault", fault("ws_garbage"));
    Wait.until("garbage came", () -> !probe.garbage().isEmpty());
    assertThat(probe.isClosed()).isFalse();
  }

  @Test
  void goesSilentAndComesBack() {
    FeedProbe probe = server.open("/options").authenticated().subscribed("T.*");
    server.steer("/sim/fault", fault("ws_stall").put("duration_sec", 30));
    server.pass(2_000);
    probe.forget();
    server.pass(3_000);
    assertThat(probe.events("T")).isEmpty();
    server.clearFaults();
    server.pass(2_000);
    Wait.until("trades came", () -> !probe.events("T").isEmpty());
    assertThat(probe.isClosed()).isFalse();
  }

  @Test
  void letsQuotesGoStale() {
    server.pass(2_000);
    server.steer("/sim/fault", fault("stale_quotes"));
    long began = server.clock().millis();
    FeedProbe probe = server.open("/options").authenticated().subscribed("Q." + CALL);
    List<String> before = quotes();
    double spot = spot();
    server.pass(5_000);
    assertThat(quotes()).isEqualTo(before);
    assertThat(spot()).as("the market goes on").isNotEqualTo(spot);
    assertThat(server.pages(CHAIN))
        .allSatisfy(
            item ->
                assertThat(item.getJsonObject("last_quote").getLong("last_updated") / 1_000_000)
                    .isLessThanOrEqualTo(began));
    assertThat(probe.events("Q")).isEmpty();
    server.clearFaults();
    assertThat(quotes()).isNotEqualTo(before);
  }

  private static List<String> quotes() {
    return server.pages(CHAIN).stream()
        .map(item -> item.getJsonObject("last_quote").encode())
        .toList();
  }

  private static double spot() {
    return server.state().getJsonObject("values").getDouble("I:SPX");
  }

  @Test
  void withholdsGreeks() {
    server.steer("/sim/fault", fault("missing_greeks").put("rate", 0.5));
    List<JsonObject> chain = server.pages(CHAIN);
    long without =
        chain.stream()
            .filter(item -> item.getJsonObject("greeks").isEmpty())
            .filter(item -> !item.containsKey("implied_volatility"))
            .count();
    assertThat(without).isBetween(chain.size() / 4L, chain.size() * 3L / 4);
    server.clearFaults();
    assertThat(server.pages(CHAIN)).allMatch(item -> item.containsKey("implied_volatility"));
  }

  @Test
  void limitsTheRateOfRequests() {
    try (SimServer limited =
        SimServer.start(
            o ->
                o.withMarket(SimServer.MARKET.withUnderlyings(List.of()))
                    .withLimits(0, 5, Duration.ofSeconds(10)))) {
      for (int i = 0; i < 5; i++) {
        assertThat(limited.raw("/v3/snapshot").statusCode()).isEqualTo(200);
      }
      assertThat(limited.raw("/v3/snapshot").statusCode()).isEqualTo(429);
      assertThat(limited.withKey("/v3/snapshot", "another").statusCode()).isEqualTo(200);
      limited.clock().move(60_000);
      assertThat(limited.raw("/v3/snapshot").statusCode()).isEqualTo(200);
    }
  }
}
