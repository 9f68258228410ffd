package io.marketswarm.gateway.proxy;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.Visitor;
import io.marketswarm.web.ClientPool;
import io.marketswarm.web.RequestId;
import io.marketswarm.web.identity.GatewayAuth;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks the companion, before it is spoken to, under which doctrine it has to answer. When it does
 * not say so at once the strictest applies.
 */
final class Orchestration {
  private static final String PATH = "/api/vexy/admin/orchestrate";
  private static final long PATIENCE_MILLIS = 2_000;
  private static final int OK = 200;
  private static final List<String> DOCTRINE =
      List.of(
          "doctrine_mode",
          "lpd_domain",
          "lpd_confidence",
          "playbook_domain",
          "allow_overlay",
          "fallback");

  private final Edge edge;
  private final Upstream companion;
  private final HttpClient client;

  Orchestration(Edge edge, Upstream companion) {
    this.edge = edge;
    this.companion = companion;
    this.client =
        edge.vertx()
            .createHttpClient(
                new HttpClientOptions()
                    .setSsl(companion.secure())
                    .setConnectTimeout((int) PATIENCE_MILLIS),
                ClientPool.small());
  }

  Future<Void> close() {
    return client.close();
  }

  /** What was said, and what the companion has to observe in its answer. */
  Future<JsonObject> enrich(RoutingContext request, JsonObject said) {
    Future<Optional<Integer>> id =
        Visitor.of(request).id().map(Optional::of).otherwise(Optional.empty());
    return id.compose(user -> ask(request, said, user))
        .map(answer -> merged(said, answer))
        .otherwise(silence -> bare(said).put("doctrine_meta", strict()));
  }

  private Future<JsonObject> ask(RoutingContext request, JsonObject said, Optional<Integer> user) {
    String path = companion.basePath() + PATH;
    GatewayAuth tokens = edge.trust().tokens();
    String service = edge.context().service().id();
    String token =
        user.map(id -> tokens.forService(service, id, path))
            .orElseGet(() -> tokens.forService(service, path));
    JsonObject question = new JsonObject().put("message", said.getValue("message"));
    user.ifPresent(id -> question.put("user_id", id));
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(companion.address().getHost())
            .setPort(companion.port())
            .setURI(path)
            .setIdleTimeout(PATIENCE_MILLIS)
            .putHeader(GatewayAuth.HEADER, token)
            .putHeader(RequestId.HEADER, RequestId.of(request))
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    return client
        .request(options)
        .compose(asked -> asked.send(question.toBuffer()))
        .compose(Orchestration::read)
        .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Future<JsonObject> read(HttpClientResponse answer) {
    return answer
        .body()
        .map(Buffer::toJsonObject)
        .compose(
            body ->
                answer.statusCode() == OK
                    ? Future.succeededFuture(body)
                    : Future.failedFuture("status " + answer.statusCode()));
  }

  private static JsonObject merged(JsonObject said, JsonObject answer) {
    JsonObject doctrine = strict().put("fallback", false);
    DOCTRINE.stream()
        .filter(answer::containsKey)
        .forEach(field -> doctrine.put(field, answer.getValue(field)));
    JsonObject enriched = bare(said).put("doctrine_meta", doctrine);
    Object overlay = answer.getValue("overlay_data");
    return overlay == null ? enriched : enriched.put("overlay_meta", overlay);
  }

  /** Without anything of ours that somebody put there themselves. */
  private static JsonObject bare(JsonObject said) {
    JsonObject bare = said.copy();
    bare.remove("doctrine_meta");
    bare.remove("overlay_meta");
    return bare;
  }

  private static JsonObject strict() {
    return new JsonObject()
        .put("doctrine_mode", "strict")
        .put("lpd_domain", "unknown")
        .put("lpd_confidence", 0)
        .put("playbook_domain", "")
        .put("allow_overlay", false)
        .put("fallback", true);
  }
}
