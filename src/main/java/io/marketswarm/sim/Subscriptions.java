package io.marketswarm.sim;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Who wants which channel of one cluster. */
final class Subscriptions {
  private final Map<Channel, Set<FeedSocket>> sockets = new HashMap<>();

  void add(Channel channel, FeedSocket socket) {
    if (socket.channels().add(channel)) {
      sockets.computeIfAbsent(channel, c -> new LinkedHashSet<>()).add(socket);
    }
  }

  boolean remove(Channel channel, FeedSocket socket) {
    if (!socket.channels().remove(channel)) {
      return false;
    }
    Set<FeedSocket> left = sockets.get(channel);
    left.remove(socket);
    if (left.isEmpty()) {
      sockets.remove(channel);
    }
    return true;
  }

  void removeAll(FeedSocket socket) {
    for (Channel channel : Set.copyOf(socket.channels())) {
      remove(channel, socket);
    }
  }

  boolean wanted(String event, String symbol) {
    return sockets.containsKey(Channel.of(event, symbol))
        || sockets.containsKey(Channel.all(event));
  }

  /** Gives an event to everybody who wants it, once. */
  void send(String event, String symbol, String json) {
    Set<FeedSocket> all = sockets.getOrDefault(Channel.all(event), Set.of());
    Set<FeedSocket> named = sockets.getOrDefault(Channel.of(event, symbol), Set.of());
    all.forEach(socket -> socket.event(json));
    for (FeedSocket socket : named) {
      if (!all.contains(socket)) {
        socket.event(json);
      }
    }
  }

  /** The symbols somebody named for a kind of event. */
  Stream<String> symbols(String event) {
    return sockets.keySet().stream().filter(c -> c.event().equals(event)).map(Channel::symbol);
  }
}
