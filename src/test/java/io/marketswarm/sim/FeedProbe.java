package io.marketswarm.sim;

import io.vertx.core.http.WebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A WebSocket client that remembers what it was told. */
final class FeedProbe {
  private final WebSocket socket;
  private final Queue<JsonObject> events = new ConcurrentLinkedQueue<>();
  private final List<String> garbage = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  FeedProbe(WebSocket socket) {
    this.socket = socket;
    socket.textMessageHandler(this::receive);
    socket.closeHandler(nothing -> closed = true);
  }

  private void receive(String frame) {
    try {
      new JsonArray(frame).forEach(event -> events.add((JsonObject) event));
    } catch (DecodeException broken) {
      garbage.add(frame);
    }
  }

  void say(String action, String params) {
    sayRaw(new JsonObject().put("action", action).put("params", params).encode());
  }

  void sayRaw(String text) {
    Wait.get(socket.writeTextMessage(text));
  }

  FeedProbe authenticated() {
    say("auth", "sim");
    status("auth_success");
    return this;
  }

  FeedProbe subscribed(String... channels) {
    say("subscribe", String.join(",", channels));
    for (String channel : channels) {
      expect(
          "subscription to " + channel,
          e -> ("subscribed to: " + channel).equals(e.getString("message")));
    }
    return this;
  }

  JsonObject status(String status) {
    return expect("status " + status, e -> status.equals(e.getString("status")));
  }

  JsonObject expect(String what, Predicate<JsonObject> wanted) {
    Wait.until(what + " came", () -> events.stream().anyMatch(wanted));
    return events.stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Market events of a kind, in the order of their coming. */
  List<JsonObject> events(String ev) {
    return events.stream().filter(e -> ev.equals(e.getString("ev"))).toList();
  }

  void forget() {
    events.clear();
  }

  List<String> garbage() {
    return garbage;
  }

  /** The code the socket was closed with, null if it broke. */
  Short awaitClose() {
    Wait.until("the socket closed", () -> closed);
    return socket.closeStatusCode();
  }

  boolean isClosed() {
    return closed;
  }

  WebSocket socket() {
    return socket;
  }
}
