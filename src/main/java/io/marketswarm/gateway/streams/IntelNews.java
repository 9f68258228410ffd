package io.marketswarm.gateway.streams;

import io.marketswarm.gateway.models.Splice;
import io.marketswarm.gateway.models.TopFields;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.marketswarm.stream.EventTopic;
import io.marketswarm.stream.Hub;
import io.marketswarm.stream.SseEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Enriched news: the latest for newcomers, then each article once, whether it was announced or only
 * found in the index.
 */
final class IntelNews {
  private static final String CHANNEL = "intel:articles";
  private static final String INDEX = "rss:article_enriched_index";
  private static final String ARTICLE = "rss:article_enriched:";
  private static final Map<String, String> EVENTS =
      Map.of("analysis", "intel_analysis", "synthetic", "intel_synthetic");
  private static final Set<String> LISTS = Set.of("entities", "tickers", "takeaways");
  private static final Set<String> NUMBERS = Set.of("quality_score", "enriched_ts", "published_ts");
  private static final int KEPT = 50;
  private static final int REMEMBERED = 1_000;
  private static final Duration POLL = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final RedisBus intel;
  private final EventTopic topic;
  private final Map<String, Buffer> articles = new LinkedHashMap<>();
  private final Map<String, Boolean> seen = new LinkedHashMap<>();
  private RedisBus.Subscription subscription;
  private double newest = Double.NEGATIVE_INFINITY;
  private Cadence polls;

  IntelNews(Vertx vertx, Hub hub, RedisBus intel) {
    this.vertx = vertx;
    this.intel = intel;
    this.topic = hub.events("intel", () -> List.of(snapshot()));
  }

  EventTopic topic() {
    return topic;
  }

  void open() {
    subscription = intel.subscribe(Set.of(CHANNEL), this::heard, this::poll);
    polls = Cadence.every(vertx, POLL, this::poll);
  }

  Future<Void> close() {
    if (polls != null) {
      polls.stop();
    }
    return subscription.close();
  }

  private SseEvent snapshot() {
    List<Buffer> latest;
    synchronized (articles) {
      latest = new ArrayList<>(articles.values());
    }
    Collections.reverse(latest);
    Splice json = Splice.object(1024);
    json.raw("articles", Splice.array(latest));
    json.field("ts", System.currentTimeMillis());
    return SseEvent.of("intel_snapshot", json.end());
  }

  private void heard(String channel, String text) {
    Buffer message = Buffer.buffer(text);
    TopFields said = TopFields.of(message, "uid", "kind");
    String event = EVENTS.get(said.text("kind").orElse(""));
    if (event != null) {
      topic.publish(SseEvent.of(event, message));
    } else {
      said.text("uid").ifPresent(uid -> tell(uid, message));
    }
  }

  /** Looks for articles that nobody announced. */
  private void poll() {
    boolean first = Double.isInfinite(newest);
    Request look = Request.cmd(Command.ZRANGE).arg(INDEX);
    if (first) {
      look.arg(-KEPT).arg(-1);
    } else {
      look.arg("(" + newest).arg("+inf").arg("BYSCORE").arg("LIMIT").arg(0).arg(KEPT);
    }
    intel.send(look.arg("WITHSCORES")).compose(this::fetch);
  }

  private Future<Void> fetch(Response found) {
    List<String> uids = new ArrayList<>();
    List<Request> reads = new ArrayList<>();
    for (Response entry : found) {
      uids.add(entry.get(0).toString());
      reads.add(Request.cmd(Command.HGETALL).arg(ARTICLE + entry.get(0)));
      newest = Math.max(newest, entry.get(1).toDouble());
    }
    return intel
        .batch(reads)
        .onSuccess(
            answers -> {
              for (int i = 0; i < answers.size(); i++) {
                JsonObject article = article(uids.get(i), answers.get(i));
                if (article.containsKey("title")) {
                  tell(uids.get(i), article.toBuffer());
                }
              }
            })
        .mapEmpty();
  }

  private static JsonObject article(String uid, Response fields) {
    JsonObject article = new JsonObject().put("uid", uid);
    for (String name : fields.getKeys()) {
      String value = fields.get(name).toString();
      if (LISTS.contains(name)) {
        article.put(name, list(value));
      } else if (NUMBERS.contains(name)) {
        article.put(name, number(value));
      } else {
        article.put(name, value);
      }
    }
    return article;
  }

  private static JsonArray list(String json) {
    try {
      return new JsonArray(json);
    } catch (DecodeException none) {
      return null;
    }
  }

  private static Number number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  private void tell(String uid, Buffer article) {
    synchronized (articles) {
      if (seen.put(uid, true) != null) {
        return;
      }
      trim(seen, REMEMBERED);
      articles.put(uid, article);
      trim(articles, KEPT);
    }
    topic.publish(SseEvent.of("intel_item", article));
  }

  private static void trim(Map<String, ?> map, int most) {
    Iterator<String> oldest = map.keySet().iterator();
    while (map.size() > most) {
      oldest.next();
      oldest.remove();
    }
  }
}
