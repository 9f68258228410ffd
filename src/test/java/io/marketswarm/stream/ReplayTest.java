package io.marketswarm.stream;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Topics whose publisher numbers and stores the events. */
class ReplayTest {
  private static final Servers SERVERS = new Servers(HubOptions.DEFAULT);

  @AfterAll
  static void close() throws Exception {
    SERVERS.close();
  }

  /** A store in memory that keeps only the newest, answers late when told so, or fails. */
  private static final class Store implements Replay {
    final NavigableMap<Long, SseEvent> events = new ConcurrentSkipListMap<>();
    final AtomicInteger asked = new AtomicInteger();
    volatile Future<Void> gate = Future.succeededFuture();

    void store(long from, long to) {
      LongStream.rangeClosed(from, to).forEach(n -> events.put(n, event(n)));
    }

    @Override
    public Future<Stored> after(long sequence) {
      asked.incrementAndGet();
      return gate.map(
          open -> {
            long last = events.isEmpty() ? 0 : events.lastKey();
            List<Numbered> found = new ArrayList<>();
            boolean isGap = !events.isEmpty() && events.firstKey() > sequence + 1;
            if (isGap || sequence > last) {
              found.add(new Numbered(Numbered.NONE, SseEvent.of("resync_required", "{}")));
            } else {
              events.tailMap(sequence, false).forEach((n, e) -> found.add(new Numbered(n, e)));
            }
            return new Stored(found, last);
          });
    }

    @Override
    public Future<Long> newest() {
      asked.incrementAndGet();
      return gate.map(open -> events.isEmpty() ? 0L : events.lastKey());
    }
  }

  private static SseEvent event(long number) {
    return SseEvent.of("FillRecorded", "{\"event_seq\":" + number + "}");
  }

  private static String[] numbers(long... numbers) {
    return LongStream.of(numbers).mapToObj(n -> "{\"event_seq\":" + n + "}").toArray(String[]::new);
  }

  private static StreamSpec follow(StreamSpec spec, Hub hub, Store store, OptionalLong after) {
    return spec.follow("trade-log", hub.sequenced("trade-log:7", store), after);
  }

  private static void publish(Hub hub, long number) {
    if (hub.topic("trade-log:7").orElse(null) instanceof SequencedTopic topic) {
      topic.publish(number, event(number));
    }
  }

