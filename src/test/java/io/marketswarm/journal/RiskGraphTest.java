package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.data;
import static io.marketswarm.journal.Trader.list;
import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.EventFamily;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Strategies on the graph: each change is a version and is told; templates make more of them. */
class RiskGraphTest {
  private static final String GRAPH = "/api/risk-graph/strategies";

  private static JournalServer journal;
  private final Trader ada = journal.trader();

  @BeforeAll
  static void open() {
    journal = JournalServer.start();
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  private static JsonObject strategy(int strike) {
    return new JsonObject()
        .put("strategy", "butterfly")
        .put("side", "call")
        .put("strike", strike)
        .put("width", 20)
        .put("dte", 3)
        .put("expiration", "2027-01-15")
        .put("debit", 2.1);
  }

  @Test
  void everyChangeIsAVersionAndIsTold() {
    JsonObject made = data(ada.post(GRAPH, strategy(6000)));
    assertThat(made.getBoolean("visible")).isTrue();
    assertThat(made.getInteger("sortOrder")).isZero();
    String path = GRAPH + "/" + made.getString("id");
    data(ada.patch(path, new JsonObject().put("debit", 2.5)));
    data(
        ada.patch(
            "/api/strategys/" + made.getString("id") + "?force=true",
            new JsonObject().put("visible", false).put("changeReason", "noise")));
    data(ada.patch(path, new JsonObject().put("label", "mine").put("debit", 2.6)));
    data(ada.patch(path, new JsonObject()));
    assertThat(ada.delete(path).statusCode()).isEqualTo(200);
    assertThat(ada.delete(path).statusCode()).as("gone already").isEqualTo(404);
    List<JsonObject> versions = list(ada.get(path + "/versions"));
    assertThat(versions)
        .extracting(version -> version.getString("changeType"))
        .containsExactly("deleted", "edited", "visibility_toggled", "debit_updated", "created");
    assertThat(versions)
        .extracting(version -> version.getInteger("version"))
        .containsExactly(5, 4, 3, 2, 1);
    assertThat(versions.get(2).getString("changeReason")).isEqualTo("noise");
    assertThat(list(ada.get(GRAPH))).isEmpty();
    assertThat(list(ada.get(GRAPH + "?include_inactive=true"))).hasSize(1);
    assertThat(ada.delete(path + "?hard=true").statusCode()).isEqualTo(200);
    assertThat(ada.get(path).statusCode()).isEqualTo(404);
    assertThat(types(6))
        .containsExactly(
            "strategy_added",
            "strategy_updated",
            "strategy_updated",
            "strategy_updated",
            "strategy_removed",
            "strategy_removed");
  }

  @Test
  void importsAllOrNothingAndKeepsTheOrderAsked() {
    JsonArray two = new JsonArray().add(strategy(1)).add(strategy(2));
    HttpResponse<Buffer> bad =
        ada.post(
            GRAPH + "/import",
            new JsonObject().put("strategies", two.copy().add(strategy(3).putNull("width"))));
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.bodyAsJsonObject().getString("error")).contains("strategies[2].width");
    assertThat(list(ada.get(GRAPH))).isEmpty();
    HttpResponse<Buffer> good =
        ada.post(GRAPH + "/import", new JsonObject().put("strategies", two));
    assertThat(good.statusCode()).isEqualTo(201);
    List<JsonObject> all = list(ada.get(GRAPH));
    assertThat(all).extracting(one -> one.getInteger("strike")).containsExactly(1, 2);
    JsonArray turned =
        new JsonArray().add(all.get(1).getString("id")).add(all.get(0).getString("id"));
    assertThat(ada.post(GRAPH + "/reorder", new JsonObject().put("ids", turned)).statusCode())
        .isEqualTo(200);
    assertThat(list(ada.get(GRAPH)))
        .extracting(one -> one.getInteger("strike"))
        .containsExactly(2, 1);
    assertThat(
            ada.post(GRAPH + "/reorder", new JsonObject().put("ids", new JsonArray())).statusCode())
        .isEqualTo(400);
    JsonObject export = data(ada.get(GRAPH + "/export"));
    assertThat(export.getInteger("count")).isEqualTo(2);
    assertThat(types(4))
        .containsExactly(
            "strategy_added", "strategy_added", "strategy_updated", "strategy_updated");
    for (JsonObject wrong :
        List.of(
            strategy(6000).put("strategy", "condor"),
            strategy(0),
            strategy(6000).put("expiration", "soon"),
            strategy(6000).put("width", 0))) {
      assertThat(ada.post(GRAPH, wrong).statusCode()).as(wrong.encode()).isEqualTo(400);
    }
  }

