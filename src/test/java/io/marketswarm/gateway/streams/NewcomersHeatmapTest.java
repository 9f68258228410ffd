package io.marketswarm.gateway.streams;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.gateway.models.ModelRoutes;
import io.marketswarm.gateway.streams.Listener.Event;
import io.marketswarm.store.Eventually;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** However many come, a heatmap leaves in the bytes in which it was published. */
class NewcomersHeatmapTest {
  private static final String MODEL = "massive:heatmap:model:";
  private static final int TILES = 3_000;
  private static final int NEWCOMERS = 5;
  private static RunningGateway gateway;
  private static long sequence;

  private final String symbol = "N" + Long.toString(System.nanoTime(), 36).toUpperCase(Locale.ROOT);
  private final List<Listener> open = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    gateway = RunningGateway.plan().behind(StreamRoutes::new).behind(ModelRoutes::new).start();
    eventually(() -> gateway.stores().market().up());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @AfterEach
  void hangUp() {
    open.forEach(Listener::close);
  }

  @Test
  void streamsBeginWithTheBytesOfTheWholeAndOfTheChangesSince() throws Exception {
    String whole = whole(100);
    publish(":latest", ModelUpdate.Kind.FULL, whole);
    Listener first = newcomer();
    assertThat(told(first, "heatmap")).containsExactly(whole);
    double merges = merges();
    List<String> changes = List.of(change(101), change(102), change(103));
    for (String change : changes) {
      publish("", ModelUpdate.Kind.DIFF, change);
    }
    eventually(() -> told(first, "heatmap_diff").size() == changes.size());

    for (int i = 0; i < NEWCOMERS; i++) {
      Listener later = newcomer();
      assertThat(told(later, "heatmap")).containsExactly(whole);
      assertThat(told(later, "heatmap_diff")).isEqualTo(changes);
    }
    assertThat(merges()).as("wholes that were made anew").isEqualTo(merges);
  }

  @Test
  void readersGetTheBytesOfTheWholeInWhichChangesAreWorkedOnce() throws Exception {
    String whole = whole(100);
    publish(":latest", ModelUpdate.Kind.FULL, whole);
    eventually(() -> read().contains("\"version\" :  100"));
    double merges = merges();
    for (int i = 0; i < NEWCOMERS; i++) {
      assertThat(read()).startsWith("{\"success\":true,\"data\":" + whole + ",\"ts\":");
    }
    assertThat(merges()).isEqualTo(merges);

    publish("", ModelUpdate.Kind.DIFF, change(101));
    eventually(() -> read().contains("101"));
    String merged = beforeTheTime(read());
    for (int i = 0; i < NEWCOMERS; i++) {
      assertThat(beforeTheTime(read())).isEqualTo(merged);
    }
    assertThat(merges()).as("once, however many ask").isEqualTo(merges + 1);
  }

  @Test
  void changesOfAnEarlierLifeOfThePublisherAreForgotten() throws Exception {
    publish(":latest", ModelUpdate.Kind.FULL, whole(5_000));
    Listener first = newcomer();
    publish("", ModelUpdate.Kind.DIFF, change(5_001));
    eventually(() -> told(first, "heatmap_diff").size() == 1);
    String anew = whole(7);
    set(anew);
    publish("", ModelUpdate.Kind.DIFF, change(7));
    eventually(() -> told(first, "heatmap").contains(anew));

    Listener later = newcomer();
    assertThat(told(later, "heatmap")).containsExactly(anew);
    assertThat(told(later, "heatmap_diff")).isEmpty();
  }

  private Listener newcomer() throws Exception {
    Listener listener =
        Listener.on(gateway, "/sse/heatmap/" + symbol, RunningGateway.somebody()).connected();
    open.add(listener);
    return listener;
  }

  private static List<String> told(Listener listener, String event) {
    return listener.events().stream()
        .filter(heard -> heard.name().equals(event))
        .map(Event::data)
        .toList();
  }

  private String read() {
    String path = "/api/models/heatmap/" + symbol;
    return Eventually.get(gateway.ask(HttpMethod.GET, path, RunningGateway.somebody()).send())
        .bodyAsString();
  }

  private static String beforeTheTime(String answer) {
    return answer.substring(0, answer.lastIndexOf(",\"ts\":"));
  }

  private static double merges() {
    return gateway.metrics().counter("marketswarm.gateway.heatmap.merges").count();
  }

  /** With spaces where no encoder would put them. */
  private String whole(int version) {
    return IntStream.range(0, TILES)
        .mapToObj(i -> "\"single:0:0:%d\" : {\"debit\": %d.50 }".formatted(i, i))
        .collect(
            Collectors.joining(
                " , ",
                "{ \"ts\":1, \"symbol\":\"%s\", \"version\" :  %d, \"tiles\": {"
                    .formatted(symbol, version),
                "}}"));
  }

  private String change(int version) {
    return ("{\"ts\":2,  \"version\":%d, \"symbol\":\"%s\","
            + " \"changed\":{\"single:0:0:1\":{\"debit\": %d}}, \"removed\":[]}")
        .formatted(version, symbol, version);
  }

  private void publish(String after, ModelUpdate.Kind kind, String json) {
    String topic = (kind == ModelUpdate.Kind.DIFF ? "massive:heatmap:diff:" : MODEL) + symbol;
    gateway.tell(
        new ModelUpdate(
            topic + after, ++sequence, System.currentTimeMillis(), kind, Buffer.buffer(json)));
  }

  private void set(String json) throws Exception {
    await(
        gateway
            .stores()
            .market()
            .send(Request.cmd(Command.SET).arg(MODEL + symbol + ":latest").arg(json)));
  }
}
