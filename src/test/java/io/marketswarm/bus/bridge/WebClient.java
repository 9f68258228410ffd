package io.marketswarm.bus.bridge;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/** A client of the web transport over plain WebSocket. */
final class WebClient implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
  private final CompletableFuture<String> closeReason = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private volatile boolean reading = true;
  private WebSocket socket;

  static WebClient open(int port, String token) throws Exception {
    return open(uri(port, "/eventbus/websocket?token=" + token), HTTP.newWebSocketBuilder());
  }

  static WebClient open(URI uri, WebSocket.Builder builder) throws Exception {
    WebClient client = new WebClient();
    client.socket = builder.buildAsync(uri, client).get(10, SECONDS);
    return client;
  }

  static URI uri(int port, String path) {
    return URI.create("ws://127.0.0.1:" + port + path);
  }

  static WebSocket.Builder builder() {
    return HTTP.newWebSocketBuilder();
  }

  void send(JsonObject frame) throws Exception {
    send(frame.encode());
  }

  void send(String text) throws Exception {
    socket.sendText(text, true).get(10, SECONDS);
  }

  String readText() throws InterruptedException {
    String text = received.poll(10, SECONDS);
    assertThat(text).as("a frame within 10 s").isNotNull();
    return text;
  }

  void stopReading() {
    reading = false;
  }

  void startReading() {
    reading = true;
    socket.request(1);
  }

  JsonObject read() throws InterruptedException {
    return new JsonObject(readText());
  }

  JsonObject ask(JsonObject frame) throws Exception {
    send(frame);
    return read();
  }

  WebClient listen(String address) throws Exception {
    JsonObject answer = ask(RunningBridge.frame("register", address).put("ack", true));
    assertThat(answer).isEqualTo(RunningBridge.frame("registered", address));
    return this;
  }

  int closeCode() throws Exception {
    return closeCode.get(10, SECONDS);
  }

  String closeReason() throws Exception {
    return closeReason.get(10, SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      received.add(partial.toString());
      partial.setLength(0);
    }
    if (reading) {
      webSocket.request(1);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closeReason.complete(reason);
    closeCode.complete(statusCode);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closeReason.completeExceptionally(error);
    closeCode.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