  @Test
  void templatesAreSharedByCodeAndUsedAroundTheSpot() {
    JsonObject template =
        data(
            ada.post(
                "/api/templates",
                new JsonObject()
                    .put("name", "Fly")
                    .put("strategy", "butterfly")
                    .put("side", "call")
                    .put("width", 20)
                    .put("strikeOffset", -10)
                    .put("dteTarget", 3)
                    .put("debitEstimate", 1.25)));
    String path = "/api/risk-graph/templates/" + template.getString("id");
    String code = data(ada.post(path + "/share", null)).getString("shareCode");
    assertThat(code).matches("[A-Za-z0-9_-]{16}");
    assertThat(data(ada.post(path + "/share", null)).getString("shareCode")).isEqualTo(code);
    String other = data(ada.post(path + "/share?rotate=true", null)).getString("shareCode");
    assertThat(other).isNotEqualTo(code);
    String shared = "/api/risk-graph/templates/shared/";
    JsonObject seen =
        get(journal.client.get(journal.port(), "127.0.0.1", shared + other).send())
            .bodyAsJsonObject()
            .getJsonObject("data");
    assertThat(seen.getString("name")).isEqualTo("Fly");
    assertThat(seen.containsKey("userId")).isFalse();
    assertThat(ada.get(shared + code).statusCode()).isEqualTo(404);

    JsonObject used = data(ada.post(path + "/use", new JsonObject().put("spotPrice", 6002.6)));
    assertThat(used.getInteger("strike")).isEqualTo(5995);
    assertThat(used.getDouble("debit")).isEqualTo(1.25);
    assertThat(used.getInteger("dte")).isEqualTo(3);
    assertThat(data(ada.get(path)).getInteger("useCount")).isEqualTo(1);
    for (Object spot : new Object[] {0, -1, "high", null}) {
      assertThat(ada.post(path + "/use", new JsonObject().put("spotPrice", spot)).statusCode())
          .isEqualTo(400);
    }
    Trader other2 = journal.trader();
    data(ada.patch(path, new JsonObject().put("isPublic", true)));
    assertThat(list(other2.get("/api/templates"))).isEmpty();
    assertThat(list(other2.get("/api/templates?include_public=true")))
        .anyMatch(one -> one.getString("id").equals(template.getString("id")));
    assertThat(other2.patch(path, new JsonObject().put("name", "mine")).statusCode())
        .isEqualTo(404);
    assertThat(types(1)).containsExactly("strategy_added");
  }

  /** What was told about this trader's graph, once it is as much as expected; without gaps. */
  private List<String> types(int count) {
    until(count + " changes are told", () -> told().size() >= count);
    List<JsonObject> all = told();
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).getInteger("seq")).isEqualTo(i + 1);
    }
    return all.stream().map(event -> event.getString("type")).toList();
  }

  private List<JsonObject> told() {
    Response entries =
        get(
            journal
                .stores
                .market()
                .send(
                    Request.cmd(Command.XRANGE)
                        .arg(EventFamily.RISK_GRAPH.streamKey(ada.id()))
                        .arg("-")
                        .arg("+")));
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> new JsonObject(entry.get(1).get(1).toString()))
        .toList();
  }
}
