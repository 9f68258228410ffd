package io.marketswarm.bus.bridge;

import static io.marketswarm.bus.Waiting.await;
import static io.marketswarm.bus.Waiting.until;
import static io.marketswarm.bus.bridge.RunningBridge.OPTIONS;
import static io.marketswarm.bus.bridge.RunningBridge.frame;
import static io.marketswarm.bus.bridge.RunningBridge.limits;
import static io.marketswarm.bus.bridge.RunningBridge.token;
import static io.marketswarm.bus.bridge.TcpBridgeTest.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpBridgeLimitsTest {
  private static final int MANY = 1_000_000;

  private RunningBridge bridge;

  @AfterEach
  void stop() {
    bridge.close();
  }

  @Test
  void aNegativeLengthEndsTheSessionWithTheReason() throws Exception {
    bridge = new RunningBridge();
    for (int length : new int[] {-1, Integer.MIN_VALUE}) {
      try (TcpClient client = bridge.client()) {
        client.sendRaw(ByteBuffer.allocate(4).putInt(length).array());
        assertError(client.read(), "invalid_length");
        client.assertClosed();
      }
    }
  }

  @Test
  void anAnnouncedHugeFrameEndsTheSessionBeforeItsBytesAreTaken() throws Exception {
    bridge = new RunningBridge();
    for (int length : new int[] {(64 << 10) + 1, 100 << 20, Integer.MAX_VALUE}) {
      try (TcpClient client = bridge.client()) {
        client.sendRaw(ByteBuffer.allocate(4).putInt(length).array());
        assertError(client.read(), "frame_too_large");
        client.assertClosed();
      }
    }
  }

  @Test
  void theLargestFrameIsStillTaken() throws Exception {
    bridge = new RunningBridge();
    bridge.echo("integrator.echo");
    JsonObject request = frame("send", "integrator.echo").put("replyAddress", "r").put("body", "");
    String body = "x".repeat((64 << 10) - request.encode().length());
    try (TcpClient client = bridge.client()) {
      assertThat(client.ask(request.put("body", body)).getString("body")).isEqualTo(body);
    }
  }

  @Test
  void aWriterOfTooMuchStillReadsWhyItIsShownOut() throws Exception {
    bridge = new RunningBridge();
    try (TcpClient client = bridge.client()) {
      client.sendRaw(
          ByteBuffer.allocate(4 + (1 << 20)).putInt(1 << 20).put(new byte[1 << 20]).array());
      assertError(client.read(), "frame_too_large");
      client.assertClosed();
    }
  }

  @Test
  void aMegabyteOfNoiseHarmsNobodyElse() throws Exception {
    bridge = new RunningBridge();
    try (TcpClient bystander = bridge.client().listen("integrator.news")) {
      for (int seed = 0; seed < 8; seed++) {
        byte[] noise = new byte[1 << 20];
        new Random(seed).nextBytes(noise);
        try (TcpClient client = seed % 2 == 0 ? bridge.connect() : bridge.client()) {
          try {
            client.sendRaw(noise);
          } catch (IOException shownOut) {
            assertThat(shownOut).isNotNull();
          }
        }
      }
      until("the noisy clients are gone", () -> bridge.connections("tcp") == 1);
      bridge.publish("integrator.news", "still here");
      assertThat(bystander.read().getString("body")).isEqualTo("still here");
    }
  }

  @Test
  void noiseInFramesOfGoodLengthIsAnsweredFrameByFrame() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(MANY, 10, 30)));
    Random random = new Random(7);
    try (TcpClient client = bridge.client()) {
      for (int i = 0; i < 500; i++) {
        byte[] noise = new byte[random.nextInt(2_000)];
        random.nextBytes(noise);
        client.sendRaw(
            ByteBuffer.allocate(4 + noise.length).putInt(noise.length).put(noise).array());
        assertError(client.read(), "invalid_json");
      }
      client.assertNothingComes();
    }
  }

  @Test
  void anExpiredTokenEndsTheOpenSession() throws Exception {
    bridge = new RunningBridge();
    try (TcpClient client =
        bridge.connect().enter(token(Duration.ofSeconds(1))).listen("integrator.a")) {
      assertError(client.read(), "token_expired");
      client.assertClosed();
    }
    until("the session is gone", () -> bridge.connections("tcp") == 0);
  }

  @Test
  void aSilentClientIsShownOutAndOneThatPingsIsNot() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(MANY, 10, 1)));
    try (TcpClient silent = bridge.client();
        TcpClient lively = bridge.client()) {
      long started = System.nanoTime();
      while (System.nanoTime() - started < Duration.ofMillis(1_500).toNanos()) {
        lively.assertNothingComes();
        Thread.sleep(50);
      }
      assertError(silent.read(), "idle");
      silent.assertClosed();
      lively.assertNothingComes();
    }
  }

  @Test
  void tooManyFramesAreIgnoredWithAnErrorUntilPatienceEnds() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(1, 10, 30)));
    AtomicInteger received = new AtomicInteger();
    await(
        bridge
            .vertx
            .eventBus()
            .consumer("integrator.in", message -> received.incrementAndGet())
            .completion());
    byte[] frame = frame("send", "integrator.in").toBuffer().getBytes();
    ByteBuffer hail = ByteBuffer.allocate(30 * (4 + frame.length));
    while (hail.hasRemaining()) {
      hail.putInt(frame.length).put(frame);
    }
    try (TcpClient client = bridge.client()) {
      client.sendRaw(hail.array());
      for (int i = 0; i < 11; i++) {
        assertError(client.read(), "rate_limited");
      }
      client.assertClosed();
    }
    assertThat(received.get()).isBetween(1, 3);
    assertThat(bridge.refused("tcp", "rate_limited")).isEqualTo(11);
  }

  @Test
  void patienceAlsoEndsWhenAFrameIsLetThroughNowAndThen() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(20, 10, 30)));
    List<String> answers = new ArrayList<>();
    boolean shownOut = false;
    try (TcpClient client = bridge.client()) {
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (System.nanoTime() < end) {
        client.send(frame("ping"));
        answers.add(client.read().getString("type"));
        Thread.sleep(1);
      }
    } catch (EOFException | SocketException closed) {
      shownOut = true;
    }
    assertThat(shownOut).isTrue();
    int firstError = answers.indexOf("err");
    assertThat(answers.subList(firstError, answers.size())).contains("pong").endsWith("err");
  }

  @Test
  void aClientHasSoManyRegistrationsAndNoMore() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(MANY, 2, 30)));
    try (TcpClient client =
        bridge.client().listen("integrator.a").listen("integrator.b").listen("integrator.a")) {
      JsonObject refused = client.ask(frame("register", "integrator.c"));
      assertError(refused, "max_handlers_reached");
      assertThat(refused.getString("address")).isEqualTo("integrator.c");
      client.send(frame("unregister", "integrator.a"));
      client.listen("integrator.c");
    }
  }

  @Test
  void aRequestWithoutReplyTimesOut() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(MANY, 10, 30)));
    await(bridge.vertx.eventBus().consumer("integrator.mute", message -> {}).completion());
    try (TcpClient client = bridge.client()) {
      JsonObject failure = client.ask(frame("send", "integrator.mute").put("replyAddress", "r"));
      assertThat(failure.getString("failureType")).isEqualTo("TIMEOUT");
      assertThat(failure.getString("address")).isEqualTo("r");
    }
  }

  @Test
  void onlySoManyRequestsMayWaitForReplies() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(MANY, 10, 30)));
    await(bridge.vertx.eventBus().consumer("integrator.mute", message -> {}).completion());
    try (TcpClient client = bridge.client()) {
      for (int i = 0; i <= 256; i++) {
        client.send(frame("send", "integrator.mute").put("replyAddress", "r" + i));
      }
      JsonObject refused = client.read();
      assertError(refused, "too_many_requests");
      assertThat(refused.getString("address")).isEqualTo("r256");
      assertThat(client.read().getString("failureType")).isEqualTo("TIMEOUT");
    }
  }

  @Test
  void aFullHouseTakesNoMoreClients() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(new BridgeLimits(2_000, 100, 10, 1, 30, 1)));
    try (TcpClient inside = bridge.client();
        TcpClient outside = bridge.connect()) {
      assertError(outside.read(), "too_many_connections");
      outside.assertClosed();
      inside.assertNothingComes();
    }
    until("there is room again", () -> bridge.connections("tcp") == 0);
    try (TcpClient next = bridge.client()) {
      next.assertNothingComes();
    }
  }

  @Test
  void aSlowReaderMissesTheOldestIsToldHowManyAndGetsTheNewest() throws Exception {
    bridge = new RunningBridge();
    int messages = 4_000;
    String ballast = "x".repeat(8_000);
    try (TcpClient slow = new TcpClient(bridge.tcpPort(), 4_096).enter(token());
        TcpClient quick = bridge.client().listen("integrator.flood")) {
      slow.listen("integrator.flood");
      for (int i = 0; i < messages; i++) {
        bridge.publish("integrator.flood", new JsonObject().put("i", i).put("ballast", ballast));
        assertThat(quick.read().getJsonObject("body").getInteger("i")).isEqualTo(i);
      }
      int seen = 0;
      int newest = -1;
      JsonObject frame = slow.read();
      while (frame.getString("type").equals("message")) {
        int number = frame.getJsonObject("body").getInteger("i");
        assertThat(number).isGreaterThan(newest);
        newest = number;
        seen++;
        frame = slow.read();
      }
      assertError(frame, "messages_dropped");
      assertThat(newest).isEqualTo(messages - 1);
      assertThat(frame.getInteger("dropped")).isPositive().isEqualTo(messages - seen);
      slow.assertNothingComes();
    }
    assertThat(bridge.dropped("tcp")).isPositive();
  }

  @Test
  void aClientThatNeverReadsIsShownOutAllTheSame() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(MANY, 10, 2)));
    try (TcpClient deaf = new TcpClient(bridge.tcpPort(), 4_096).enter(token())) {
      deaf.listen("integrator.flood");
      String ballast = "x".repeat(60_000);
      for (int i = 0; i < 200; i++) {
        bridge.publish("integrator.flood", ballast);
      }
      until("its session is gone", () -> bridge.connections("tcp") == 0);
      until("its socket is closed", () -> !writable(deaf));
    }
  }

  private static boolean writable(TcpClient client) {
    try {
      client.send(frame("ping"));
      return true;
    } catch (IOException closed) {
      return false;
    }
  }
}
