package io.marketswarm.market.recording;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ChainQuestion;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.ChainUpdate.Column;
import io.marketswarm.market.MarketStage;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.service.Vitals.Condition;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayWorkerTest {
  private static final int SECONDS = 120;
  private static final String TRAIL = "massive:replay:model:spot:I:SPX:trail";

  @TempDir static Path folder;
  @TempDir static Path recordings;
  private static MarketStage stage;
  private static String session;

  private final List<String> story = new CopyOnWriteArrayList<>();
  private String worker;

  @BeforeAll
  static void open() throws IOException {
    session = Sessions.record(Sessions.shelf(recordings, true), SECONDS);
    stage = new MarketStage(folder, HandMarketClock.at("2026-11-25T16:00:00Z"));
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @BeforeEach
  void listen() {
    stage.ask(Command.FLUSHDB);
    stage.ask(Command.SET, "massive:model:spot:I:SPX", "{\"symbol\":\"I:SPX\",\"value\":1}");
    get(stage.messages().consume(Addresses.MARKET_CHAIN, this::chain).ready());
    get(
        stage
            .market()
            .subscribe(
                Set.of("massive:spot"),
                (channel, json) -> story.add("spot " + new JsonObject(json).getDouble("value")),
                () -> {})
            .ready());
  }

  private void chain(ChainUpdate chain) {
    story.add(
        "chain v%d.%d %d".formatted(chain.version(), chain.valueSequence(), chain.contracts()));
  }

  @AfterEach
  void stop() {
    if (worker != null) {
      stage.undeploy(worker);
    }
  }

  private void start(String... more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("MASSIVE_PROVIDER", "replay");
    variables.put("MASSIVE_WS_CAPTURE_SPOT_DIR", recordings.resolve("spot").toString());
    variables.put("MASSIVE_WS_CAPTURE_CHAIN_DIR", recordings.resolve("chain").toString());
    variables.put("MASSIVE_WS_CAPTURE_WS_DIR", recordings.resolve("ws").toString());
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    worker = stage.deploy(new ReplayWorker(stage.context("replay", variables)));
  }

  private static void order(String command, Object... members) {
    JsonObject order = new JsonObject().put("cmd", command);
    for (int i = 0; i < members.length; i += 2) {
      order.put(members[i].toString(), members[i + 1]);
    }
    stage.ask(Command.PUBLISH, "massive:replay:control", order.encode());
  }

  private static JsonObject state() {
    JsonObject state = stage.json("massive:replay:state");
    return state == null ? new JsonObject() : state;
  }

  private static void status(String status) {
    until(status, () -> status.equals(state().getString("status")));
  }

  private static void clock(int seconds) {
    until(
        seconds + " s in",
        () -> state().getLong("clock_ms", 0L) == Sessions.START + seconds * 1_000L);
  }

  private void paused() {
    start();
    order("pause");
    status("paused");
    order("seek", "at", Sessions.START);
    until("the beginning", () -> stage.text("massive:model:spot:I:SPX") != null);
    clock(0);
    story.clear();
  }

  private static double spot() {
    return stage.json("massive:model:spot:I:SPX").getDouble("value");
  }

  private static double highestRow() {
    Response row = stage.ask(Command.ZRANGE, TRAIL, -1, -1);
    return row.size() == 0 ? 0 : new JsonObject(row.get(0).toString()).getDouble("value");
  }

  private static List<String> frames() {
    List<String> frames = new ArrayList<>();
    Response all = stage.ask(Command.XRANGE, "massive:ws:stream", "-", "+");
    for (Response entry : all) {
      frames.add(entry.get(1).get(1) + " " + entry.get(1).get(3));
    }
    return frames;
  }

  private static ChainUpdate latest() {
    return get(
        stage
            .messages()
            .request(Addresses.MARKET_CHAIN_LATEST, new ChainQuestion("I:SPX"), ChainUpdate.class));
  }

  @Test
  void isTheSameStoryAtAnySpeedAndStepByStep() {
    start();
    order("speed", "speed", 60);
    status("ended");
    until("all is told", () -> story.contains("spot " + Sessions.value(SECONDS)));
    List<String> played = List.copyOf(story);
    List<String> frames = frames();
    assertThat(played).contains("chain v3.1 2", "chain v3.2 2", "chain v4.8 2");
    assertThat(frames).hasSize(SECONDS + 1);
    assertThat(frames.get(5)).isEqualTo("1769524205.002 " + new String(Sessions.frame(5)));

    story.clear();
    order("play");
    order("pause");
    status("paused");
    story.clear();
    order("seek", "at", Sessions.START - 1);
    clock(0);
    story.removeIf(line -> line.startsWith("chain") && line.endsWith(" 0"));
    for (int second = 7; second < SECONDS; second += 7) {
      order("step", "step_ms", 7_000);
    }
    order("step", "step_ms", 60_000);
    status("ended");
    until("all is told", () -> story.contains("spot " + Sessions.value(SECONDS)));
    // Values come over Redis and chains over the event bus: each in its own order.
    until("the last chain", () -> told("chain", story).equals(told("chain", played)));
    assertThat(told("spot", story)).isEqualTo(told("spot", played));
    assertThat(frames()).isEqualTo(frames);
  }

  private static List<String> told(String kind, List<String> lines) {
    return lines.stream().filter(line -> line.startsWith(kind)).toList();
  }

  @Test
  void nothingOfTheFutureIsSeen() {
    paused();
    assertThat(spot()).as("not the live value").isEqualTo(Sessions.value(0));
    assertThat(stage.text("massive:chain:latest")).as("the first chain comes later").isNull();
    order("step", "step_ms", 65_000);
    clock(65);
    assertThat(spot()).isEqualTo(Sessions.value(65));
    assertThat(highestRow()).isEqualTo(Sessions.value(65));
    assertThat(frames()).hasSize(65);
    assertThat(latest().column(Column.BID)[0]).isEqualTo(60);
    assertThat(stage.json("massive:clock").getLong("now_ms")).isEqualTo(Sessions.START + 65_000);
    assertThat(stage.json("massive:clock").getBoolean("paused")).isTrue();
  }

  @Test
  void goesBackAsIfTheRestHadNeverBeen() {
    paused();
    order("step", "step_ms", 100_000);
    clock(100);
    assertThat(stage.json("massive:chain:latest").getInteger("version")).isEqualTo(4);
    story.clear();
    order("seek", "at", Sessions.START + 45_500);
    until("45.5 s in", () -> state().getLong("clock_ms") == Sessions.START + 45_500);
    assertThat(spot()).isEqualTo(Sessions.value(45));
    assertThat(highestRow()).isEqualTo(Sessions.value(45));
    assertThat(frames()).isEmpty();
    assertThat(latest().version()).isEqualTo(3);
    assertThat(latest().column(Column.BID)[0]).isEqualTo(40);
    until("it was told", () -> story.contains("chain v3.5 2"));
    assertThat(story)
        .as("nothing in between is told")
        .containsExactly("chain v4.10 0", "spot 6945.0", "chain v3.5 2");
    order("step", "step_ms", 1_000);
    until("46.5 s in", () -> state().getLong("clock_ms") == Sessions.START + 46_500);
    assertThat(spot()).isEqualTo(Sessions.value(46));
    assertThat(frames()).hasSize(1);
  }

  @Test
  void leapsAheadAndKeepsThePastWhole() {
    paused();
    order("seek", "at", Sessions.START + 100_000);
    clock(100);
    assertThat(spot()).isEqualTo(Sessions.value(100));
    assertThat(stage.ask(Command.ZCARD, TRAIL).toInteger()).isEqualTo(101);
    assertThat(latest().version()).isEqualTo(4);
    until("it was told", () -> story.contains("chain v4.10 2"));
    assertThat(story)
        .as("nothing in between is told")
        .isSubsetOf("spot 6900.0", "spot 7000.0", "chain v4.10 2");
    assertThat(stage.ask(Command.ZCARD, "massive:replay:bars:1m:I:SPX").toInteger()).isEqualTo(2);
  }

  @Test
  void aSuccessorGoesOnWhereItsPredecessorStopped() {
    paused();
    order("step", "step_ms", 50_000);
    clock(50);
    stage.undeploy(worker);
    assertThat(stage.text("massive:clock")).isNull();
    stage.ask(Command.DEL, "massive:model:spot:I:SPX");
    start();
    String spot = "massive:model:spot:I:SPX";
    until("it is there again", () -> stage.text(spot) != null && spot() == Sessions.value(50));
    status("paused");
    clock(50);
  }

  @Test
  void trailsOfTheLiveMarketAreTakenOverOnlyOnRequest() {
    start("MASSIVE_REPLAY_TAKEOVER", "true");
    order("pause");
    status("paused");
    order("seek", "at", Sessions.START + 20_000);
    clock(20);
    assertThat(stage.ask(Command.ZCARD, "massive:model:spot:I:SPX:trail").toInteger())
        .isEqualTo(21);
    assertThat(stage.ask(Command.EXISTS, TRAIL).toInteger()).isZero();
    assertThat(stage.ask(Command.EXISTS, "market:snapshot:I:SPX").toInteger()).isEqualTo(1);
  }

  @Test
  void obeysAndTellsWhatItDoes() {
    paused();
    assertThat(state().getString("session")).isEqualTo(session);
    assertThat(state().getLong("start_ms")).isEqualTo(Sessions.START);
    assertThat(state().getLong("end_ms")).isEqualTo(Sessions.START + SECONDS * 1_000L + 2);
    order("speed", "speed", 61);
    order("nonsense");
    stage.ask(Command.PUBLISH, "massive:replay:control", "not json");
    order("speed", "speed", 30);
    until("the speed", () -> state().getDouble("speed") == 30);
    order("play");
    status("playing");
    order("stop");
    status("stopped");
    until("the clock is gone", () -> stage.text("massive:clock") == null);
    assertThat(stage.ask(Command.XRANGE, "events:market", "-", "+").toString())
        .contains("replay_started", "replay_stopped", session);
    order("play", "session", "20200101_000000");
    status("failed");
    assertThat(stage.vitals().conditions()).containsEntry("replay", Condition.DEGRADED);
    order("play", "session", session);
    status("playing");
  }

  @Test
  void isNotThereForALiveMarket() {
    start("MASSIVE_PROVIDER", "off");
    assertThat(stage.vitals().conditions()).doesNotContainKey("replay");
  }
}
