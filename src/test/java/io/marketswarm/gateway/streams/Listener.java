package io.marketswarm.gateway.streams;

import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A browser on one event stream of the gateway. */
public final class Listener implements AutoCloseable {
  /** One event as it came over the wire. */
  public record Event(String name, String id, String data) {
    public JsonObject json() {
      return new JsonObject(data);
    }
  }

  private final HttpClient client;
  private final StringBuilder text = new StringBuilder();
  private volatile HttpClientResponse response;
  private volatile boolean ended;

  Listener(RunningGateway gateway, String path, String token, String lastEventId) {
    this(gateway, gateway.port(), path, token, lastEventId);
  }

  /**
   * @param port where the way to the gateway begins
   */
  Listener(RunningGateway gateway, int port, String path, String token, String lastEventId) {
    this(gateway.vertx(), port, path, token, lastEventId);
  }

  /** One who listens to an edge wherever it runs on this machine. */
  public Listener(Vertx vertx, int port, String path, String token, String lastEventId) {
    client = vertx.createHttpClient();
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI(path)
            .putHeader("Cookie", "ms_session=" + token);
    if (lastEventId != null) {
      request.putHeader("Last-Event-ID", lastEventId);
    }
    vertx.runOnContext(
        v ->
            client
                .request(request)
                .compose(sent -> sent.send())
                .onSuccess(this::read)
                .onFailure(this::gone));
  }

  static Listener on(RunningGateway gateway, String path, Identity who) {
    return new Listener(gateway, path, gateway.session(who), null);
  }

  static Listener back(RunningGateway gateway, String path, Identity who, String lastEventId) {
    return new Listener(gateway, path, gateway.session(who), lastEventId);
  }

  private void read(HttpClientResponse begun) {
    begun
        .exceptionHandler(this::gone)
        .endHandler(end -> ended = true)
        .handler(
            bytes -> {
              synchronized (text) {
                text.append(bytes);
              }
            });
    response = begun;
  }

  private void gone(Throwable cause) {
    ended = true;
  }

  int status() throws Exception {
    TestServices.eventually(() -> response != null);
    return response.statusCode();
  }

  String text() {
    synchronized (text) {
      return text.toString();
    }
  }

  public List<Event> events() {
    String all = text();
    List<Event> events = new ArrayList<>();
    int end = all.lastIndexOf("\n\n");
    for (String block : end < 0 ? new String[0] : all.substring(0, end).split("\n\n")) {
      String name = field(block, "event");
      if (name != null) {
        events.add(new Event(name, field(block, "id"), field(block, "data")));
      }
    }
    return events;
  }

  private static String field(String block, String name) {
    return block
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse(null);
  }

  public List<String> names() {
    return events().stream().map(Event::name).toList();
  }

  /** The first event of a name, waited for. */
  public Event next(String name) throws Exception {
    TestServices.eventually(() -> names().contains(name));
    return events().stream().filter(event -> event.name().equals(name)).findFirst().orElseThrow();
  }

  /** Waits until the stream is open and everything that comes first is there. */
  public Listener connected() throws Exception {
    next("connected");
    return this;
  }

  public void awaitEnd() throws Exception {
    TestServices.eventually(() -> ended);
  }

  public boolean isOpen() {
    return !ended;
  }

  @Override
  public void close() {
    client.close();
  }
}
