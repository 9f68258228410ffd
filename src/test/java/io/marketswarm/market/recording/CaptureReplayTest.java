package io.marketswarm.market.recording;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.market.MarketStage;
import io.marketswarm.market.chain.ChainWorker;
import io.marketswarm.market.options.OptionsWorker;
import io.marketswarm.market.spot.SpotWorker;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.sim.SimServer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was recorded of a live market is what a replay of it shows. */
class CaptureReplayTest {
  @TempDir static Path folder;
  @TempDir static Path recordings;
  private static SimServer exchange;
  private static MarketStage stage;

  private final List<ChainUpdate> chains = new CopyOnWriteArrayList<>();
  private final List<String> spots = new CopyOnWriteArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void open() {
    exchange = SimServer.start(SimServer.MARKET);
    stage = new MarketStage(folder, new HandMarketClock(SimServer.START));
    stage.clock().play("2026-01-27T14:30:00Z", 20);
  }

  @AfterAll
  static void close() {
    stage.close();
    exchange.close();
  }

  private static Map<String, String> variables(String... more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("MASSIVE_API_KEY", "sim");
    variables.put("MASSIVE_REST_BASE", exchange.url());
    variables.put("MASSIVE_WS_URL", exchange.url().replace("http", "ws") + "/options");
    variables.put("MASSIVE_CHAIN_SYMBOLS", "I:SPX");
    variables.put("MASSIVE_CHAIN_NUM_EXPIRATIONS", "2");
    variables.put("MASSIVE_SPOT_INTERVAL_SEC", "0.05");
    variables.put("MASSIVE_WS_CAPTURE_SPOT_DIR", recordings.resolve("spot").toString());
    variables.put("MASSIVE_WS_CAPTURE_CHAIN_DIR", recordings.resolve("chain").toString());
    variables.put("MASSIVE_WS_CAPTURE_WS_DIR", recordings.resolve("ws").toString());
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return variables;
  }

  private void listen() {
    chains.clear();
    spots.clear();
    said.clear();
    stage.ask(Command.FLUSHDB);
  }

  private static List<String> frames() {
    List<String> frames = new ArrayList<>();
    Response all = stage.ask(Command.XRANGE, "massive:ws:stream", "-", "+");
    for (Response entry : all) {
      frames.add(entry.get(1).get(1) + " " + entry.get(1).get(3));
    }
    return frames;
  }

  private static List<String> trail(String key) {
    List<String> rows = new ArrayList<>();
    stage.ask(Command.ZRANGE, key, 0, -1, "WITHSCORES").forEach(row -> rows.add(row.toString()));
    return rows;
  }

  @Test
  void aReplayShowsWhatWasSeen() {
    get(stage.messages().consume(Addresses.MARKET_CHAIN, chains::add).ready());
    get(
        stage
            .market()
            .subscribe(Set.of("massive:spot"), (channel, json) -> spots.add(json), () -> {})
            .ready());
    get(
        stage
            .market()
            .subscribe(
                Set.of("massive:chain:geometry_updated", "massive:chain:values_updated"),
                (channel, json) -> said.add(channel + " " + json),
                () -> {})
            .ready());
    listen();
    String session = live();
    List<ChainUpdate> liveChains = List.copyOf(chains);
    List<String> liveSpots = List.copyOf(spots);
    List<String> liveSaid = List.copyOf(said);
    List<String> liveFrames = frames();
    List<String> liveTrail = trail("massive:model:spot:I:SPX:trail");
    List<String> liveBars = trail("massive:bars:1m:I:SPX");
    String liveChain = stage.text("massive:chain:latest");
    String liveSpot = stage.text("massive:model:spot:I:SPX");
    assertThat(liveChains).hasSizeGreaterThanOrEqualTo(3);
    assertThat(liveSpots).hasSizeGreaterThan(20);
    assertThat(liveFrames).hasSizeGreaterThan(2);

    listen();
    replay(session);
    assertThat(chains).isEqualTo(liveChains);
    assertThat(spots).isEqualTo(liveSpots);
    assertThat(said).isEqualTo(liveSaid);
    assertThat(frames()).isEqualTo(liveFrames);
    assertThat(stage.text("massive:chain:latest")).isEqualTo(liveChain);
    assertThat(stage.text("massive:model:spot:I:SPX")).isEqualTo(liveSpot);
    assertThat(trail("massive:replay:model:spot:I:SPX:trail")).isEqualTo(liveTrail);
    assertThat(trail("massive:replay:bars:1m:I:SPX")).isEqualTo(liveBars);
    assertThat(stage.ask(Command.EXISTS, "massive:model:spot:I:SPX:trail").toInteger()).isZero();
  }

  /** Some time of a live market; the name of what was recorded of it. */
  private String live() {
    String capture =
        stage.deploy(
            new CaptureWorker(stage.context("capture", variables("MASSIVE_WS_CAPTURE", "true"))));
    until("it records", () -> "recording".equals(captureState("status")));
    String session = captureState("session");
    List<String> workers = new ArrayList<>();
    workers.add(stage.deploy(new SpotWorker(stage.context("spot", variables()))));
    workers.add(stage.deploy(new ChainWorker(stage.context("chain", variables()))));
    workers.add(stage.deploy(new OptionsWorker(stage.context("options", variables()))));
    until("a chain", () -> !chains.isEmpty());
    until("the socket is live", () -> exchange.state().getInteger("channels") > 0);
    for (int round = 0; round < 200 && (chains.size() < 4 || frames().size() < 8); round++) {
      exchange.pass(500);
      long ticks = spots.size();
      stage.clock().move(1_000);
      until("a spot round", () -> spots.size() > ticks);
      until("the recorder heard it all", () -> heard("spot") == spots.size());
    }
    workers.forEach(stage::undeploy);
    stage.undeploy(capture);
    assertThat(captureState("status")).isEqualTo("idle");
    return session;
  }

  private static long heard(String part) {
    return (long) stage.metrics().counter("marketswarm.market.capture.lines", "part", part).count();
  }

  private static String captureState(String field) {
    JsonObject state = stage.json("massive:capture:state");
    return state == null ? "" : state.getString(field);
  }

  private static void order(JsonObject order) {
    stage.ask(Command.PUBLISH, "massive:replay:control", order.encode());
  }

  private static String status() {
    JsonObject state = stage.json("massive:replay:state");
    return state == null ? "" : state.getString("status");
  }

  private static void replay(String session) {
    String worker =
        stage.deploy(
            new ReplayWorker(
                stage.context(
                    "replay",
                    variables("MASSIVE_PROVIDER", "replay", "MASSIVE_REPLAY_SESSION", session))));
    order(new JsonObject().put("cmd", "speed").put("speed", 60));
    until("it has ended", () -> status().equals("ended"));
    JsonObject clock = stage.json("massive:clock");
    assertThat(clock.getString("mode")).isEqualTo("replay");
    assertThat(clock.getString("session_date")).isEqualTo("2026-01-27");
    stage.undeploy(worker);
    assertThat(stage.text("massive:clock")).isNull();
  }
}
