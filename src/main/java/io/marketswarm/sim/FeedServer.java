package io.marketswarm.sim;

import io.marketswarm.sim.Faults.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Speaks the provider's WebSocket protocol with any number of clients. */
final class FeedServer {
  /** Quotes a connection may subscribe to. */
  private static final int MOST_QUOTES = 1_000;

  /** Channels a connection may subscribe to, quotes included. */
  private static final int MOST_CHANNELS = 50_000;

  private static final short NORMAL = 1000;

  private final Vertx vertx;
  private final Exchange exchange;
  private final Feed feed;
  private final Map<ServerWebSocket, FeedSocket> sockets = new LinkedHashMap<>();

  FeedServer(Vertx vertx, Exchange exchange, Feed feed) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.feed = feed;
  }

  void handshake(ServerWebSocketHandshake handshake) {
    if (Cluster.at(handshake.path()).isPresent()) {
      handshake.accept();
    } else {
      handshake.reject(404);
    }
  }

  void connected(ServerWebSocket webSocket) {
    Cluster cluster = Cluster.at(webSocket.path()).orElseThrow();
    FeedSocket socket = new FeedSocket(webSocket, cluster, exchange.counters());
    exchange.counters().connections++;
    int limit = exchange.options().maxConnections();
    if (limit > 0 && connections(cluster) >= limit) {
      socket.refuse("max_connections", "Maximum number of websocket connections exceeded.");
      return;
    }
    sockets.put(webSocket, socket);
    long timeout =
        vertx.setTimer(
            exchange.options().authTimeout().toMillis(),
            timer -> {
              if (!socket.authenticated() && !socket.closing()) {
                socket.refuse("auth_timeout", "Authentication timed out");
              }
            });
    webSocket.closeHandler(
        closed -> {
          vertx.cancelTimer(timeout);
          sockets.remove(webSocket);
          feed.subscriptions(cluster).removeAll(socket);
        });
    webSocket.exceptionHandler(broken -> exchange.counters().dropped++);
    webSocket.textMessageHandler(text -> receive(socket, text));
    webSocket.binaryMessageHandler(
        bytes -> {
          socket.status("error", "text frames only");
          socket.flush();
        });
    socket.status("connected", "Connected Successfully");
    socket.flush();
  }

  private long connections(Cluster cluster) {
    return sockets.values().stream().filter(socket -> socket.cluster() == cluster).count();
  }

  private void receive(FeedSocket socket, String text) {
    if (socket.closing()) {
      return;
    }
    try {
      JsonObject message = new JsonObject(text);
      act(socket, message.getString("action", ""), message.getString("params", ""));
    } catch (DecodeException | ClassCastException malformed) {
      socket.status("error", "expected {\"action\":..,\"params\":..}");
    }
    socket.flush();
  }

  private void act(FeedSocket socket, String action, String params) {
    switch (action) {
      case "auth" -> authenticate(socket, params);
      case "subscribe", "unsubscribe" -> {
        if (socket.authenticated()) {
          change(socket, action, params);
        } else {
          socket.status("not_authorized", "authenticate first");
        }
      }
      default -> socket.status("error", "unknown action " + action);
    }
  }

  private void authenticate(FeedSocket socket, String key) {
    if (exchange.faults().strikes(Kind.AUTH_FAIL) || !exchange.accepts(key)) {
      socket.refuse("auth_failed", "authentication failed");
    } else {
      socket.authenticate();
      socket.status("auth_success", "authenticated");
    }
  }

  private void change(FeedSocket socket, String action, String params) {
    for (String name : params.split(",")) {
      String stripped = name.strip();
      Channel.parse(stripped)
          .filter(socket.cluster()::offers)
          .ifPresentOrElse(
              channel -> change(socket, action, channel),
              () -> socket.status("error", "invalid channel: " + stripped));
    }
  }

  private void change(FeedSocket socket, String action, Channel channel) {
    Subscriptions subscriptions = feed.subscriptions(socket.cluster());
    if (action.equals("unsubscribe")) {
      subscriptions.remove(channel, socket);
      socket.status("success", "unsubscribed to: " + channel);
    } else if (tooManyQuotes(socket, channel)) {
      socket.status(
          "error",
          "quotes are limited to "
              + MOST_QUOTES
              + " contracts per connection, refused: "
              + channel);
    } else if (socket.channels().size() >= MOST_CHANNELS) {
      socket.status("error", "more than " + MOST_CHANNELS + " channels, refused: " + channel);
    } else {
      subscriptions.add(channel, socket);
      socket.status("success", "subscribed to: " + channel);
    }
  }

  /** All quotes at once would be more contracts than a connection may have. */
  private static boolean tooManyQuotes(FeedSocket socket, Channel channel) {
    if (!channel.event().equals("Q")) {
      return false;
    }
    long quotes = socket.channels().stream().filter(c -> c.event().equals("Q")).count();
    return channel.all() || quotes >= MOST_QUOTES && !socket.channels().contains(channel);
  }

  /** Writes what has gathered for each client, and whatever the faults of the day want. */
  void flush() {
    if (exchange.faults().isActive(Kind.WS_STALL)) {
      return;
    }
    for (FeedSocket socket : List.copyOf(sockets.values())) {
      if (socket.authenticated() && exchange.faults().strikes(Kind.WS_GARBAGE)) {
        exchange.counters().faulted++;
        socket.garbage();
      }
      socket.flush();
    }
  }

  /** Breaks connections, each with the probability of the fault in force. */
  void dropSome() {
    for (FeedSocket socket : List.copyOf(sockets.values())) {
      if (exchange.faults().strikes(Kind.WS_DROP)) {
        exchange.counters().dropped++;
        socket.cut();
      }
    }
  }

  void pingAll() {
    List.copyOf(sockets.values()).forEach(FeedSocket::ping);
  }

  int clients() {
    return sockets.size();
  }

  int channels() {
    return sockets.values().stream().mapToInt(socket -> socket.channels().size()).sum();
  }

  void closeAll() {
    List.copyOf(sockets.values()).forEach(socket -> socket.close(NORMAL, "exchange stopped"));
  }
}
