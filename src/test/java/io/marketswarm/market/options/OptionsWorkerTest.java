package io.marketswarm.market.options;

import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MarketStage;
import io.marketswarm.market.feed.FrameEvents;
import io.marketswarm.market.feed.FrameReader;
import io.marketswarm.market.feed.SocketRhythm;
import io.marketswarm.market.model.Ticker;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.sim.SimServer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker against the simulated exchange over real sockets, and a real Redis. */
class OptionsWorkerTest {
  private static final String CALLS = "O:SPXW260127C0%d000";
  private static final String ANALYTICS = "massive:ws:analytics";
  private static final String STREAM = "massive:ws:stream";
  private static final SocketRhythm QUICK =
      new SocketRhythm(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofMillis(50),
          Duration.ofMillis(50),
          Duration.ofMillis(1),
          Duration.ofMillis(200));

  @TempDir static Path folder;
  private static SimServer exchange;
  private static MarketStage stage;
  private String worker;

  @BeforeAll
  static void open() {
    exchange = SimServer.start(SimServer.MARKET);
    stage = new MarketStage(folder, new HandMarketClock(SimServer.START));
  }

  @AfterAll
  static void close() {
    stage.close();
    exchange.close();
  }

  @BeforeEach
  void prepare() {
    exchange.clearFaults();
    stage.ask(Command.FLUSHDB);
    stage.clock().play("2026-01-27T15:00:00Z", 1);
  }

  @AfterEach
  void stop() {
    if (worker != null) {
      stage.undeploy(worker);
    }
  }

  private void start(String... more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("MASSIVE_API_KEY", "sim");
    variables.put("MASSIVE_WS_URL", exchange.url().replace("http", "ws") + "/options");
    variables.put("MASSIVE_WS_RECONNECT_DELAY_SEC", "0.05");
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    worker =
        stage.deploy(new OptionsWorker(stage.context("options", variables), QUICK, Duration.ZERO));
  }

  private static void want(int... strikes) {
    stage.ask(Command.DEL, "massive:ws:subscription_list");
    for (int strike : strikes) {
      stage.ask(Command.SADD, "massive:ws:subscription_list", "T." + CALLS.formatted(strike));
    }
    stage.ask(
        Command.PUBLISH,
        "massive:ws:subscription_updated",
        new JsonObject().put("count", strikes.length).encode());
  }

  private static void subscribed(int channels) {
    until(channels + " channels", () -> exchange.state().getInteger("channels") == channels);
  }

  private static long entries() {
    return stage.ask(Command.XLEN, STREAM).toLong();
  }

  /** Lets the market live until something more has come. */
  private static void tick() {
    long before = entries();
    until(
        "a frame",
        () -> {
          exchange.pass(1_000);
          return entries() > before;
        });
  }

  @Test
  void everyFrameGoesOntoTheStreamAsItCame() {
    want(6890, 6895, 6900, 6905, 6910);
    start();
    subscribed(5);
    tick();
    Set<String> traded = new TreeSet<>();
    FrameReader reader = new FrameReader();
    Response all = stage.ask(Command.XRANGE, STREAM, "-", "+");
    for (Response entry : all) {
      Response fields = entry.get(1);
      assertThat(fields.size()).isEqualTo(4);
      assertThat(fields.get(0)).hasToString("ts");
      assertThat(fields.get(1).toString()).startsWith("17680");
      assertThat(fields.get(2)).hasToString("payload");
      FrameEvents trades =
          new FrameEvents() {
            @Override
            public void optionTrade(long ticker, double price, long size, long t, boolean late) {
              traded.add(Ticker.format(ticker));
            }
          };
      assertThat(reader.read(fields.get(3).toBytes(), trades)).isTrue();
    }
    assertThat(traded).isNotEmpty().allMatch(name -> name.startsWith("O:SPXW260127C0"));
    until("it is counted", () -> stage.count(ANALYTICS, "frames") > all.size());
    assertThat(stage.count(ANALYTICS, "connected")).isEqualTo(1);
    assertThat(stage.count(ANALYTICS, "subscriptions_current")).isEqualTo(5);
    assertThat(stage.count(ANALYTICS, "subscriptions_added_last")).isEqualTo(5);
    assertThat(stage.count(ANALYTICS, "messages_processed")).isGreaterThanOrEqualTo(traded.size());
    assertThat(stage.ask(Command.HGET, ANALYTICS, "last_tick_ts_human").toString())
        .matches("2026-01-1\\d \\d\\d:\\d\\d:\\d\\d UTC");
    assertThat(stage.vitals().conditions()).containsEntry("options", Condition.OK);
  }

