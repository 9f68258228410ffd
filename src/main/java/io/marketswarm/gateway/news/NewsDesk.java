package io.marketswarm.gateway.news;

import io.marketswarm.gateway.rest.JsonOf;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Articles and what was made of them, on the intel bus. */
final class NewsDesk {
  private static final String INDEX = "rss:article_enriched_index";
  private static final String ARTICLE = "rss:article_enriched:";
  private static final String ANALYSIS = "rss:analysis:";
  private static final String SYNTHETIC = "content_anal:outbox";

  private final RedisBus intel;

  NewsDesk(RedisBus intel) {
    this.intel = intel;
  }

  /** The newest articles that were enriched after a moment, newest first. */
  Future<List<Article>> since(double epochSeconds, int limit) {
    return intel
        .send(
            Request.cmd(Command.ZRANGE)
                .arg(INDEX)
                .arg("+inf")
                .arg(epochSeconds)
                .arg("BYSCORE")
                .arg("REV")
                .arg("LIMIT")
                .arg(0)
                .arg(limit))
        .compose(
            uids -> {
              List<String> ids = new ArrayList<>();
              uids.forEach(uid -> ids.add(uid.toString()));
              return articles(ids);
            });
  }

  private Future<List<Article>> articles(List<String> uids) {
    List<Request> reads =
        uids.stream().map(uid -> Request.cmd(Command.HGETALL).arg(ARTICLE + uid)).toList();
    return intel
        .batch(reads)
        .map(
            found -> {
              List<Article> articles = new ArrayList<>();
              for (int i = 0; i < found.size(); i++) {
                Article.of(uids.get(i), found.get(i)).ifPresent(articles::add);
              }
              return articles;
            });
  }

  /**
   * The latest articles, each with its analysis or null, and among them what was put together from
   * several, newest first.
   */
  Future<JsonArray> latest(int limit) {
    Future<List<JsonObject>> articles = since(0, limit).compose(this::withAnalyses);
    Future<List<JsonObject>> synthetic = synthetic(limit);
    return Future.all(articles, synthetic)
        .map(
            read -> {
              List<JsonObject> all = new ArrayList<>(articles.result());
              all.addAll(synthetic.result());
              all.sort(Comparator.comparingDouble(NewsDesk::time).reversed());
              return new JsonArray(all.subList(0, Math.min(limit, all.size())));
            });
  }

  private static double time(JsonObject item) {
    return item.getDouble("enriched_ts", 0.0);
  }

  private Future<List<JsonObject>> withAnalyses(List<Article> articles) {
    if (articles.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Request mget = Request.cmd(Command.MGET);
    articles.forEach(article -> mget.arg(ANALYSIS + article.uid()));
    return intel
        .send(mget)
        .map(
            analyses -> {
              List<JsonObject> joined = new ArrayList<>();
              for (int i = 0; i < articles.size(); i++) {
                joined.add(
                    articles
                        .get(i)
                        .json()
                        .put("kind", "article")
                        .put("analysis", object(analyses.get(i)).orElse(null)));
              }
              return joined;
            });
  }

  private Future<List<JsonObject>> synthetic(int limit) {
    return intel
        .send(
            Request.cmd(Command.XREVRANGE).arg(SYNTHETIC).arg("+").arg("-").arg("COUNT").arg(limit))
        .map(
            entries -> {
              List<JsonObject> items = new ArrayList<>();
              for (Response entry : entries) {
                object(item(entry.get(1))).map(NewsDesk::told).ifPresent(items::add);
              }
              return items;
            });
  }

  /** The value of the field that holds the item. */
  private static Response item(Response fields) {
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      if (fields.get(i).toString().equals("item")) {
        return fields.get(i + 1);
      }
    }
    return null;
  }

  private static JsonObject told(JsonObject item) {
    double seconds =
        item.getValue("generated_ts") instanceof Number number ? number.doubleValue() : 0;
    double millis = seconds < 1e11 ? seconds * 1_000 : seconds;
    item.remove("chart");
    return item.put("kind", "synthetic").put("enriched_ts", Math.round(millis));
  }

  private static Optional<JsonObject> object(Response json) {
    if (json == null) {
      return Optional.empty();
    }
    JsonObject object = JsonOf.object(json.toBuffer());
    return object.isEmpty() ? Optional.empty() : Optional.of(object);
  }
}
