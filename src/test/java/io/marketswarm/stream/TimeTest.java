package io.marketswarm.stream;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What time does to a stream. */
class TimeTest {
  private static final long BEGIN = 1_795_600_000_000L;

  /** A clock that is set by hand. */
  private static final class SetClock extends Clock {
    volatile long millis = BEGIN;

    @Override
    public long millis() {
      return millis;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static final SetClock CLOCK = new SetClock();
  private static final Duration HEARTBEAT = Duration.ofMillis(60);
  private static final Servers SERVERS =
      new Servers(
          HubOptions.DEFAULT.withHeartbeat(HEARTBEAT, Duration.ofMillis(10)).withClock(CLOCK));

  @AfterAll
  static void close() throws Exception {
    SERVERS.close();
  }

  @ParameterizedTest
  @EnumSource
  void silentStreamsGetHeartbeats(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    server.serve("/quiet", spec -> spec);
    List<SseClient> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clients.add(server.client("/quiet").awaitText("connected"));
    }
    CLOCK.millis = BEGIN + 1_234;
    Pattern heartbeats = Pattern.compile("\n\n(: hb \\d+\n\n){3,}$");
    for (SseClient client : clients) {
      eventually(() -> heartbeats.matcher(client.text()).find());
      client.awaitText(": hb 1795600001234\n\n");
      client.close();
    }
    server.awaitEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1_FAST", "HTTP2_FAST"})
  void busyStreamsGetNone(Wire wire) throws Exception {
    HubOptions rare =
        HubOptions.DEFAULT.withHeartbeat(Duration.ofSeconds(2), Duration.ofMillis(10));
    try (StreamServer server = new StreamServer(wire, rare)) {
      StateTopic topic = server.hub.state("busy");
      server.serve("/busy", spec -> spec.on(topic));
      server.serve("/quiet", spec -> spec);
      try (SseClient busy = server.client("/busy").awaitText("connected");
          SseClient quiet = server.client("/quiet").awaitText("connected")) {
        while (!quiet.text().contains(": hb ")) {
          int before = busy.events().size();
          topic.publish(SseEvent.of("tick", "1"));
          eventually(() -> busy.events().size() > before);
        }
        assertThat(busy.text()).doesNotContain(": hb ");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void expiredStreamsEndWithALastEvent(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    CLOCK.millis = BEGIN;
    server.serve(
        "/session",
        spec ->
            spec.until(Instant.ofEpochMilli(BEGIN + 5_000), SseEvent.of("session_expired", "{}")));
    server.serve("/endless", spec -> spec);
    try (SseClient session = server.client("/session").awaitText("connected");
        SseClient endless = server.client("/endless").awaitText("connected")) {
      SseStream stream = server.stream("/session");
      CLOCK.millis = BEGIN + 4_999;
      session.awaitText(": hb 1795600004999");
      assertThat(session.isEnded()).isFalse();
      CLOCK.millis = BEGIN + 5_000;
      assertThat(await(stream.ended())).isEqualTo(Ended.EXPIRED);
      session.awaitEnd();
      assertThat(session.text()).endsWith("event: session_expired\ndata: {}\n\n");
      endless.awaitText(": hb 1795600005000");
      assertThat(endless.isEnded()).isFalse();
    }
    server.awaitEmpty();
  }
}
