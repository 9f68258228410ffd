package io.marketswarm.stream;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that does not read, among others that do. */
class SlowClientTest {
  private static final int PENDING_BYTES = 128 << 10;
  private static final String FILLING = "x".repeat(16 << 10);

  /** More than what sockets and queues on the way take. */
  private static final int MANY = 150;

  private static final Servers SERVERS =
      new Servers(
          HubOptions.DEFAULT
              .withGather(Duration.ZERO, Duration.ofMillis(1))
              .withPending(PENDING_BYTES)
              .withHeartbeat(Duration.ofSeconds(15), Duration.ofMillis(50)));

  @AfterAll
  static void close() throws Exception {
    SERVERS.close();
  }

  private static SseEvent numbered(String name, int number) {
    return SseEvent.of(name, number + "|" + FILLING);
  }

  private static List<Integer> numbers(SseClient client, String name) {
    return numbers(client.events(), name);
  }

  private static List<Integer> numbers(List<SseClient.Read> events, String name) {
    return events.stream()
        .filter(event -> event.name().equals(name))
        .map(event -> Integer.parseInt(event.data().substring(0, event.data().indexOf('|'))))
        .toList();
  }

  private static int newest(SseClient client) {
    List<SseClient.Read> all = client.events();
    String data = all.get(all.size() - 1).data();
    int bar = data.indexOf('|');
    return bar < 0 ? 0 : Integer.parseInt(data.substring(0, bar));
  }

  @ParameterizedTest
  @EnumSource
  void getsTheNewestStateWhileOthersGetAll(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    StateTopic topic = server.hub.state("state");
    StateTopic other = server.hub.state("state/other");
    server.serve("/state", spec -> spec.on(topic, other));
    try (SseClient slow = server.client("/state").awaitText("connected").pause();
        SseClient fast = server.client("/state").awaitText("connected")) {
      double coalesced = server.count("coalesced");
      other.publish(SseEvent.of("other", "\"first\""));
      for (int i = 1; i <= MANY; i++) {
        int number = i;
        topic.publish(numbered("state", number));
        eventually(() -> newest(fast) == number);
      }
      other.publish(SseEvent.of("other", "\"last\""));
      fast.awaitText("\"last\"");
      slow.resume();
      slow.awaitText("\"last\"");

      assertThat(numbers(fast, "state"))
          .containsExactlyElementsOf(IntStream.rangeClosed(1, MANY).boxed().toList());
      List<Integer> some = numbers(slow, "state");
      assertThat(some).isSorted().doesNotHaveDuplicates().hasSizeLessThan(MANY / 2);
      assertThat(some.get(some.size() - 1)).isEqualTo(MANY);
      assertThat(slow.ids()).isSortedAccordingTo(SlowClientTest::byNumber);
      assertThat(server.count("coalesced") - coalesced).isEqualTo(MANY - some.size());
    }
    server.awaitEmpty();
  }

  private static int byNumber(String one, String other) {
    return Long.compare(number(one), number(other));
  }

  private static long number(String id) {
    return Long.parseLong(id.substring(id.indexOf('-') + 1));
  }

  @ParameterizedTest
  @EnumSource
  void getsTheWholeBaseOnceInPlaceOfChanges(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    AtomicInteger version = new AtomicInteger();
    DiffTopic topic =
        server.hub.changes("base", () -> Optional.of(numbered("whole", version.get())));
    server.serve("/base", spec -> spec.on(topic));
    try (SseClient slow = server.client("/base").awaitText("connected").pause();
        SseClient fast = server.client("/base").awaitText("connected")) {
      for (int i = 1; i <= MANY; i++) {
        int number = i;
        version.set(number);
        topic.publish(numbered("change", number));
        eventually(() -> newest(fast) == number);
      }
      slow.resume();
      slow.awaitText("event: whole\ndata: " + MANY);
      version.set(MANY + 1);
      topic.publish(numbered("change", MANY + 1));
      slow.awaitText("data: " + (MANY + 1) + "|");
      fast.awaitText("data: " + (MANY + 1) + "|");

      assertThat(numbers(fast, "whole")).containsExactly(0);
      assertThat(numbers(slow, "whole")).containsExactly(0, MANY);
      assertThat(numbers(fast, "change"))
          .containsExactlyElementsOf(IntStream.rangeClosed(1, MANY + 1).boxed().toList());
      List<Integer> changes = numbers(slow, "change");
      int gap = changes.size() - 1;
      assertThat(changes.subList(0, gap))
          .containsExactlyElementsOf(IntStream.rangeClosed(1, gap).boxed().toList());
      assertThat(changes.get(gap)).isEqualTo(MANY + 1);
      assertThat(slow.names().subList(slow.names().size() - 2, slow.names().size()))
          .containsExactly("whole", "change");
    }
    server.awaitEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void isCutOffAndResumesWhenEventsMustNotBeLost(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    Retention all = new Retention(Duration.ofMinutes(5), MANY, 1 << 30);
    EventTopic topic = server.hub.events("events", all, List::of);
    server.serve("/events", spec -> spec.on(topic));
    List<Integer> heard = new ArrayList<>();
    String lastId;
    try (SseClient slow = server.client("/events").awaitText("connected").pause()) {
      SseStream stream = server.stream("/events");
      try (SseClient fast = server.client("/events").awaitText("connected")) {
        for (int i = 1; i <= MANY; i++) {
          int number = i;
          topic.publish(numbered("event", number));
          eventually(() -> newest(fast) == number);
        }
      }
      assertThat(await(stream.ended())).isEqualTo(Ended.OVERFLOWN);
      slow.resume();
      slow.awaitEnd();
      List<SseClient.Read> read = slow.events();
      heard.addAll(numbers(read, "event"));
      lastId = read.get(read.size() - 1).id();
    }
    assertThat(heard).hasSizeLessThan(MANY);
    try (SseClient back = server.client("/events", lastId)) {
      back.awaitText("data: " + MANY + "|").awaitText("connected");
      heard.addAll(numbers(back, "event"));
    }
    assertThat(heard).containsExactlyElementsOf(IntStream.rangeClosed(1, MANY).boxed().toList());
    server.awaitEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void isCutOffWhenItTakesNothingForTooLong(Wire wire) throws Exception {
    HubOptions impatient =
        HubOptions.DEFAULT
            .withGather(Duration.ZERO, Duration.ofMillis(1))
            .withHeartbeat(Duration.ofSeconds(15), Duration.ofMillis(20))
            .withPatience(Duration.ofMillis(300));
    try (StreamServer server = new StreamServer(wire, impatient)) {
      StateTopic topic = server.hub.state("stuck");
      server.serve("/stuck", spec -> spec.on(topic));
      try (SseClient stuck = server.client("/stuck").awaitText("connected").pause()) {
        SseStream stream = server.stream("/stuck");
        try (SseClient reading = server.client("/stuck").awaitText("connected")) {
          for (int i = 1; !stream.ended().isComplete(); i++) {
            int number = i;
            topic.publish(numbered("state", number));
            eventually(() -> stream.ended().isComplete() || newest(reading) == number);
          }
          assertThat(stream.ended().result()).isEqualTo(Ended.SLOW);
          assertThat(reading.isEnded()).isFalse();
          assertThat(server.ended(Ended.SLOW)).isEqualTo(1);
        }
        stuck.resume();
        stuck.awaitEnd();
      }
      server.awaitEmpty();
    }
  }
}
