package io.marketswarm.gateway.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.marketswarm.web.ClientPool;
import io.marketswarm.web.identity.GatewayAuth;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What the journal keeps for longer than Redis does, asked for as a service. */
final class JournalArchive implements UserReplay.Archive, Alerts.Owners {
  private static final String EVENTS = "/api/internal/position-events";
  private static final String ALERTS = "/api/internal/alerts";
  private static final String SERVICE = "sse";
  private static final int CONNECT_MILLIS = 2_000;
  private static final long ANSWER_SECONDS = 5;

  private final HttpClient client;
  private final GatewayAuth tokens;
  private final String journal;

  JournalArchive(Vertx vertx, GatewayAuth tokens, String journal) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS), ClientPool.small());
    this.tokens = tokens;
    this.journal = journal;
  }

  Future<Void> close() {
    return client.close();
  }

  @Override
  public Future<List<Buffer>> after(long userId, long after, int most) {
    return get(EVENTS, "user_id=" + userId + "&after=" + after + "&limit=" + most)
        .map(
            answer -> {
              List<Buffer> messages = new ArrayList<>();
              for (Object each : answer.getJsonArray("data", new JsonArray())) {
                messages.add(numbered((JsonObject) each, userId));
              }
              return messages;
            });
  }

  /** As it was published: with number, owner and time. */
  private static Buffer numbered(JsonObject envelope, long userId) {
    if (!envelope.containsKey("seq")) {
      envelope.put("seq", envelope.getLong("event_seq"));
    }
    if (!envelope.containsKey("user_id")) {
      envelope.put("user_id", userId);
    }
    if (!envelope.containsKey("ts")) {
      envelope.put("ts", envelope.getValue("occurred_at"));
    }
    return envelope.toBuffer();
  }

  @Override
  public Future<OptionalLong> ownerOf(String alertId) {
    return get(ALERTS + "/" + encoded(alertId), "")
        .map(
            answer -> {
              JsonObject alert = answer.getJsonObject("data", new JsonObject());
              Object owner = alert.getValue("user_id", alert.getValue("userId"));
              return owner instanceof Number number
                  ? OptionalLong.of(number.longValue())
                  : OptionalLong.empty();
            });
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }

  private Future<JsonObject> get(String path, String query) {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(
                URI.create(journal + path + (query.isEmpty() ? "" : "?" + query)).toString())
            .putHeader(GatewayAuth.HEADER, tokens.forService(SERVICE, path))
            .setTimeout(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS));
    return client
        .request(request)
        .compose(sent -> sent.send())
        .compose(
            answer ->
                answer.statusCode() == 200
                    ? answer.body().map(Buffer::toJsonObject)
                    : Future.failedFuture("the journal answered " + answer.statusCode()));
  }
}
