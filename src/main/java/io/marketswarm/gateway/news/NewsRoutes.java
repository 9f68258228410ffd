package io.marketswarm.gateway.news;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.rest.Answers;
import io.marketswarm.gateway.rest.Query;
import io.marketswarm.store.StoreAway;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** News: the latest for traders, and ranked for administrators who review it. */
public final class NewsRoutes implements RouteGroup {
  private static final int UNAVAILABLE = 503;
  private static final int USUAL_LATEST = 50;
  private static final int MOST_LATEST = 200;
  private static final int USUAL_HOURS = 24;
  private static final int MOST_HOURS = 168;
  private static final int USUAL_REVIEWED = 200;
  private static final int MOST_REVIEWED = 500;

  private final Edge edge;
  private final NewsDesk desk;

  public NewsRoutes(Edge edge) {
    this.edge = edge;
    this.desk = new NewsDesk(edge.context().stores().intel());
  }

  @Override
  public void mount(Router router) {
    router.get("/api/models/intel").handler(Answers.with(this::latest));
    router
        .get("/api/admin/rss-articles")
        .handler(edge.access().requireAdmin())
        .handler(Answers.with(this::review));
  }

  private Future<Reply> latest(RoutingContext request) {
    int limit = Query.count(request, "limit", USUAL_LATEST, 1, MOST_LATEST);
    return desk.latest(limit)
        .map(
            items -> Answers.ok(new JsonObject().put("articles", items).put("count", items.size())))
        .recover(NewsRoutes::away);
  }

  private Future<Reply> review(RoutingContext request) {
    int hours = Query.count(request, "hours", USUAL_HOURS, 1, MOST_HOURS);
    int limit = Query.count(request, "limit", USUAL_REVIEWED, 1, MOST_REVIEWED);
    Instant now = Instant.now();
    double from = now.minus(Duration.ofHours(hours)).toEpochMilli() / 1_000.0;
    return desk.since(from, limit)
        .map(articles -> Answers.bare(reviewed(articles, hours, now)))
        .recover(NewsRoutes::away);
  }

  private static JsonObject reviewed(List<Article> articles, int hours, Instant now) {
    JsonArray told = new JsonArray();
    articles.stream()
        .map(article -> ranked(article, now))
        .sorted(
            Comparator.comparing((JsonObject one) -> one.getInteger("total_score"))
                .thenComparing(one -> one.getLong("enriched_ts"))
                .reversed())
        .forEach(told::add);
    return new JsonObject().put("articles", told).put("count", told.size()).put("hours", hours);
  }

  private static JsonObject ranked(Article article, Instant now) {
    ArticleRank rank = ArticleRank.of(article, now);
    return article
        .json()
        .put("age_minutes", rank.ageMinutes())
        .put("relevance", rank.relevance())
        .put("urgency", rank.urgency())
        .put("impact", rank.impact())
        .put("total_score", rank.total());
  }

  private static Future<Reply> away(Throwable cause) {
    return Future.failedFuture(
        cause instanceof StoreAway
            ? new ApiError(UNAVAILABLE, "Intel-redis not available")
            : cause);
  }
}
