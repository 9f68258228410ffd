package io.marketswarm.market.feed;

import io.marketswarm.store.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A provider that answers as a test tells it to, and remembers what it was asked. */
public final class ScriptedProvider implements AutoCloseable {
  /** A request as it came. */
  public record Asked(String uri, Map<String, String> headers) {}

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
  private volatile Consumer<HttpServerRequest> script = request -> answer(request, 404, "{}");
  private volatile Consumer<ServerWebSocket> conversation = socket -> {};

  public ScriptedProvider(Vertx vertx) {
    server =
        Eventually.get(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      asked.add(
                          new Asked(
                              request.uri(),
                              Map.of(
                                  "authorization",
                                  String.valueOf(request.getHeader("Authorization")),
                                  "user-agent",
                                  String.valueOf(request.getHeader("User-Agent")),
                                  "accept-encoding",
                                  String.valueOf(request.getHeader("Accept-Encoding")))));
                      script.accept(request);
                    })
                .webSocketHandler(
                    socket -> {
                      sockets.add(socket);
                      conversation.accept(socket);
                    })
                .listen(0, "127.0.0.1"));
  }

  public void answers(Consumer<HttpServerRequest> newScript) {
    script = newScript;
  }

  /** The same body for every request. */
  public void answers(String body) {
    script = request -> answer(request, 200, body);
  }

  public void converses(Consumer<ServerWebSocket> newConversation) {
    conversation = newConversation;
  }

  public static void answer(HttpServerRequest request, int status, String body) {
    request.response().setStatusCode(status).end(body);
  }

  public List<Asked> asked() {
    return asked;
  }

  public List<ServerWebSocket> sockets() {
    return sockets;
  }

  public String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  public ProviderAddress address() {
    String ws = "ws://127.0.0.1:" + server.actualPort();
    return new ProviderAddress(
        url(),
        Map.of(Cluster.OPTIONS, ws + "/options", Cluster.STOCKS, ws + "/stocks"),
        "secret-key");
  }

  @Override
  public void close() {
    Eventually.get(server.close());
  }
}
