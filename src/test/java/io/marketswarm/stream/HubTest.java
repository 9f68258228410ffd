package io.marketswarm.stream;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every stream does, on every wire. */
class HubTest {
  private static final long BOOT = 1_795_600_000_000L;
  private static final Servers SERVERS =
      new Servers(
          HubOptions.DEFAULT.withClock(Clock.fixed(Instant.ofEpochMilli(BOOT), ZoneOffset.UTC)));

  @AfterAll
  static void close() throws Exception {
    SERVERS.close();
  }

  @ParameterizedTest
  @EnumSource
  void sendsOpeningThenWelcomeThenWhatComes(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    StateTopic spot = server.hub.state("order/spot");
    DiffTopic heat =
        server.hub.changes(
            "order/heat", () -> Optional.of(SseEvent.of("heatmap", "{\"version\":7}")));
    StateTopic unknown = server.hub.state("order/unknown");
    spot.publish(SseEvent.of("spot", "{\"v\":1}"));
    spot.publish(SseEvent.of("spot", "{\"v\":2}"));
    long upTo = server.hub.sequence();
    server.serve("/order", spec -> spec.on(spot, heat, unknown));
    try (SseClient client = server.client("/order").awaitText("connected")) {
      unknown.publish(SseEvent.of("bias", "{\"b\":1}"));
      heat.publish(SseEvent.of("heatmap_diff", "{\"version\":8}"));
      client.awaitText("\"version\":8}\n\n");

      assertThat(client.text())
          .isEqualTo(
              """
              retry: 3000

              id: %1$d-0
              event: spot
              data: {"v":2}

              id: %1$d-0
              event: heatmap
              data: {"version":7}

              id: %1$d-%2$d
              event: connected
              data: {"channel":"/order"}

              id: %1$d-%3$d
              event: bias
              data: {"b":1}

              id: %1$d-%4$d
              event: heatmap_diff
              data: {"version":8}

              """
                  .formatted(BOOT, upTo, upTo + 1, upTo + 2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersWithTheHeadersOfAStream(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    server.serve("/headers", spec -> spec);
    try (SseClient client = server.client("/headers")) {
      var response = client.response();
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.version()).isEqualTo(wire.version);
      assertThat(response.getHeader("content-type")).isEqualTo("text/event-stream");
      assertThat(response.getHeader("cache-control")).isEqualTo("no-cache");
      assertThat(response.getHeader("x-accel-buffering")).isEqualTo("no");
      assertThat(response.getHeader("connection")).isEqualTo(wire.isHttp1() ? "keep-alive" : null);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendsWhatAClientMissedOnceAndInOrder(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    StateTopic one = server.hub.state("missed/one");
    EventTopic two =
        server.hub.events("missed/two", () -> List.of(SseEvent.of("two", "\"first\"")));
    server.serve("/missed", spec -> spec.on(one, two));
    String lastId;
    try (SseClient client = server.client("/missed").awaitText("connected")) {
      one.publish(SseEvent.of("one", "1"));
      two.publish(SseEvent.of("two", "2"));
      client.awaitText("data: 2\n\n");
      lastId = client.lastId();
    }
    for (int i = 3; i <= 8; i++) {
      (i % 2 == 1 ? one : two).publish(SseEvent.of("later", Integer.toString(i)));
    }
    try (SseClient client = server.client("/missed", lastId).awaitText("connected")) {
      one.publish(SseEvent.of("live", "9"));
      client.awaitText("data: 9\n\n");
      assertThat(client.data())
          .containsExactly("3", "4", "5", "6", "7", "8", "{\"channel\":\"/missed\"}", "9");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1_FAST", "HTTP2_TLS_FAST"})
  void beginsAnewWhereAnIdMeansNothing(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    StateTopic topic =
        server.hub.state("anew", new Retention(java.time.Duration.ofHours(1), 3, 99));
    for (int i = 0; i < 9; i++) {
      topic.publish(SseEvent.of("tick", Integer.toString(i)));
    }
    long newest = server.hub.sequence();
    server.serve("/anew", spec -> spec.on(topic));
    List<String> meaningless =
        List.of(
            BOOT + "-0",
            BOOT + "-" + (newest - 7),
            BOOT + "-" + (newest + 1),
            BOOT - 1 + "-" + newest,
            "",
            "-",
            "7",
            "abc",
            "-5",
            "1-",
            "a-1",
            "1-b",
            BOOT + "-" + newest + "-1",
            "::",
            "a:",
            "a:b",
            ":4",
            ",",
            "alerts:12",
            "99999999999999999999-1",
            "1 2",
            "\u00e4\u00f6",
            "0x10",
            "+1-+1",
            "x".repeat(5_000));
    for (String id : meaningless) {
      try (SseClient client = server.client("/anew", id).awaitText("connected")) {
        assertThat(client.data()).as(id).containsExactly("8", "{\"channel\":\"/anew\"}");
      }
    }
    try (SseClient client = server.client("/anew", BOOT + "-" + (newest - 2))) {
      client.awaitText("connected");
      assertThat(client.data()).containsExactly("7", "8", "{\"channel\":\"/anew\"}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noticesFromTheSocketThatAClientIsGone(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    StateTopic topic = server.hub.state("gone");
    server.serve("/gone", spec -> spec.on(topic).counted("user", "7"));
    SseClient client = server.client("/gone").awaitText("connected");
    SseStream stream = server.stream("/gone");
    assertThat(topic.isHeard()).isTrue();
    assertThat(server.hub.census().count("user", "7")).isEqualTo(1);

    client.close();

    assertThat(await(stream.ended())).isEqualTo(Ended.GONE);
    assertThat(topic.isHeard()).isFalse();
    assertThat(server.hub.census().count("user", "7")).isZero();
    server.awaitEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void endsWithALastEvent(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    server.serve("/last", spec -> spec.on(server.hub.state("last")).attach("mine"));
    try (SseClient client = server.client("/last").awaitText("connected")) {
      SseStream stream = server.stream("/last");
      assertThat(stream.attachment()).isEqualTo("mine");
      assertThat(stream.label("channel")).contains("/last");
      stream.send(SseEvent.of("whisper", "{}"));
      stream.close(SseEvent.of("tier_blocked", "{\"tier\":\"observer\"}"));
      stream.send(SseEvent.of("late", "{}"));
      client.awaitEnd();
      assertThat(client.names()).containsExactly("connected", "whisper", "tier_blocked");
      assertThat(await(stream.ended())).isEqualTo(Ended.CLOSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsClientsToComeBackSpreadOutWhenItLeaves(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    StateTopic topic = server.hub.state("leaving");
    server.serve("/leaving", spec -> spec.on(topic).attach("goes"));
    server.serve("/staying", spec -> spec.on(topic));
    List<SseClient> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clients.add(server.client("/leaving").awaitText("connected"));
    }
    try (SseClient staying = server.client("/staying").awaitText("connected")) {
      topic.publish(SseEvent.of("tick", "1"));
      await(server.hub.leave(stream -> "goes".equals(stream.attachment())));
      for (SseClient client : clients) {
        client.awaitEnd();
        String all = client.text();
        assertThat(all).contains("event: tick");
        String last = all.substring(all.lastIndexOf("retry: "));
        assertThat(Integer.parseInt(last.substring("retry: ".length()).strip()))
            .isBetween(1_000, 5_000);
        client.close();
      }
      topic.publish(SseEvent.of("tick", "2"));
      staying.awaitText("data: 2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendsOnlyWhatAFilterWants(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    Predicate<SseEvent> calls = event -> event.subject().equals("calls");
    StateTopic topic = server.hub.state("filter");
    topic.publish(SseEvent.of("gex", "\"old call\"").about("calls"));
    topic.publish(SseEvent.of("gex", "\"old put\"").about("puts"));
    server.serve("/filter", spec -> spec.on(topic, calls));
    try (SseClient client = server.client("/filter").awaitText("connected")) {
      topic.publish(SseEvent.of("gex", "\"put\"").about("puts"));
      topic.publish(SseEvent.of("gex", "\"call\"").about("calls"));
      client.awaitText("\"call\"");
      assertThat(client.data("gex")).containsExactly("\"old call\"", "\"call\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsStreamsAndRefusesTooMany(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    server.serve("/few", spec -> spec.counted("user", "u").counted("session", "s", 2));
    try (SseClient first = server.client("/few").awaitText("connected");
        SseClient second = server.client("/few").awaitText("connected")) {
      assertThat(server.hub.census().counts("session"))
          .containsExactly(java.util.Map.entry("s", 2));
      try (SseClient third = server.client("/few")) {
        assertThat(third.response().statusCode()).isEqualTo(429);
        third.awaitText("session");
      }
      assertThat(server.hub.census().count("user", "u")).isEqualTo(2);
      leave(first);
      eventually(() -> server.hub.census().count("session", "s") == 1);
      try (SseClient again = server.client("/few").awaitText("connected")) {
        assertThat(again.response().statusCode()).isEqualTo(200);
      }
      assertThat(second.isEnded()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void deliversEverythingThatManyThreadsPublishInOneOrder(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    EventTopic topic = server.hub.events("threads", List::of);
    StateTopic other = server.hub.state("threads/other");
    server.serve("/threads", spec -> spec.on(topic));
    server.serve("/threads/both", spec -> spec.on(other, topic));
    List<SseClient> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String path = i % 2 == 0 ? "/threads" : "/threads/both";
      clients.add(server.client(path).awaitText("connected"));
    }
    int each = 300;
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                t ->
                    new Thread(
                        () -> {
                          for (int i = 0; i < each; i++) {
                            topic.publish(SseEvent.of("n", t + "." + i));
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    List<List<String>> heard = new ArrayList<>();
    for (SseClient client : clients) {
      eventually(() -> client.data("n").size() == 4 * each);
      heard.add(client.data("n"));
      client.close();
    }
    assertThat(heard.get(0)).doesNotHaveDuplicates();
    assertThat(heard).allMatch(heard.get(0)::equals);
  }

  private static void leave(SseClient client) throws Exception {
    client.close();
  }
}
