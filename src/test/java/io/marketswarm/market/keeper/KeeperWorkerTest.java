package io.marketswarm.market.keeper;

import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MarketStage;
import io.marketswarm.market.feed.ScriptedProvider;
import io.marketswarm.service.HandMarketClock;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Status, calendar and initial keys; the trails have a test of their own. */
class KeeperWorkerTest {
  private static final String STATUS = "massive:market:status";

  @TempDir static Path folder;
  private static MarketStage stage;
  private static ScriptedProvider provider;

  private String worker;

  @BeforeAll
  static void open() {
    stage = new MarketStage(folder, HandMarketClock.at("2026-01-27T14:00:00Z"));
    provider = new ScriptedProvider(stage.vertx());
  }

  @AfterAll
  static void close() {
    provider.close();
    stage.close();
  }

  @BeforeEach
  void empty() {
    stage.ask(Command.FLUSHDB);
  }

  @AfterEach
  void stop() {
    stage.undeploy(worker);
  }

  private void deploy(String time, Map<String, String> more) {
    stage.clock().set(time);
    Map<String, String> variables = new HashMap<>(Map.of("MASSIVE_PROVIDER", "off"));
    variables.putAll(more);
    worker = stage.deploy(new KeeperWorker(stage.context("keeper", variables)));
    until("the status is shown", () -> stage.text(STATUS) != null);
  }

  private static void at(String time, String phase) {
    stage.clock().set(time);
    until("it is " + phase, () -> phase.equals(stage.json(STATUS).getString("phase")));
  }

  private static List<String> events() {
    return stage.ask(Command.XRANGE, "events:market", "-", "+").stream()
        .map(event -> new JsonObject(event.get(1).get(5).toString()))
        .map(event -> event.getString("type") + " " + event.getString("session_date"))
        .toList();
  }

  @Test
  void tellsTheMarketsDayPhaseByPhase() {
    deploy("2026-01-27T14:00:00Z", Map.of());
    assertThat(stage.json(STATUS))
        .isEqualTo(
            new JsonObject()
                .put("phase", "pre")
                .put("session_date", "2026-01-27")
                .put("is_trading_day", true)
                .put("next_open", "2026-01-27T14:30:00Z")
                .put("next_close", "2026-01-27T21:00:00Z")
                .put("early_close", false)
                .put("ts", 1_769_522_400.000));
    assertThat(events()).isEmpty();
    at("2026-01-27T14:30:00Z", "open");
    assertThat(events()).containsExactly("session_open 2026-01-27");
    at("2026-01-27T21:00:00Z", "post");
    at("2026-01-27T21:20:00Z", "closed");
    assertThat(stage.json(STATUS).getString("next_open")).isEqualTo("2026-01-28T14:30:00Z");
    at("2026-01-28T14:30:00Z", "open");
    assertThat(events())
        .containsExactly(
            "session_open 2026-01-27", "session_close 2026-01-27", "session_open 2026-01-28");
  }

  @Test
  void whoTakesOverDoesNotOpenTheMarketAgain() {
    deploy("2026-01-27T15:00:00Z", Map.of());
    stage.undeploy(worker);
    deploy("2026-01-27T15:10:00Z", Map.of());
    until("it is shown anew", () -> stage.json(STATUS).getDouble("ts") == 1_769_526_600.0);
    assertThat(events()).containsExactly("session_open 2026-01-27");
  }

  @ParameterizedTest
  @CsvSource({
    // a half day, and the evening after it
    "2026-11-27T17:59:00Z, open, 2026-11-27, true, 2026-11-30T14:30:00Z",
    "2026-11-27T18:05:00Z, post, 2026-11-27, true, 2026-11-30T14:30:00Z",
    // a holiday, a weekend
    "2026-11-26T16:00:00Z, closed, 2026-11-27, true, 2026-11-27T14:30:00Z",
    "2026-01-17T16:00:00Z, closed, 2026-01-20, false, 2026-01-20T14:30:00Z",
    // the first session of summer time opens an hour earlier on the wall
    "2026-03-09T13:30:00Z, open, 2026-03-09, false, 2026-03-10T13:30:00Z",
    "2026-03-06T13:30:00Z, pre, 2026-03-06, false, 2026-03-06T14:30:00Z",
  })
  void knowsShortDaysHolidaysAndSummerTime(
      String time, String phase, String date, boolean early, String nextOpen) {
    deploy(time, Map.of());
    JsonObject status = stage.json(STATUS);
    assertThat(status.getString("phase")).isEqualTo(phase);
    assertThat(status.getString("session_date")).isEqualTo(date);
    assertThat(status.getBoolean("early_close")).isEqualTo(early);
    assertThat(status.getString("next_open")).isEqualTo(nextOpen);
  }

  @Test
  void createsTheKeysReadersExpectAndLeavesThoseThatAreThere() {
    stage.ask(Command.XADD, "events:market", "*", "type", "earlier");
    deploy("2026-01-27T14:00:00Z", Map.of());
    until(
        "the last one is there", () -> stage.ask(Command.EXISTS, "vigil:events").toInteger() == 1);
    until(
        "the first one is there",
        () -> stage.ask(Command.EXISTS, "massive:ws:stream").toInteger() == 1);
    assertThat(stage.ask(Command.XLEN, "massive:ws:stream").toInteger()).isZero();
    assertThat(stage.ask(Command.XINFO, "GROUPS", "massive:ws:stream").size()).isZero();
    assertThat(stage.ask(Command.XLEN, "events:market").toInteger()).isEqualTo(1);
    assertThat(stage.ask(Command.XINFO, "GROUPS", "vigil:events").size()).isEqualTo(1);
    stage.undeploy(worker);
    deploy("2026-01-27T14:00:00Z", Map.of());
    assertThat(stage.ask(Command.XINFO, "GROUPS", "vigil:events").size()).isEqualTo(1);
  }

  @Test
  void tellsAllNodesOfDaysTheRulesDoNotKnow() {
    provider.answers(
        request ->
            ScriptedProvider.answer(
                request,
                200,
                request.path().startsWith("/v1/marketstatus")
                    ? """
                    [{"date":"2026-02-03","exchange":"NYSE","name":"Mourning","status":"closed"},
                     {"date":"2026-02-16","exchange":"NYSE","name":"Known","status":"closed"}]
                    """
                    : "{\"status\":\"OK\",\"resultsCount\":0}"));
    deploy(
        "2026-01-27T14:00:00Z",
        Map.of(
            "MASSIVE_PROVIDER", "live",
            "MASSIVE_API_KEY", "key",
            "MASSIVE_REST_BASE", provider.url()));
    until("it is told", () -> stage.text("massive:market:calendar") != null);
    assertThat(stage.json("massive:market:calendar"))
        .isEqualTo(new JsonObject().put("2026-02-03", "closed"));
    assertThat(stage.ask(Command.TTL, "massive:market:calendar").toLong()).isPositive();
  }
}
