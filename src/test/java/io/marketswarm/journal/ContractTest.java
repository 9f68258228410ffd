package io.marketswarm.journal;

import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.web.api.Sampled;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Routes, document, answers and events stay in step. */
class ContractTest {
  private static JournalServer journal;
  private static Sampled document;

  /** What other devices of a trader hear, by the operation; nobody hears of the others. */
  private static final Map<String, List<String>> EVENTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "createOrder",
                  List.of("OrderCreated", "OrderCreated", "OrderCreated", "OrderCreated")),
              Map.entry("executeOrder", List.of("OrderFilled", "PositionCreated")),
              Map.entry("cancelOrder", List.of("OrderCancelled")),
              Map.entry("deleteTrade", List.of("OrderCancelled")),
              Map.entry("revertImport", List.of("OrderCancelled")),
              Map.entry("createPosition", List.of("PositionCreated")),
              Map.entry("patchPosition", List.of("PositionAdjusted")),
              Map.entry("recordFill", List.of("FillRecorded")),
              Map.entry("closePosition", List.of("PositionClosed")),
              Map.entry("deletePosition", List.of("PositionDeleted")),
              Map.entry("createStrategy", List.of("strategy_added")),
              Map.entry("patchStrategy", List.of("strategy_updated")),
              Map.entry("importStrategies", List.of("strategy_added", "strategy_added")),
              Map.entry("reorderStrategies", List.of("strategy_updated")),
              Map.entry("deleteStrategy", List.of("strategy_removed")),
              Map.entry("useTemplate", List.of("strategy_added")),
              Map.entry("archiveLog", List.of("log.lifecycle.archived")),
              Map.entry("deleteLog", List.of("log.lifecycle.archived")),
              Map.entry(
                  "retireLog", List.of("log.lifecycle.retire_scheduled", "log.lifecycle.retired")),
              Map.entry("cancelRetirement", List.of("log.lifecycle.retire_cancelled")),
              Map.entry("reactivateLog", List.of("log.lifecycle.reactivated"))));

  @BeforeAll
  static void open() {
    journal = JournalServer.start();
    document =
        new Sampled(
            get(journal.client.get(journal.port(), "127.0.0.1", "/api/openapi.json").send())
                .bodyAsJsonObject());
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  @Test
  void isAnOpenApiDocumentThatOthersCanRead() {
    JsonObject whole =
        get(journal.client.get(journal.port(), "127.0.0.1", "/api/openapi.json").send())
            .bodyAsJsonObject();
    assertThat(whole).isEqualTo(JournalApi.read().text().toJsonObject());
    // The library knows but a few media types, and files are none of them.
    whole
        .getJsonObject("paths")
        .getJsonObject("/api/logs/{logId}/export")
        .getJsonObject("get")
        .getJsonObject("responses")
        .remove("200");
    OpenAPIContract contract = get(OpenAPIContract.from(journal.vertx, whole));
    assertThat(contract.operations()).hasSize(document.operations().size());
    assertThat(contract.getVersion().name()).isEqualTo("V3_1");
  }

  @Test
  void answersAsPromisedAndTellsEachChangeOnce() {
    Walk walk = new Walk(journal, document);
    walk.all();
    Set<String> never = new TreeSet<>(document.operations().keySet());
    never.removeAll(walk.sampled());
    assertThat(never).as("operations nobody sampled").isEmpty();
    assertThat(walk.told()).isEqualTo(EVENTS);
    walk.latest()
        .forEach(
            (family, last) ->
                until(
                    "all of " + family + " is published",
                    () -> published(walk.ada.id(), family).equals(numbersTo(last))));
  }

  private static List<String> numbersTo(long last) {
    return LongStream.rangeClosed(1, last).mapToObj(number -> number + "-0").toList();
  }

  private static List<String> published(int user, String family) {
    List<String> ids = new ArrayList<>();
    get(journal
            .stores
            .market()
            .send(
                Request.cmd(Command.XRANGE)
                    .arg("user:events:" + user + ":" + family)
                    .arg("-")
                    .arg("+")))
        .forEach(entry -> ids.add(entry.get(0).toString()));
    return ids;
  }
}
