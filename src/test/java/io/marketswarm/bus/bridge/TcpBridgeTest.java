package io.marketswarm.bus.bridge;

import static io.marketswarm.bus.Waiting.await;
import static io.marketswarm.bus.Waiting.until;
import static io.marketswarm.bus.bridge.RunningBridge.OPTIONS;
import static io.marketswarm.bus.bridge.RunningBridge.frame;
import static io.marketswarm.bus.bridge.RunningBridge.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.ModelUpdate;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpBridgeTest {
  private RunningBridge bridge;

  @BeforeEach
  void start() throws Exception {
    bridge = new RunningBridge();
  }

  @AfterEach
  void stop() throws Exception {
    bridge.close();
  }

  @Test
  void aTokenInTheFirstFrameOpensTheDoorAndTellsWhenItCloses() throws Exception {
    try (TcpClient client = bridge.connect()) {
      long before = System.currentTimeMillis() / 1_000;
      JsonObject welcome = client.ask(frame("auth").put("token", token()));
      assertThat(welcome.getString("type")).isEqualTo("auth");
      assertThat(welcome.getBoolean("ok")).isTrue();
      assertThat(welcome.getLong("exp")).isBetween(before + 60, before + 70);
    }
  }

  @Test
  void aTokenInTheHeadersOfTheFirstFrameOpensTheDoorToo() throws Exception {
    bridge.echo("integrator.echo");
    try (TcpClient client = bridge.connect()) {
      JsonObject reply =
          client.ask(
              frame("send", "integrator.echo")
                  .put("headers", new JsonObject().put("token", token()))
                  .put("replyAddress", "r1")
                  .put("body", "hello"));
      assertThat(reply.getString("type")).isEqualTo("message");
      assertThat(reply.getString("address")).isEqualTo("r1");
      assertThat(reply.getString("body")).isEqualTo("hello");
    }
  }

  @Test
  void framesBehindTheTokenInOnePacketAreObeyedInOrder() throws Exception {
    try (TcpClient client = bridge.connect()) {
      Buffer packet = Buffer.buffer();
      for (JsonObject frame :
          new JsonObject[] {
            frame("auth").put("token", token()),
            frame("register", "integrator.a").put("ack", true),
            frame("ping")
          }) {
        packet.appendInt(frame.encode().length()).appendString(frame.encode());
      }
      client.sendRaw(packet.getBytes());
      assertThat(client.read().getString("type")).isEqualTo("auth");
      assertThat(client.read().getString("type")).isEqualTo("registered");
      assertThat(client.read().getString("type")).isEqualTo("pong");
    }
  }

  @Test
  void aClientWithoutTokenIsToldAndShownOut() throws Exception {
    try (TcpClient client = bridge.connect()) {
      assertError(client.ask(frame("ping")), "not_authenticated");
      client.assertClosed();
    }
    assertThat(bridge.refused("tcp", "not_authenticated")).isEqualTo(1);
  }

  @Test
  void aClientWithAWrongTokenIsToldAndShownOut() throws Exception {
    try (TcpClient client = bridge.connect()) {
      assertError(client.ask(frame("auth").put("token", token() + "x")), "invalid_token");
      client.assertClosed();
    }
    until("the session is gone", () -> bridge.connections("tcp") == 0);
  }

  @Test
  void aPublishedMessageReachesEveryListenerOnce() throws Exception {
    try (TcpClient first = bridge.client().listen("integrator.news");
        TcpClient second = bridge.client().listen("integrator.news");
        TcpClient sender = bridge.client()) {
      sender.send(
          frame("publish", "integrator.news")
              .put("headers", new JsonObject().put("a", "b").put("token", "t"))
              .put("body", new JsonObject().put("x", 1)));
      JsonObject expected =
          frame("message", "integrator.news")
              .put("headers", new JsonObject().put("a", "b").put("bridge-subject", "desk-7"))
              .put("body", new JsonObject().put("x", 1))
              .put("send", false);
      assertThat(first.read()).isEqualTo(expected);
      assertThat(second.read()).isEqualTo(expected);
      first.assertNothingComes();
    }
  }

  @Test
  void everyKindOfJsonTravelsInBothDirections() throws Exception {
    bridge.echo("integrator.echo");
    Object[] bodies = {
      "text",
      7,
      1.5,
      true,
      null,
      new JsonArray().add(1).add(new JsonObject()),
      new JsonObject().put("a", new JsonObject().put("b", "c")),
      Long.MAX_VALUE
    };
    try (TcpClient client = bridge.client()) {
      for (Object body : bodies) {
        JsonObject reply =
            client.ask(frame("send", "integrator.echo").put("replyAddress", "r").put("body", body));
        assertThat(reply.getValue("body")).isEqualTo(body);
      }
    }
  }

  @Test
  void aSecondRegistrationDoesNotDoubleTheMessages() throws Exception {
    try (TcpClient client = bridge.client().listen("integrator.news").listen("integrator.news")) {
      bridge.publish("integrator.news", "once");
      assertThat(client.read().getString("body")).isEqualTo("once");
      client.assertNothingComes();
      client.send(frame("unregister", "integrator.news"));
      client.assertNothingComes();
      bridge.publish("integrator.news", "too late");
      client.assertNothingComes();
    }
  }

  @Test
  void aSentMessageReachesOneListenerInTurn() throws Exception {
    try (TcpClient first = bridge.client().listen("integrator.work");
        TcpClient second = bridge.client().listen("integrator.work")) {
      bridge.vertx.eventBus().send("integrator.work", 1);
      bridge.vertx.eventBus().send("integrator.work", 2);
      assertThat(first.read().getInteger("body") + second.read().getInteger("body")).isEqualTo(3);
      first.assertNothingComes();
      second.assertNothingComes();
    }
  }

  @Test
  void aClientAnswersARequestOfTheBusAndAsksBack() throws Exception {
    try (TcpClient client = bridge.client().listen("integrator.price")) {
      var answer = bridge.vertx.eventBus().<String>request("integrator.price", "how much?");
      JsonObject question = client.read();
      assertThat(question.getBoolean("send")).isTrue();
      client.send(
          frame("send", question.getString("replyAddress"))
              .put("body", "for whom?")
              .put("replyAddress", "my-answer"));
      Message<String> counterQuestion = await(answer);
      assertThat(counterQuestion.body()).isEqualTo("for whom?");
      counterQuestion.reply("for me");
      JsonObject end = client.read();
      assertThat(end.getString("address")).isEqualTo("my-answer");
      assertThat(end.getString("body")).isEqualTo("for me");
    }
  }

  @Test
  void aReplyAddressServesOnceAndOnlyItsClient() throws Exception {
    try (TcpClient client = bridge.client().listen("integrator.price");
        TcpClient other = bridge.client()) {
      var answer = bridge.vertx.eventBus().<String>request("integrator.price", "how much?");
      String replyAddress = client.read().getString("replyAddress");
      assertError(other.ask(frame("send", replyAddress).put("body", "stolen")), "access_denied");
      client.send(frame("send", replyAddress).put("body", "12"));
      assertThat(await(answer).body()).isEqualTo("12");
      assertError(client.ask(frame("send", replyAddress).put("body", "13")), "access_denied");
    }
  }

  @Test
  void consumersLearnWhoSentAndNeverTheToken() throws Exception {
    BlockingQueue<Message<Object>> received = new LinkedBlockingQueue<>();
    await(bridge.vertx.eventBus().consumer("integrator.in", received::add).completion());
    try (TcpClient client = bridge.client()) {
      client.send(
          frame("send", "integrator.in")
              .put("headers", new JsonObject().put("token", "x").put("Bridge-Subject", "boss")));
      Message<Object> message = received.poll(10, TimeUnit.SECONDS);
      assertThat(message.headers().getAll("bridge-subject")).containsExactly("desk-7");
      assertThat(message.headers().contains("token")).isFalse();
    }
  }

  @Test
  void typedMessagesArriveAsJson() throws Exception {
    MessageBus bus = MessageBus.on(bridge.vertx, bridge.meters);
    try (TcpClient client = bridge.client("market").listen("market.model").listen("market.tick")) {
      bus.publish(
          Addresses.MARKET_MODEL,
          new ModelUpdate("t", 3, 9, ModelUpdate.Kind.DIFF, Buffer.buffer("{\"k\":[\"ü\"]}")));
      assertThat(client.read().getJsonObject("body"))
          .isEqualTo(
              new JsonObject(
                  "{\"topic\":\"t\",\"seq\":3,\"ts\":9,\"full\":false,\"data\":{\"k\":[\"ü\"]}}"));
      bus.publish(Addresses.MARKET_TICK, new MarketTick("I:SPX", 6903.12, 5));
      assertThat(client.read().getJsonObject("body"))
          .isEqualTo(new JsonObject("{\"symbol\":\"I:SPX\",\"value\":6903.12,\"ts\":5}"));
    }
  }

  @Test
  void aBodyWithoutAFormInJsonIsSkippedAndItsSenderTold() throws Exception {
    bridge.vertx.eventBus().registerCodec(new OpaqueCodec());
    var opaque = new DeliveryOptions().setCodecName("opaque");
    try (TcpClient client = bridge.client().listen("integrator.odd")) {
      var answer = bridge.vertx.eventBus().request("integrator.odd", new Object(), opaque);
      assertThatThrownBy(() -> await(answer)).hasMessageContaining("cannot show");
      bridge.publish("integrator.odd", "fine");
      assertThat(client.read().getString("body")).isEqualTo("fine");
    }
  }

  @Test
  void mistakesAreAnsweredOneByOneAndTheSocketGoesOn() throws Exception {
    try (TcpClient client = bridge.client()) {
      String[] notObjects = {"{\"type\":", "[]", "\"ping\"", "", "nul", "\u0000\u0001", "{} {}x"};
      for (String json : notObjects) {
        client.send(json);
        assertError(client.read(), "invalid_json");
      }
      assertError(client.ask(new JsonObject()), "missing_type");
      assertError(client.ask(frame("dance")), "invalid_type");
      assertError(client.ask(new JsonObject().put("type", 7)), "invalid_type");
      for (String type : new String[] {"send", "publish", "register", "unregister"}) {
        assertError(client.ask(frame(type)), "missing_address");
        assertError(client.ask(frame(type).put("address", 7)), "missing_address");
        assertError(client.ask(frame(type, " ")), "missing_address");
        assertError(client.ask(frame(type, "a".repeat(201))), "invalid_address");
      }
      assertError(client.ask(frame("unregister", "integrator.x")), "unknown_address");
      assertError(
          client.ask(frame("send", "integrator.x").put("replyAddress", "r".repeat(201))),
          "invalid_reply_address");
      assertError(
          client.ask(frame("publish", "integrator.x").put("headers", "h")), "invalid_headers");
      client.send("[".repeat(5_000));
      assertError(client.read(), "invalid_json");
      client.assertNothingComes();
    }
  }

  @Test
  void closedAddressesAreRefusedWithTheReason() throws Exception {
    try (TcpClient client = bridge.client()) {
      for (String type : new String[] {"send", "publish", "register"}) {
        JsonObject unknown = client.ask(frame(type, "service.control.node-1"));
        assertError(unknown, "access_denied");
        assertThat(unknown.getString("detail")).contains("not open to integrators");
        assertThat(unknown.getString("address")).isEqualTo("service.control.node-1");
      }
      JsonObject unauthorised = client.ask(frame("register", "market.model"));
      assertError(unauthorised, "access_denied");
      assertThat(unauthorised.getString("detail")).endsWith("lacks a role: market");
      assertError(client.ask(frame("publish", "market.model")), "access_denied");
      JsonObject request = client.ask(frame("send", "x").put("replyAddress", "r1"));
      assertThat(request.getString("address")).isEqualTo("r1");
      assertThat(request.getInteger("failureCode")).isEqualTo(403);
    }
    assertThat(bridge.refused("tcp", "access_denied")).isEqualTo(6);
  }

  @Test
  void aMessageToNobodyIsReported() throws Exception {
    try (TcpClient client = bridge.client()) {
      JsonObject request = client.ask(frame("send", "integrator.nobody").put("replyAddress", "r1"));
      assertThat(request.getString("type")).isEqualTo("err");
      assertThat(request.getString("address")).isEqualTo("r1");
      assertThat(request.getString("sourceAddress")).isEqualTo("integrator.nobody");
      assertThat(request.getString("failureType")).isEqualTo("NO_HANDLERS");
      assertThat(request.getInteger("failureCode")).isEqualTo(-1);
      JsonObject sent = client.ask(frame("send", "integrator.nobody"));
      assertThat(sent.getString("failureType")).isEqualTo("NO_HANDLERS");
      assertThat(sent.getString("address")).isEqualTo("integrator.nobody");
    }
  }

  @Test
  void aFailedReplyCarriesItsCodeAndText() throws Exception {
    bridge.vertx.eventBus().consumer("integrator.no", message -> message.fail(42, "not today"));
    try (TcpClient client = bridge.client()) {
      JsonObject failure = client.ask(frame("send", "integrator.no").put("replyAddress", "r1"));
      assertThat(failure.getString("failureType")).isEqualTo("RECIPIENT_FAILURE");
      assertThat(failure.getInteger("failureCode")).isEqualTo(42);
      assertThat(failure.getString("message")).isEqualTo("not today");
    }
  }

  @Test
  void aFrameInSmallPiecesIsStillAFrame() throws Exception {
    try (TcpClient client = bridge.client()) {
      byte[] ping = "{\"type\":\"ping\"}".getBytes();
      client.sendRaw(ByteBuffer.allocate(4).putInt(ping.length).array());
      for (byte octet : ping) {
        client.sendRaw(new byte[] {octet});
      }
      assertThat(client.read()).isEqualTo(frame("pong"));
    }
  }

  @Test
  void aNewTokenProlongsTheStayAndEndsWhatItDoesNotAllow() throws Exception {
    try (TcpClient client =
        bridge
            .connect()
            .enter(token(Duration.ofSeconds(2), "market"))
            .listen("market.tick")
            .listen("integrator.a")) {
      client.enter(token(Duration.ofMinutes(1)));
      JsonObject revoked = client.read();
      assertError(revoked, "access_denied");
      assertThat(revoked.getString("address")).isEqualTo("market.tick");
      long started = System.nanoTime();
      until(
          "the first token has expired",
          () -> System.nanoTime() - started > Duration.ofMillis(2_100).toNanos());
      bridge.publish("market.tick", "unseen");
      bridge.publish("integrator.a", "seen");
      assertThat(client.read().getString("body")).isEqualTo("seen");
    }
  }

  @Test
  void aTokenOfSomebodyElseRenewsNothing() throws Exception {
    String other =
        BridgeTokens.issue(RunningBridge.SECRET, "somebody", List.of(), Duration.ofMinutes(1));
    try (TcpClient client = bridge.client()) {
      assertError(client.ask(frame("auth").put("token", other)), "invalid_token");
      assertError(client.ask(frame("auth").put("token", "nonsense")), "invalid_token");
      assertError(client.ask(frame("auth")), "invalid_token");
      client.assertNothingComes();
    }
  }

  @Test
  void aStoppedBridgeTakesLeave() throws Exception {
    try (TcpClient client = bridge.client()) {
      bridge.undeploy();
      assertError(client.read(), "going_away");
      client.assertClosed();
    }
    assertThat(bridge.connections("tcp")).isZero();
  }

  @Test
  void clientsAndMessagesAreCounted() throws Exception {
    try (TcpClient client = bridge.client().listen("integrator.news")) {
      assertThat(bridge.connections("tcp")).isEqualTo(1);
      client.ask(frame("publish", "integrator.news").put("body", 1));
      assertThat(messages("in")).isEqualTo(1);
      assertThat(messages("out")).isEqualTo(1);
    }
    until("the client is gone", () -> bridge.connections("tcp") == 0);
  }

  @Test
  void manyInstancesShareOnePort() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    BridgeTokens tokens = new BridgeTokens(RunningBridge.SECRET);
    await(
        bridge.vertx.deployVerticle(
            () -> new TcpBridgeVerticle(OPTIONS.withPorts(port, 0), tokens, bridge.meters),
            new DeploymentOptions().setInstances(2)));
    try (TcpClient first = new TcpClient(port).enter(token()).listen("integrator.news");
        TcpClient other = new TcpClient(port).enter(token()).listen("integrator.news")) {
      bridge.publish("integrator.news", "both");
      assertThat(first.read().getString("body")).isEqualTo("both");
      assertThat(other.read().getString("body")).isEqualTo("both");
      first.assertNothingComes();
      assertThat(bridge.connections("tcp")).isEqualTo(2);
    }
  }

  private double messages(String direction) {
    return bridge
        .meters
        .counter("marketswarm.bridge.messages", "transport", "tcp", "direction", direction)
        .count();
  }

  static void assertError(JsonObject frame, String code) {
    assertThat(frame.getString("type")).isEqualTo("err");
    assertThat(frame.getString("message")).isEqualTo(code);
    assertThat(frame.getString("body")).isEqualTo(code);
    assertThat(frame.getString("detail")).isNotBlank();
  }
}
