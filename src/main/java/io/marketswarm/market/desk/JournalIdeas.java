package io.marketswarm.market.desk;

import io.marketswarm.web.ClientPool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The journal as keeper of settled ideas. */
public final class JournalIdeas implements IdeaSink {
  private static final String IDEAS = "/api/internal/tracked-ideas";
  private static final String PARAMS = "/api/internal/selector-params/active";

  /** Of a path, the word that tells the journal which service calls. */
  private static final String TRUST = "X-Gateway-Auth";

  private static final long PATIENCE_MILLIS = Duration.ofSeconds(10).toMillis();
  private static final int CLIENT_ERRORS = 400;
  private static final int TOO_MANY = 429;
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERRORS = 500;

  private final WebClient http;
  private final String url;
  private final UnaryOperator<String> tokens;

  /**
   * @param tokens of a path, the word by which this service is known there
   */
  public JournalIdeas(Vertx vertx, String url, UnaryOperator<String> tokens) {
    this.http =
        WebClient.create(
            vertx, new WebClientOptions().setFollowRedirects(false), ClientPool.small());
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.tokens = tokens;
  }

  @Override
  public Future<Void> post(byte[] idea) {
    return request(HttpMethod.POST, IDEAS)
        .putHeader("Content-Type", "application/json")
        .sendBuffer(Buffer.buffer(idea))
        .compose(JournalIdeas::accepted)
        .mapEmpty();
  }

  @Override
  public Future<Integer> paramsVersion() {
    return request(HttpMethod.GET, PARAMS)
        .send()
        .compose(JournalIdeas::accepted)
        .map(answer -> answer.bodyAsJsonObject().getJsonObject("data").getInteger("version"));
  }

  private HttpRequest<Buffer> request(HttpMethod method, String path) {
    return http.requestAbs(method, url + path)
        .timeout(PATIENCE_MILLIS)
        .putHeader(TRUST, tokens.apply(path));
  }

  private static Future<HttpResponse<Buffer>> accepted(HttpResponse<Buffer> answer) {
    int status = answer.statusCode();
    if (status < CLIENT_ERRORS) {
      return Future.succeededFuture(answer);
    }
    String complaint = "the journal answered " + status + " " + error(answer);
    boolean hopeless =
        status < SERVER_ERRORS
            && status != TOO_MANY
            && status != UNAUTHORISED
            && status != FORBIDDEN;
    return Future.failedFuture(
        hopeless ? new Refused(complaint) : new IllegalStateException(complaint));
  }

  private static String error(HttpResponse<Buffer> answer) {
    try {
      JsonObject body = answer.bodyAsJsonObject();
      return body == null ? "" : String.valueOf(body.getValue("error"));
    } catch (RuntimeException notJson) {
      return "";
    }
  }

  public void close() {
    http.close();
  }
}
