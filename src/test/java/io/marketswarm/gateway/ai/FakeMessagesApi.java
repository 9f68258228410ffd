package io.marketswarm.gateway.ai;

import static io.marketswarm.web.TestServices.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers like Anthropic's Messages API, with whatever a test wants said. */
public final class FakeMessagesApi implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final List<JsonObject> questions = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String says = "";

  public FakeMessagesApi() throws Exception {
    server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .body()
                            .onSuccess(
                                body -> {
                                  JsonObject asked = body.toJsonObject();
                                  questions.add(asked.put("key", request.getHeader("x-api-key")));
                                  request.response().setStatusCode(status).end(answer().toBuffer());
                                }))
                .listen(0, "127.0.0.1"));
  }

  private JsonObject answer() {
    return new JsonObject()
        .put("model", "claude-test")
        .put("content", new JsonArray().add(new JsonObject().put("type", "text").put("text", says)))
        .put("usage", new JsonObject().put("input_tokens", 7).put("output_tokens", 5));
  }

  public String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  public void say(int newStatus, String text) {
    status = newStatus;
    says = text;
  }

  /** What it was asked, with the key it was asked with. */
  public List<JsonObject> questions() {
    return questions;
  }

  @Override
  public void close() {
    try {
      await(vertx.close());
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
