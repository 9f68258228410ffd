package io.marketswarm.stream;

import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/** A client that loses its connection at any moment, and comes back, misses nothing. */
class ResumeProperties {
  private static final Servers SERVERS = new Servers(HubOptions.DEFAULT);
  private static int round;

  @AfterContainer
  static void close() throws Exception {
    SERVERS.close();
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void everyEventArrivesOnceAndInOrder(
      @ForAll Wire wire,
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 40) Integer> dropsAfter)
      throws Exception {
    StreamServer server = SERVERS.on(wire);
    String path = "/resume/" + round++;
    EventTopic one = server.hub.events(path + "/1", Retention.DEFAULT, List::of);
    EventTopic two = server.hub.events(path + "/2", Retention.DEFAULT, List::of);
    server.serve(path, spec -> spec.on(one, two));
    int many = dropsAfter.stream().mapToInt(Integer::intValue).sum() + 50;
    List<Integer> heard = new ArrayList<>();
    String lastId;
    try (SseClient first = server.client(path).awaitText("connected")) {
      lastId = first.lastId();
    }
    Thread publisher = new Thread(() -> publish(one, two, many));
    publisher.start();
    for (int events : dropsAfter) {
      int wanted = Math.min(many, heard.size() + events);
      lastId = read(server, path, lastId, wanted, heard);
    }
    read(server, path, lastId, many, heard);
    publisher.join();
    assertThat(heard).containsExactlyElementsOf(IntStream.range(0, many).boxed().toList());
  }

  private static void publish(EventTopic one, EventTopic two, int many) {
    for (int i = 0; i < many; i++) {
      (i % 3 == 0 ? one : two).publish(SseEvent.of("n", Integer.toString(i)));
      if (i % 7 == 0) {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
    }
  }

  /** Reads until there are enough, cuts the connection, and returns the last id seen. */
  private static String read(
      StreamServer server, String path, String lastId, int wanted, List<Integer> heard)
      throws InterruptedException {
    try (SseClient client = server.client(path, lastId)) {
      int before = heard.size();
      eventually(() -> before + client.data("n").size() >= wanted);
      List<SseClient.Read> read = client.events();
      read.stream()
          .filter(event -> event.name().equals("n"))
          .map(event -> Integer.parseInt(event.data()))
          .forEach(heard::add);
      return read.isEmpty() ? lastId : read.get(read.size() - 1).id();
    }
  }
}
