package io.marketswarm.journal;

import io.marketswarm.web.identity.Identity;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;

/** Somebody who calls the journal through the gateway. */
public record Trader(JournalServer journal, int id, String tier) {

  public HttpResponse<Buffer> get(String path) {
    return send(HttpMethod.GET, path, null);
  }

  public HttpResponse<Buffer> post(String path, JsonObject body, String... headers) {
    return send(HttpMethod.POST, path, body, headers);
  }

  public HttpResponse<Buffer> put(String path, JsonObject body, String... headers) {
    return send(HttpMethod.PUT, path, body, headers);
  }

  public HttpResponse<Buffer> patch(String path, JsonObject body, String... headers) {
    return send(HttpMethod.PATCH, path, body, headers);
  }

  public HttpResponse<Buffer> delete(String path) {
    return send(HttpMethod.DELETE, path, null);
  }

  public HttpResponse<Buffer> send(
      HttpMethod method, String path, JsonObject body, String... headers) {
    return io.marketswarm.store.Eventually.get(asking(method, path, body, headers));
  }

  public Future<HttpResponse<Buffer>> asking(
      HttpMethod method, String path, JsonObject body, String... headers) {
    HttpRequest<Buffer> request = request(method, path, headers);
    return body == null ? request.send() : request.sendJsonObject(body);
  }

  public HttpRequest<Buffer> request(HttpMethod method, String path, String... headers) {
    HttpRequest<Buffer> request =
        journal
            .client
            .request(method, journal.port(), "127.0.0.1", path)
            .putHeader("X-Gateway-Auth", token(path.replaceFirst("\\?.*", "")));
    for (int i = 0; i < headers.length; i += 2) {
      request.putHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  private String token(String path) {
    Identity who = new Identity("fotw", "wp-" + id, "", "", List.of(tier), null);
    return tier.equals("service")
        ? journal.tokens.forService("sse", path)
        : journal.tokens.forPerson("gateway", who, Optional.of(id), path);
  }

  /** What is in {@code data} of an answer that succeeded. */
  public static JsonObject data(HttpResponse<Buffer> answer) {
    Assertions.assertThat(answer.statusCode()).as(answer.bodyAsString()).isBetween(200, 299);
    return answer.bodyAsJsonObject().getJsonObject("data");
  }

  /** What is in {@code data} of a list. */
  public static List<JsonObject> list(HttpResponse<Buffer> answer) {
    Assertions.assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject().getJsonArray("data").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  /** Makes a log with a capital of $25,000; returns its id. */
  public String newLog() {
    return data(post(
            "/api/logs",
            new JsonObject().put("name", "Log of " + id).put("starting_capital", 25_000)))
        .getString("id");
  }

  /** An SPX butterfly in the given log. */
  public JsonObject newTrade(String log, JsonObject more) {
    return data(post("/api/logs/" + log + "/trades", butterfly().mergeIn(more)));
  }

  public static JsonObject butterfly() {
    return new JsonObject()
        .put("strategy", "butterfly")
        .put("side", "call")
        .put("strike", 6000)
        .put("width", 20)
        .put("entry_price", 1.5);
  }
}
