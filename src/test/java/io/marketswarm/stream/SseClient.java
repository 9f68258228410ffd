package io.marketswarm.stream;

import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads one stream over a connection of its own, as a browser does. */
final class SseClient implements AutoCloseable {
  /** An event as it was read. */
  record Read(String id, String name, String data) {}

  private final HttpClient client;

  /** All that came; guarded by itself, like the two after it. */
  private final StringBuilder text = new StringBuilder();

  private final List<Read> events = new ArrayList<>();
  private int parsed;
  private volatile HttpClientResponse response;
  private volatile boolean ended;
  private volatile Throwable refused;

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
    vertx.runOnContext(
        v ->
            client
                .request(options)
                .compose(HttpClientRequest::send)
                .onSuccess(this::read)
                .onFailure(this::failed));
  }

  private void failed(Throwable cause) {
    refused = cause;
    ended = true;
  }

  private void read(HttpClientResponse begun) {
    begun
        .exceptionHandler(lost -> ended = true)
        .endHandler(end -> ended = true)
        .handler(this::arrived);
    response = begun;
  }

  private void arrived(Buffer bytes) {
    synchronized (text) {
      text.append(bytes);
      for (int end = text.indexOf("\n\n", parsed); end >= 0; end = text.indexOf("\n\n", parsed)) {
        String block = text.substring(parsed, end);
        parsed = end + 2;
        String name = field(block, "event");
        if (name != null) {
          events.add(new Read(field(block, "id"), name, field(block, "data")));
        }
      }
    }
  }

  private static String field(String block, String name) {
    return block
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse(null);
  }

  HttpClientResponse response() throws InterruptedException {
    eventually(() -> response != null || refused != null);
    assertThat(refused).as("why there is no response").isNull();
    return response;
  }

  SseClient pause() throws InterruptedException {
    response().pause();
    return this;
  }

  void resume() throws InterruptedException {
    response().resume();
  }

  String text() {
    synchronized (text) {
      return text.toString();
    }
  }

  SseClient awaitText(String expected) throws InterruptedException {
    eventually(() -> refused != null || has(expected));
    assertThat(has(expected)).as("%s came, %s, %s", expected, response, refused).isTrue();
    return this;
  }

  private boolean has(String expected) {
    synchronized (text) {
      return text.indexOf(expected) >= 0;
    }
  }

  SseClient awaitEvent(String name) throws InterruptedException {
    eventually(() -> names().contains(name));
    return this;
  }

  void awaitEnd() throws InterruptedException {
    eventually(() -> ended);
  }

  boolean isEnded() {
    return ended;
  }

  /** Whole events so far. */
  List<Read> events() {
    synchronized (text) {
      return List.copyOf(events);
    }
  }

  List<String> names() {
    return each(Read::name);
  }

  List<String> data() {
    return each(Read::data);
  }

  List<String> ids() {
    return each(Read::id);
  }

  private List<String> each(Function<Read, String> field) {
    List<String> found = new ArrayList<>();
    events().forEach(event -> found.add(field.apply(event)));
    return found;
  }

  /** The data of all events of a name. */
  List<String> data(String name) {
    return events().stream().filter(event -> event.name().equals(name)).map(Read::data).toList();
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