  @Test
  void followsTheChainOnOneConnection() {
    stage.clock().play("2026-01-27T14:26:00Z", 0); // when silence means nothing yet
    start();
    want(6900);
    subscribed(1);
    want(6895, 6905);
    subscribed(2);
    until("it is told", () -> stage.count(ANALYTICS, "subscriptions_removed_last") == 1);
    assertThat(exchange.state().getJsonObject("counters").getInteger("connections")).isPositive();
    assertThat(stage.count(ANALYTICS, "reconnects")).isZero();
    want();
    until("it left", () -> exchange.state().getInteger("clients") == 0);
    until("it is told", () -> stage.count(ANALYTICS, "subscriptions_current") == 0);
    want(6900);
    subscribed(1);
  }

  @Test
  void restsWhileTheMarketDoes() {
    want(6900);
    stage.clock().play("2026-01-27T14:24:59Z", 0);
    start();
    until("it is told", () -> stage.count(ANALYTICS, "subscriptions_current") == 1);
    assertThat(exchange.state().getInteger("clients")).isZero();
    stage.clock().play("2026-01-27T14:25:00Z", 0);
    subscribed(1);
    stage.clock().play("2026-01-27T21:19:59Z", 0);
    tick();
    stage.clock().play("2026-01-27T21:20:00Z", 0);
    until("it left", () -> exchange.state().getInteger("clients") == 0);
    until("it is told", () -> stage.count(ANALYTICS, "connected") == 0);
  }

  private static void fault(String kind, double rate, double seconds) {
    exchange.steer(
        "/sim/fault",
        new JsonObject().put("kind", kind).put("rate", rate).put("duration_sec", seconds));
  }

  @Test
  void survivesWhatTheExchangeDoesToIt() {
    want(6895, 6900, 6905);
    start();
    subscribed(3);
    fault("ws_garbage", 1, 600);
    tick();
    until("garbage is counted", () -> stage.count(ANALYTICS, "garbage") > 0);
    exchange.clearFaults();

    fault("ws_drop", 1, 600);
    until("a loss is counted", () -> stage.count(ANALYTICS, "reconnects") > 0);
    exchange.clearFaults();
    subscribed(3);
    tick();

    fault("ws_stall", 1, 600);
    until("silence is counted", () -> stage.count(ANALYTICS, "stalls") > 0);
    fault("auth_fail", 1, 600);
    exchange.steer(
        "/sim/fault",
        new JsonObject().put("kind", "ws_stall").put("rate", 0).put("duration_sec", 0));
    until("refusals are counted", () -> stage.count(ANALYTICS, "auth_failures") > 0);
    exchange.clearFaults();
    subscribed(3);
    tick();
  }

  @Test
  void anotherOwnerHasTheStreamForItself() {
    want(6900);
    start();
    subscribed(1);
    tick();
    stage.own("massive.options");
    until("it left", () -> exchange.state().getInteger("clients") == 0);
    long before = entries();
    exchange.pass(5_000);
    assertThat(entries()).isEqualTo(before);
  }

  @Test
  void doesNothingWhenNotWanted() {
    want(6900);
    start("MASSIVE_WS_ENABLED", "false");
    assertThat(stage.vitals().conditions()).doesNotContainKey("options");
    assertThat(exchange.state().getInteger("clients")).isZero();
  }
}
