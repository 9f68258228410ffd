package io.marketswarm.market.recording;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MarketStage;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.service.Vitals.Condition;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureWorkerTest {
  @TempDir static Path folder;
  @TempDir Path recordings;
  private static MarketStage stage;
  private String worker;

  @BeforeAll
  static void open() {
    stage = new MarketStage(folder, new HandMarketClock(Sessions.START));
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @BeforeEach
  void forget() {
    stage.ask(Command.FLUSHDB);
  }

  @AfterEach
  void stop() {
    if (worker != null) {
      stage.undeploy(worker);
    }
  }

  private void start(String... more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("MASSIVE_WS_CAPTURE_SPOT_DIR", recordings.resolve("spot").toString());
    variables.put("MASSIVE_WS_CAPTURE_CHAIN_DIR", recordings.resolve("chain").toString());
    variables.put("MASSIVE_WS_CAPTURE_WS_DIR", recordings.resolve("ws").toString());
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    worker = stage.deploy(new CaptureWorker(stage.context("capture", variables)));
  }

  private static void order(String command) {
    stage.ask(
        Command.PUBLISH, "massive:capture:control", new JsonObject().put("cmd", command).encode());
  }

  private static String state(String field) {
    JsonObject state = stage.json("massive:capture:state");
    return state == null ? "" : String.valueOf(state.getValue(field));
  }

  private static void publish(byte[] spot) {
    stage.ask(Command.PUBLISH, "massive:spot", new String(spot, StandardCharsets.UTF_8));
  }

  private static void frame(String payload) {
    stage.ask(Command.XADD, "massive:ws:stream", "*", "ts", "1769524205.002", "payload", payload);
  }

  private static double heard(String part) {
    return stage.metrics().counter("marketswarm.market.capture.lines", "part", part).count();
  }

  @Test
  void recordsWhenToldTo() throws IOException {
    frame(new String(Sessions.frame(0), StandardCharsets.US_ASCII));
    start();
    assertThat(state("status")).isEmpty();
    order("start");
    until("it records", () -> state("status").equals("recording"));
    assertThat(state("session")).isEqualTo("20260127_143000");
    double before = heard("ws");
    double spots = heard("spot");
    publish(Sessions.spot(1));
    frame(new String(Sessions.frame(1), StandardCharsets.US_ASCII));
    frame("[{\"ev\":\"T\",\"sym\":\"O:NDXP260127C25100000\",\"p\":1,\"s\":1,\"t\":5}]");
    frame("[{\"ev\":\"T\",\"sym\":\"O:SPY260127C00690000\",\"p\":1,\"s\":1,\"t\":5}]");
    until("it heard", () -> heard("ws") == before + 3 && heard("spot") == spots + 1);
    order("stop");
    until("it stopped", () -> state("status").equals("idle"));
    publish(Sessions.spot(2));
    Shelf shelf = Sessions.shelf(recordings, true);
    try (SessionReader reader = new SessionReader(shelf, "20260127_143000")) {
      List<Entry> entries = reader.next(1 << 20);
      assertThat(entries).hasSize(3);
      assertThat(entries.stream().filter(e -> e.part() == Part.SOCKET))
          .as("of the recorded underlyings, since the start")
          .hasSize(2)
          .extracting(Entry::rx)
          .containsOnly(1_769_524_205_002L);
    }
    order("nonsense");
    order("start");
    until("it records", () -> state("status").equals("recording"));
    assertThat(state("session")).as("another session").isEqualTo("20260127_143001");
  }

  @Test
  void aFullSessionIsFollowedByAnother() throws IOException {
    start("MASSIVE_WS_CAPTURE", "true", "MASSIVE_WS_CAPTURE_MAX_MB", "1");
    until("it records", () -> state("status").equals("recording"));
    String first = state("session");
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder noise = new StringBuilder(); // that cannot be compressed much
    for (int i = 0; i < 40_000; i++) {
      noise.append(Long.toString(random.nextLong(), 36));
    }
    for (int i = 0; i < 3; i++) {
      frame(
          "[{\"ev\":\"T\",\"sym\":\"O:SPXW260127C06900000\",\"p\":1,\"s\":1,\"t\":5,\"x\":\""
              + noise
              + "\"}]");
    }
    until(
        "another session",
        () -> state("status").equals("recording") && !state("session").equals(first));
    frame("[{\"ev\":\"T\",\"sym\":\"O:SPXW260127C06900000\",\"p\":1,\"s\":1,\"t\":5}]");
    until("both are kept", () -> keptSessions() >= 2);
  }

  private int keptSessions() {
    try {
      return Sessions.shelf(recordings, true).sessions().size();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void aFullDiskIsNobodyElsesTrouble() throws IOException {
    Files.createFile(recordings.resolve("chain"));
    start("MASSIVE_WS_CAPTURE", "true");
    until("it says so", () -> state("status").equals("failed"));
    assertThat(state("error")).isNotEmpty();
    assertThat(stage.vitals().conditions()).containsEntry("capture", Condition.DEGRADED);
    Files.delete(recordings.resolve("chain"));
    order("start");
    until("it records", () -> state("status").equals("recording"));
    assertThat(stage.vitals().conditions()).containsEntry("capture", Condition.OK);
  }

  @Test
  void doesNotRecordAReplay() {
    start("MASSIVE_PROVIDER", "replay", "MASSIVE_WS_CAPTURE", "true");
    assertThat(stage.vitals().conditions()).isEmpty();
    get(stage.market().ping());
    assertThat(state("status")).isEmpty();
  }
}
