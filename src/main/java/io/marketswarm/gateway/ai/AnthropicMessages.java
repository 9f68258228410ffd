package io.marketswarm.gateway.ai;

import io.marketswarm.gateway.rest.JsonOf;
import io.marketswarm.web.ClientPool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.stream.Collectors;

/** Anthropic's Messages API. */
final class AnthropicMessages implements LanguageModel {
  static final String USUAL_MODEL = "claude-sonnet-4-20250514";

  private static final String PROVIDER = "anthropic";
  private static final String PATH = "/v1/messages";
  private static final String VERSION = "2023-06-01";
  private static final int CONNECT_MILLIS = 5_000;
  private static final long TIMEOUT_MILLIS = Duration.ofSeconds(20).toMillis();
  private static final int OK = 200;
  private static final int GATEWAY_TIMEOUT = 504;

  private final WebClient client;
  private final String url;
  private final String key;
  private final String model;

  AnthropicMessages(Vertx vertx, String baseUrl, String key, String model) {
    this.client =
        WebClient.create(
            vertx, new WebClientOptions().setConnectTimeout(CONNECT_MILLIS), ClientPool.small());
    this.url = baseUrl.replaceFirst("/+$", "") + PATH;
    this.key = key;
    this.model = model;
  }

  @Override
  public Future<Said> ask(Question question) {
    return client
        .postAbs(url)
        .timeout(TIMEOUT_MILLIS)
        .putHeader("x-api-key", key)
        .putHeader("anthropic-version", VERSION)
        .sendJsonObject(
            new JsonObject()
                .put("model", model)
                .put("max_tokens", question.mostTokens())
                .put("temperature", 0)
                .put("system", question.task())
                .put("messages", new JsonArray().add(message(question))))
        .recover(lost -> Future.failedFuture(ModelRefused.status(GATEWAY_TIMEOUT)))
        .map(this::said);
  }

  private static JsonObject message(Question question) {
    JsonArray content = new JsonArray();
    question
        .picture()
        .ifPresent(
            picture ->
                content.add(
                    new JsonObject()
                        .put("type", "image")
                        .put(
                            "source",
                            new JsonObject()
                                .put("type", "base64")
                                .put("media_type", picture.type())
                                .put("data", picture.base64()))));
    content.add(new JsonObject().put("type", "text").put("text", question.material()));
    return new JsonObject().put("role", "user").put("content", content);
  }

  private Said said(HttpResponse<Buffer> answer) {
    if (answer.statusCode() != OK) {
      throw ModelRefused.status(answer.statusCode());
    }
    JsonObject body = JsonOf.object(answer.body());
    String text =
        body.getJsonArray("content", new JsonArray()).stream()
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .filter(part -> "text".equals(part.getValue("type")))
            .map(part -> String.valueOf(part.getValue("text")))
            .collect(Collectors.joining())
            .strip();
    if (text.isEmpty()) {
      throw ModelRefused.silent();
    }
    JsonObject usage = body.getJsonObject("usage", new JsonObject());
    return new Said(
        text,
        PROVIDER,
        body.getString("model", model),
        usage.getInteger("input_tokens", 0) + usage.getInteger("output_tokens", 0));
  }

  @Override
  public boolean isConfigured() {
    return true;
  }

  @Override
  public void close() {
    client.close();
  }
}
