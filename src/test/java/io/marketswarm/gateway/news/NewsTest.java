package io.marketswarm.gateway.news;

import static io.marketswarm.store.BusName.INTEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.DataEdge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** News ranked and joined with what was made of them. */
class NewsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");
  private static final String INDEX = "rss:article_enriched_index";

  private static DataEdge edge;

  @BeforeAll
  static void start() throws Exception {
    edge = DataEdge.with(NewsRoutes::new);
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
  }

  @BeforeEach
  void noNews() throws Exception {
    edge.redis(INTEL, Command.DEL, INDEX, "content_anal:outbox");
  }

  @ParameterizedTest
  @CsvSource({
    "geopolitics, Fed, Sanctions widen, 10, 5, 5, shock, 10",
    "macro, , Prices, 45, 5, 5, structural, 10",
    "energy, VIX, Oil, 119, 4, 3, mild, 7",
    "equities, , Shares, 239, 2, 1, none, 3",
    "earnings, FOMC, Results, 400, 2, 0, structural, 2",
    "commodities, , Gold, 100, 3, 3, mild, 6",
    "rates, , Yields, 15, 4, 5, structural, 9",
    "geopolitics, , Award season, 200, 5, 2, none, 7"
  })
  void ranks(
      String category,
      String entity,
      String title,
      int age,
      int relevance,
      int urgency,
      String impact,
      int total) {
    Instant published = NOW.minus(Duration.ofMinutes(age));
    JsonArray entities = entity == null ? null : new JsonArray().add(entity);
    Article article =
        new Article(
            "u", title, "", "", category, "", "", 0, entities, null, null, published, published);
    ArticleRank rank = ArticleRank.of(article, NOW);
    assertThat(rank).isEqualTo(new ArticleRank(age, relevance, urgency, impact));
    assertThat(rank.total()).isEqualTo(total);
  }

  @Test
  void anUnknownTimeIsNotUrgent() {
    Article article =
        new Article(
            "u", "t", "", "", "macro", "", "", 0, null, null, null, Instant.EPOCH, Instant.EPOCH);
    assertThat(ArticleRank.of(article, NOW).urgency()).isEqualTo(1);
  }

  private static void article(String uid, double minutesAgo, Object... fields) throws Exception {
    double ts = System.currentTimeMillis() / 1_000.0 - minutesAgo * 60;
    edge.redis(INTEL, Command.DEL, "rss:article_enriched:" + uid, "rss:analysis:" + uid);
    Object[] words = new Object[fields.length + 5];
    words[0] = "rss:article_enriched:" + uid;
    System.arraycopy(fields, 0, words, 1, fields.length);
    words[fields.length + 1] = "enriched_ts";
    words[fields.length + 2] = ts;
    words[fields.length + 3] = "published_ts";
    words[fields.length + 4] = ts;
    edge.redis(INTEL, Command.HSET, words);
    edge.redis(INTEL, Command.ZADD, INDEX, ts, uid);
  }

  private static List<String> uids(JsonArray articles) {
    return articles.stream().map(a -> ((JsonObject) a).getString("uid")).toList();
  }

  @Test
  void administratorsSeeTheMostImportantFirst() throws Exception {
    article("a", 300, "title", "Shares", "category", "equities");
    article(
        "b",
        10,
        "title",
        "War",
        "category",
        "geopolitics",
        "entities",
        "[\"Fed\"]",
        "quality_score",
        "0.75",
        "tickers",
        "{broken");
    article("c", 5, "category", "macro");
    article("d", 5000, "title", "Old", "category", "macro");
    HttpResponse<Buffer> answer = edge.admin().get("/api/admin/rss-articles?hours=24");
    JsonObject body = answer.bodyAsJsonObject();
    assertThat(body.getInteger("hours")).isEqualTo(24);
    assertThat(body.getInteger("count")).isEqualTo(2);
    assertThat(uids(body.getJsonArray("articles"))).containsExactly("b", "a");
    JsonObject first = body.getJsonArray("articles").getJsonObject(0);
    assertThat(first.getString("impact")).isEqualTo("shock");
    assertThat(first.getInteger("total_score")).isEqualTo(10);
    assertThat(first.getInteger("age_minutes")).isEqualTo(10);
    assertThat(first.getDouble("quality_score")).isEqualTo(0.75);
    assertThat(first.getJsonArray("entities")).isEqualTo(new JsonArray().add("Fed"));
    assertThat(first.getValue("tickers")).isNull();
    assertThat(first.getValue("takeaways")).isNull();
    assertThat(first.getLong("published_ts")).isGreaterThan(1_700_000_000_000L);
    assertThat(edge.as("reader").get("/api/admin/rss-articles").statusCode()).isEqualTo(403);
  }

  @Test
  void tradersGetTheLatestWithTheirAnalysis() throws Exception {
    article("x", 3, "title", "Older", "category", "macro");
    article("y", 1, "title", "Newer", "category", "rates");
    edge.redis(INTEL, Command.SET, "rss:analysis:x", "{\"uid\":\"x\",\"impact\":\"mild\"}");
    double ts = System.currentTimeMillis() / 1_000.0 - 120;
    edge.redis(
        INTEL,
        Command.XADD,
        "content_anal:outbox",
        "*",
        "item",
        "{\"uid\":\"syn-1\",\"title\":\"Both\",\"chart\":\"big\",\"generated_ts\":" + ts + "}");
    JsonObject data =
        edge.as("reader").get("/api/models/intel").bodyAsJsonObject().getJsonObject("data");
    assertThat(uids(data.getJsonArray("articles"))).isEqualTo(Arrays.asList("y", "syn-1", "x"));
    JsonObject synthetic = data.getJsonArray("articles").getJsonObject(1);
    assertThat(synthetic.getString("kind")).isEqualTo("synthetic");
    assertThat(synthetic.containsKey("chart")).isFalse();
    JsonObject analysed = data.getJsonArray("articles").getJsonObject(2);
    assertThat(analysed.getJsonObject("analysis").getString("impact")).isEqualTo("mild");
    assertThat(data.getJsonArray("articles").getJsonObject(0).getValue("analysis")).isNull();
    assertThat(
            edge.as("reader")
                .get("/api/models/intel?limit=1")
                .bodyAsJsonObject()
                .getJsonObject("data")
                .getInteger("count"))
        .isEqualTo(1);
  }
}
