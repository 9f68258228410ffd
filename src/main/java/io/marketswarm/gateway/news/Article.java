package io.marketswarm.gateway.news;

import io.marketswarm.gateway.models.Moments;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.Optional;

/**
 * An enriched article.
 *
 * @param quality 0 … 1, 0 when unknown
 * @param entities who it is about; null when nothing readable was stored
 * @param published the epoch when unknown
 */
record Article(
    String uid,
    String title,
    String url,
    String source,
    String category,
    String summary,
    String sentiment,
    double quality,
    JsonArray entities,
    JsonArray tickers,
    JsonArray takeaways,
    Instant published,
    Instant enriched) {

  /** Empty when the stored fields are no article: without a title there is nothing to show. */
  static Optional<Article> of(String uid, Response fields) {
    String title = text(fields, "title");
    if (title.isBlank()) {
      return Optional.empty();
    }
    Instant published = time(fields, "published_ts");
    Instant enriched = time(fields, "enriched_ts");
    return Optional.of(
        new Article(
            uid,
            title,
            text(fields, "url"),
            text(fields, "source"),
            text(fields, "category"),
            text(fields, "summary"),
            text(fields, "sentiment"),
            number(fields, "quality_score"),
            list(fields, "entities"),
            list(fields, "tickers"),
            list(fields, "takeaways"),
            published,
            enriched.equals(Instant.EPOCH) ? published : enriched));
  }

  boolean concerns(String entity) {
    return entities != null && entities.contains(entity);
  }

  JsonObject json() {
    return new JsonObject()
        .put("uid", uid)
        .put("title", title)
        .put("url", url)
        .put("source", source)
        .put("category", category)
        .put("summary", summary)
        .put("sentiment", sentiment)
        .put("quality_score", quality)
        .put("entities", entities)
        .put("tickers", tickers)
        .put("takeaways", takeaways)
        .put("enriched_ts", enriched.toEpochMilli())
        .put("published_ts", published.toEpochMilli());
  }

  private static String text(Response fields, String name) {
    Response value = fields.get(name);
    return value == null ? "" : value.toString();
  }

  private static double number(Response fields, String name) {
    try {
      double number = Double.parseDouble(text(fields, name));
      return Double.isFinite(number) ? number : 0;
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  private static Instant time(Response fields, String name) {
    return Moments.of(number(fields, name)).orElse(Instant.EPOCH);
  }

  private static JsonArray list(Response fields, String name) {
    try {
      String text = text(fields, name);
      return text.isEmpty() ? null : new JsonArray(text);
    } catch (DecodeException none) {
      return null;
    }
  }
}