  @ParameterizedTest
  @EnumSource
  void replaysBeforeTheWelcomeAndThenGoesOnWithoutRepeating(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    Store store = new Store();
    store.store(1, 12);
    Promise<Void> gate = Promise.promise();
    store.gate = gate.future();
    server.serve("/log", spec -> follow(spec, server.hub, store, OptionalLong.of(10)));
    try (SseClient client = server.client("/log").awaitText("retry")) {
      publish(server.hub, 12);
      store.store(13, 13);
      publish(server.hub, 13);
      gate.complete();
      client.awaitText("connected");
      publish(server.hub, 13);
      store.store(14, 14);
      publish(server.hub, 14);
      client.awaitText("\"event_seq\":14}\n\n");
      assertThat(client.data("FillRecorded")).containsExactly(numbers(11, 12, 13, 14));
      assertThat(client.names().get(3)).isEqualTo("connected");
      assertThat(client.ids()).containsExactly("11", "12", "13", "13", "14");
      assertThat(client.text())
          .contains("id: 14\nevent: FillRecorded\ndata: {\"event_seq\":14}\n\n");
    }
    server.awaitEmpty();
    assertThat(server.hub.topic("trade-log:7")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1_FAST", "HTTP2_FAST"})
  void theLastEventIdGoesBeforeWhatTheOwnerSays(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    Store store = new Store();
    store.store(1, 12);
    server.serve("/log", spec -> follow(spec, server.hub, store, OptionalLong.of(3)));
    try (SseClient client = server.client("/log", "10").awaitText("connected")) {
      assertThat(client.data("FillRecorded")).containsExactly(numbers(11, 12));
    }
    server.awaitEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1_FAST", "HTTP2_FAST"})
  void fillsHolesFromTheStore(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    Store store = new Store();
    store.store(1, 3);
    server.serve("/log", spec -> follow(spec, server.hub, store, OptionalLong.empty()));
    try (SseClient client = server.client("/log").awaitText("connected")) {
      assertThat(client.ids()).containsExactly("3");
      store.store(4, 9);
      publish(server.hub, 6);
      publish(server.hub, 5);
      publish(server.hub, 9);
      publish(server.hub, 7);
      client.awaitText("\"event_seq\":9}\n\n");
      assertThat(client.data("FillRecorded")).containsExactly(numbers(4, 5, 6, 7, 8, 9));
      // A number that never was: the store does not have it either.
      store.store(11, 11);
      publish(server.hub, 11);
      client.awaitText("\"event_seq\":11}\n\n");
      assertThat(client.lastId()).isEqualTo("11");
    }
    server.awaitEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1_FAST", "HTTP2_FAST"})
  void newsThatTheStoreHasAlreadyIsStillNews(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    Store store = new Store();
    store.store(1, 3);
    Promise<Void> gate = Promise.promise();
    store.gate = gate.future();
    server.serve("/log", spec -> follow(spec, server.hub, store, OptionalLong.empty()));
    try (SseClient client = server.client("/log").awaitText("retry")) {
      store.store(4, 4);
      publish(server.hub, 4);
      gate.complete();
      client.awaitText("\"event_seq\":4}\n\n");
      assertThat(client.data("FillRecorded")).containsExactly(numbers(4));
    }
    server.awaitEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1_FAST", "HTTP2_FAST"})
  void saysWhenTheStoreForgotOrWasCleared(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    Store store = new Store();
    store.store(5, 8);
    server.serve("/log", spec -> follow(spec, server.hub, store, OptionalLong.empty()));
    for (String id : List.of("2", "40")) {
      try (SseClient client = server.client("/log", id).awaitText("connected")) {
        assertThat(client.names()).containsExactly("resync_required", "connected");
        assertThat(client.lastId()).isEqualTo("8");
        store.store(9, 9);
        publish(server.hub, 9);
        client.awaitText("\"event_seq\":9}\n\n");
        store.events.remove(9L);
      }
    }
    server.awaitEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1_FAST", "HTTP1_PLAIN", "HTTP2_FAST", "HTTP2_PLAIN"})
  void endsTheStreamWhenTheStoreFails(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    Store store = new Store();
    Promise<Void> gate = Promise.promise();
    store.gate = gate.future();
    server.serve("/log", spec -> follow(spec, server.hub, store, OptionalLong.of(1)));
    try (SseClient client = server.client("/log").awaitText("retry")) {
      SseStream stream = server.stream("/log");
      gate.fail("away");
      assertThat(await(stream.ended())).isEqualTo(Ended.UNREPLAYABLE);
      client.awaitEnd();
      assertThat(client.names()).isEmpty();
    }
    server.awaitEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1_FAST", "HTTP1_PLAIN", "HTTP2_FAST", "HTTP2_PLAIN"})
  void readsOnWhenTheStoreIsBack(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    Store store = new Store();
    store.store(1, 1);
    server.serve("/log", spec -> follow(spec, server.hub, store, OptionalLong.empty()));
    try (SseClient client = server.client("/log").awaitText("connected")) {
      store.gate = Future.failedFuture("away");
      int asked = store.asked.get();
      publish(server.hub, 3);
      eventually(() -> store.asked.get() > asked + 1);
      publish(server.hub, 4);
      assertThat(client.data("FillRecorded")).isEmpty();
      store.store(2, 4);
      store.gate = Future.succeededFuture();
      client.awaitText("\"event_seq\":4}\n\n");
      assertThat(client.data("FillRecorded")).containsExactly(numbers(2, 3, 4));
    }
    server.awaitEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void givesMixedStreamsOneIdForAllTheirTopics(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    Store alerts = new Store();
    alerts.store(1, 2);
    Store log = new Store();
    StateTopic spot = server.hub.state("mixed/spot");
    spot.publish(SseEvent.of("spot", "1"));
    server.serve(
        "/mixed",
        spec ->
            spec.on(spot)
                .follow("alerts", server.hub.sequenced("alerts:7", alerts), OptionalLong.empty())
                .follow(
                    "trade-log", server.hub.sequenced("trade-log:7", log), OptionalLong.empty()));
    String lastId;
    try (SseClient client = server.client("/mixed").awaitText("connected")) {
      assertThat(client.names()).containsExactly("spot", "connected");
      assertThat(client.ids()).containsExactly(null, "alerts:2,trade-log:0");
      spot.publish(SseEvent.of("spot", "2"));
      client.awaitText("data: 2");
      log.store(1, 1);
      publish(server.hub, 1);
      client.awaitText("\"event_seq\":1}\n\n");
      spot.publish(SseEvent.of("spot", "3"));
      client.awaitText("data: 3");
      assertThat(client.ids().subList(2, 5)).containsExactly(null, "alerts:2,trade-log:1", null);
      lastId = client.ids().get(3);
    }
    server.awaitEmpty();
    alerts.store(3, 4);
    log.store(2, 2);
    try (SseClient client = server.client("/mixed", lastId).awaitText("connected")) {
      assertThat(client.names().get(0)).isEqualTo("spot");
      assertThat(client.data("FillRecorded")).containsExactlyInAnyOrder(numbers(3, 4, 2));
      assertThat(client.lastId()).isEqualTo("alerts:4,trade-log:2");
    }
    server.awaitEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1_FAST", "HTTP2_FAST"})
  void neverTellsOneFollowerWhatIsForAnother(Wire wire) throws Exception {
    StreamServer server = SERVERS.on(wire);
    for (String user : List.of("7", "8")) {
      server.serve(
          "/alerts/" + user,
          spec ->
              spec.follow(
                  "alerts",
                  server.hub.sequenced("alerts:" + user, new Store()),
                  OptionalLong.of(0)));
    }
    try (SseClient seven = server.client("/alerts/7").awaitText("connected");
        SseClient eight = server.client("/alerts/8").awaitText("connected")) {
      SequencedTopic topic = (SequencedTopic) server.hub.topic("alerts:7").orElseThrow();
      topic.publish(1, SseEvent.of("alert", "{}"));
      seven.awaitEvent("alert");
      server.hub.each(stream -> stream.send(SseEvent.of("done", "{}")));
      eight.awaitEvent("done");
      assertThat(eight.names()).containsExactly("connected", "done");
    }
    eventually(() -> server.hub.topic("alerts:7").isEmpty());
  }
}
