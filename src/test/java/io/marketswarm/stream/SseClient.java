package io.marketswarm.stream;

import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads one stream over a connection of its own, as a browser does. */
final class SseClient implements AutoCloseable {
  /** What a stream said between two empty lines. */
  record Block(String text) {
    String field(String name) {
      return text.lines()
          .filter(line -> line.startsWith(name + ": "))
          .map(line -> line.substring(name.length() + 2))
          .findFirst()
          .orElse(null);
    }
  }

  private final HttpClient client;
  private final StringBuilder text = new StringBuilder();
  private volatile HttpClientResponse response;
  private volatile boolean ended;

  SseClient(Vertx vertx, Wire wire, int port, String path, String lastEventId) {
    client = vertx.createHttpClient(wire.client());
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI(path);
    if (lastEventId != null) {
      options.putHeader("Last-Event-ID", lastEventId);
    }
    client
        .request(options)
        .compose(request -> request.send())
        .onSuccess(this::read)
        .onFailure(cause -> ended = true);
  }

  private void read(HttpClientResponse begun) {
    begun
        .exceptionHandler(lost -> ended = true)
        .endHandler(end -> ended = true)
        .handler(
            bytes -> {
              synchronized (text) {
                text.append(bytes);
              }
            });
    response = begun;
  }

  HttpClientResponse response() throws InterruptedException {
    eventually(() -> response != null);
    return response;
  }

  String text() {
    synchronized (text) {
      return text.toString();
    }
  }

  SseClient awaitText(String expected) throws InterruptedException {
    eventually(() -> text().contains(expected));
    return this;
  }

  void awaitEnd() throws InterruptedException {
    eventually(() -> ended);
  }

  boolean isEnded() {
    return ended;
  }

  /** Whole blocks so far, without heartbeats and retry lines. */
  List<Block> events() {
    String all = text();
    int end = all.lastIndexOf("\n\n");
    if (end < 0) {
      return List.of();
    }
    return Stream.of(all.substring(0, end).split("\n\n"))
        .map(Block::new)
        .filter(block -> block.field("event") != null)
        .toList();
  }

  List<String> names() {
    return fields("event");
  }

  List<String> data() {
    return fields("data");
  }

  List<String> ids() {
    return fields("id");
  }

  private List<String> fields(String name) {
    List<String> found = new ArrayList<>();
    events().forEach(event -> found.add(event.field(name)));
    return found;
  }

  String lastId() {
    List<String> ids = ids();
    assertThat(ids).isNotEmpty();
    return ids.get(ids.size() - 1);
  }

  @Override
  public void close() {
    client.close();
  }
}
