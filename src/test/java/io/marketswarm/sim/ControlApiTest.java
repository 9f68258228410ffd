package io.marketswarm.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlApiTest {
  private SimServer server;

  @BeforeEach
  void start() {
    server = SimServer.start(SimServer.MARKET);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static JsonObject clock(String action) {
    return new JsonObject().put("action", action);
  }

  @Test
  void pausesAndResumes() {
    server.pass(1_000);
    JsonObject paused = server.steer("/sim/clock", clock("pause"));
    assertThat(paused.getJsonObject("clock").getBoolean("paused")).isTrue();
    FeedProbe probe = server.open("/indices").authenticated().subscribed("V.*");
    server.clock().move(10_000);
    JsonObject resumed = server.steer("/sim/clock", clock("resume"));
    assertThat(resumed.getInteger("step")).isEqualTo(paused.getInteger("step"));
    assertThat(probe.events("V")).isEmpty();
    server.pass(1_000);
    assertThat(server.state().getInteger("step")).isEqualTo(paused.getInteger("step") + 20);
  }

  @Test
  void changesItsSpeed() {
    server.steer("/sim/clock", clock("speed").put("speed", 60));
    server.pass(1_000);
    assertThat(server.state().getInteger("step")).isEqualTo(60);
    assertThat(server.get("/sim/clock"))
        .isEqualTo(
            new JsonObject()
                .put("mode", "sim")
                .put("now_ms", 1_769_524_200_000L + 60_000)
                .put("speed", 60.0)
                .put("paused", false)
                .put("session_date", "2026-01-27")
                .put("ts", server.clock().millis() / 1_000.0));
  }

  @Test
  void seeksForthAndBackWithinTheDay() {
    server.seek("10:30");
    assertThat(server.state().getInteger("step")).isEqualTo(3_600);
    double spot = value("I:SPX");
    server.steer("/sim/clock", clock("seek").put("at", 1_769_524_200_000L + 7_200_000));
    assertThat(server.state().getInteger("step")).isEqualTo(7_200);
    server.seek("10:30:00");
    assertThat(value("I:SPX")).isEqualTo(spot);
  }

  private double value(String symbol) {
    return server.state().getJsonObject("values").getDouble(symbol);
  }

  @Test
  void setsScenariosAndShocks() {
    JsonObject crash = server.steer("/sim/scenario", new JsonObject().put("name", "crash"));
    assertThat(crash.getString("scenario")).isEqualTo("crash");
    double before = value("I:SPX");
    server.steer(
        "/sim/shock", new JsonObject().put("symbol", "I:SPX").put("pct", -3).put("ramp_sec", 10));
    server.pass(1_000);
    assertThat(value("I:SPX")).isCloseTo(before * 0.97, Offset.offset(before * 0.003));
    assertThat(value("I:VIX")).isGreaterThan(18);
  }

  @Test
  void startsOverWithAnotherSeedAndDate() {
    server.pass(1_000);
    JsonObject state =
        server.steer("/sim/reset", new JsonObject().put("seed", 7).put("date", "2026-03-09"));
    assertThat(state.getLong("seed")).isEqualTo(7);
    assertThat(state.getInteger("step")).isZero();
    assertThat(state.getJsonObject("clock").getString("session_date")).isEqualTo("2026-03-09");
    assertThat(state.getJsonObject("clock").getLong("now_ms"))
        .as("half past nine in summer time")
        .isEqualTo(1_773_063_000_000L);
    assertThat(server.raw("/v3/snapshot/options/I%3ASPX/O%3ASPXW260309C06900000").statusCode())
        .isEqualTo(200);
  }

  @Test
  void tellsTheTruthAboutAContract() {
    JsonObject truth = server.get("/sim/truth/O%3ASPXW260127C06900000");
    assertThat(truth.getDouble("spot")).isEqualTo(6_900);
    assertThat(truth.getDouble("vix")).isEqualTo(16);
    assertThat(truth.getDouble("t_years")).isCloseTo(0.00074201, Offset.offset(1e-8));
    assertThat(truth.getDouble("theo")).isCloseTo(9.718063, Offset.offset(1e-6));
    assertThat(truth.getDouble("iv")).isCloseTo(0.128511, Offset.offset(1e-6));
    assertThat(truth.getJsonObject("greeks").getDouble("theta"))
        .isCloseTo(-18.092297, Offset.offset(1e-5));
    assertThat(server.raw("/sim/truth/O%3ANOPE").statusCode()).isEqualTo(404);
  }

  @Test
  void rollsIntoTheNextDayAndSettles() {
    server.seek("15:59:59");
    double last = value("I:SPX");
    server.pass(1_000);
    Wait.until("closed", () -> !server.state().getString("market_status").equals("open"));
    double close =
        server
            .get("/v2/aggs/ticker/I%3ASPX/range/1/day/2026-01-27/2026-01-27?limit=1")
            .getJsonArray("results")
            .getJsonObject(0)
            .getDouble("c");
    assertThat(close).isCloseTo(last, Offset.offset(10.0));
    server.clock().move(60_000);
    Wait.until("the next day", () -> date().equals("2026-01-28"));
    assertThat(server.raw("/v3/snapshot/options/I%3ASPX/O%3ASPXW260127C06900000").statusCode())
        .as("expired")
        .isEqualTo(404);
    JsonObject spx =
        server.get("/v3/snapshot?ticker=I%3ASPX").getJsonArray("results").getJsonObject(0);
    assertThat(spx.getJsonObject("session").getDouble("previous_close")).isEqualTo(close);
    JsonObject yesterday =
        server.get("/v2/aggs/ticker/I%3ASPX/prev").getJsonArray("results").getJsonObject(0);
    assertThat(yesterday.getDouble("c")).isEqualTo(close);
  }

  private String date() {
    return server.state().getJsonObject("clock").getString("session_date");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /sim/clock    | {}
          /sim/clock    | {"action":"rewind"}
          /sim/clock    | {"action":"speed"}
          /sim/clock    | {"action":"speed","speed":0}
          /sim/clock    | {"action":"speed","speed":61}
          /sim/clock    | {"action":"seek","at":"noon"}
          /sim/clock    | {"action":"seek","at":"17:00"}
          /sim/scenario | {"name":"boom"}
          /sim/shock    | {"symbol":"I:NOPE","pct":1}
          /sim/shock    | {"symbol":"SPY","pct":1}
          /sim/shock    | {"symbol":"I:SPX","pct":-90}
          /sim/fault    | {"kind":"fire"}
          /sim/fault    | {"kind":"http_429","rate":2}
          /sim/reset    | {"date":"1926-01-01"}
          /sim/reset    | {"seed":"x"}
          """)
  void refusesCommandsThatMakeNoSense(String path, String body) {
    var response = server.command(path, new JsonObject(body));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.bodyAsJsonObject().getString("error")).isNotBlank();
    assertThat(server.state().getInteger("step")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example, 403",
    "http://127.0.0.1.evil.example, 403",
    "null, 403",
    "http://localhost:5173, 200",
    "http://127.0.0.1:3000, 200",
    "'http://[::1]:3000', 200",
    "http://[nonsense, 400"
  })
  void listensToWebPagesOfThisMachineOnly(String origin, int status) {
    var response =
        Wait.get(
            WebClient.create(server.vertx())
                .postAbs(server.url() + "/sim/clock")
                .putHeader("Origin", origin)
                .sendJsonObject(clock("pause")));
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(server.state().getJsonObject("clock").getBoolean("paused")).isEqualTo(status == 200);
  }
}
