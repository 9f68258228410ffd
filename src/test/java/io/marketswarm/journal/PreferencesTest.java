package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.data;
import static io.marketswarm.journal.Trader.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Symbols, tags and settings: what everybody has, what is one's own, and what stays as it is. */
class PreferencesTest {
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

  @Test
  void everybodyHasTheUsualSymbolsAndMayHideThem() {
    List<JsonObject> usual = list(ada.get("/api/symbols"));
    Object[][] multipliers = {
      {"SPX", 100}, {"ES", 50}, {"MES", 5}, {"NQ", 20}, {"MNQ", 2}, {"CL", 1000}, {"AAPL", 100}
    };
    for (Object[] one : multipliers) {
      assertThat(data(ada.get("/api/symbols/" + one[0])).getInteger("multiplier"))
          .as((String) one[0])
          .isEqualTo(one[1]);
    }
    assertThat(usual).hasSize(25).allMatch(symbol -> symbol.getBoolean("is_default"));
    assertThat(ada.delete("/api/symbols/spx").statusCode()).isEqualTo(403);
    assertThat(ada.put("/api/symbols/SPX", new JsonObject().put("multiplier", 1)).statusCode())
        .isEqualTo(403);
    data(ada.put("/api/symbols/spx", new JsonObject().put("enabled", false)));
    assertThat(list(ada.get("/api/symbols"))).hasSize(24);
    assertThat(list(ada.get("/api/symbols?include_disabled=true"))).hasSize(25);
    assertThat(list(journal.trader().get("/api/symbols"))).hasSize(25);

    JsonObject own =
        new JsonObject()
            .put("symbol", "zb")
            .put("name", "Bond")
            .put("asset_type", "future")
            .put("multiplier", 1000);
    assertThat(data(ada.post("/api/symbols", own)).getString("symbol")).isEqualTo("ZB");
    assertThat(ada.post("/api/symbols", own).statusCode()).isEqualTo(409);
    assertThat(ada.post("/api/symbols", own.copy().put("symbol", "spx")).statusCode())
        .isEqualTo(409);
    assertThat(journal.trader().get("/api/symbols/ZB").statusCode()).isEqualTo(404);
    JsonObject trade =
        data(ada.post("/api/trades", Trader.butterfly().put("symbol", "zb").put("entry_price", 1)));
    assertThat(
            data(ada.post(
                    "/api/trades/" + trade.getString("id") + "/close",
                    new JsonObject().put("exit_price", 2)))
                .getInteger("pnl"))
        .isEqualTo(100_000);
  }

  @Test
  void tagsAreSeededOnceAndTheSystemsAreLocked() {
    List<JsonObject> seeded = list(ada.get("/api/tags"));
    assertThat(seeded).hasSize(41);
    assertThat(list(ada.get("/api/tags?category=day-texture"))).hasSize(15);
    assertThat(list(ada.get("/api/tags?scope=retro"))).isNotEmpty();
    assertThat(ada.post("/api/tags/seed", null).bodyAsJsonObject().getString("message"))
        .startsWith("0 tags");
    JsonObject state =
        seeded.stream().filter(tag -> tag.getBoolean("system")).findFirst().orElseThrow();
    String locked = "/api/tags/" + state.getString("id");
    assertThat(ada.put(locked, new JsonObject().put("name", "mine")).statusCode()).isEqualTo(403);
    assertThat(ada.put(locked, new JsonObject().put("category", "custom")).statusCode())
        .isEqualTo(403);
    data(ada.put(locked, new JsonObject().put("description", "as I see it")));
    assertThat(ada.delete(locked).statusCode()).isEqualTo(403);

    JsonObject mine = data(ada.post("/api/tags", new JsonObject().put("name", " Patience ")));
    assertThat(mine.getString("name")).isEqualTo("Patience");
    assertThat(mine.getJsonArray("visibility_scopes")).containsExactly("journal");
    assertThat(ada.post("/api/tags", new JsonObject().put("name", "patience")).statusCode())
        .isEqualTo(409);
    assertThat(
            ada.post(
                    "/api/tags",
                    new JsonObject()
                        .put("name", "x")
                        .put("visibility_scopes", new JsonArray().add("global").add("retro")))
                .statusCode())
        .isEqualTo(400);
    String path = "/api/tags/" + mine.getString("id");
    data(ada.put(path + "/retire", null));
    assertThat(list(ada.get("/api/tags"))).hasSize(41);
    assertThat(list(ada.get("/api/tags?include_retired=true"))).hasSize(42);
    assertThat(data(ada.put(path + "/restore", null)).getBoolean("is_retired")).isFalse();
    journal.sql("UPDATE tags SET usage_count = 1 WHERE id = ?", mine.getString("id"));
    assertThat(ada.delete(path).statusCode()).isEqualTo(400);
  }

  @Test
  void settingsAreOnesOwnBeforeTheyAreEverybodys() {
    String log = ada.newLog();
    journal.sql(
        "INSERT IGNORE INTO settings (`key`, scope, user_id, value, category)"
            + " VALUES ('house_rule', 'global', 0, 'bare words', 'trading')");
    assertThat(data(ada.get("/api/settings/house_rule")).getString("value"))
        .isEqualTo("bare words");
    assertThat(ada.get("/api/settings/nothing").statusCode()).isEqualTo(404);
    assertThat(data(ada.get("/api/settings/nothing?log_id=" + log)).getValue("value")).isNull();
    HttpResponse<Buffer> put =
        ada.put(
            "/api/settings/house_rule",
            new JsonObject().put("value", "5").put("category", "trading"));
    assertThat(data(put).getValue("value")).isEqualTo("5");
    assertThat(data(ada.get("/api/settings/house_rule")).getValue("value"))
        .as("a text stays a text")
        .isEqualTo("5");
    data(
        ada.put(
            "/api/settings/house_rule",
            new JsonObject()
                .put("value", new JsonObject().put("a", 1))
                .put("category", "trading")
                .put("scope", log)));
    JsonObject effective = data(ada.get("/api/settings/house_rule?log_id=" + log));
    assertThat(effective.getJsonObject("value").getInteger("a")).isEqualTo(1);
    assertThat(effective.getBoolean("effective")).isTrue();
    JsonObject all = ada.get("/api/settings?category=trading").bodyAsJsonObject();
    assertThat(all.getJsonObject("data").getString("house_rule")).isEqualTo("5");
    assertThat(all.getString("scope")).isEqualTo("global");
    assertThat(ada.delete("/api/settings/house_rule?scope=" + log).statusCode()).isEqualTo(200);
    assertThat(ada.delete("/api/settings/house_rule?scope=" + log).statusCode()).isEqualTo(404);
    assertThat(data(ada.get("/api/settings/house_rule?log_id=" + log)).getValue("value"))
        .isEqualTo("5");
    assertThat(data(journal.trader().get("/api/settings/house_rule")).getString("value"))
        .isEqualTo("bare words");
  }
}
