package io.marketswarm.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Set;

/** One Redis bus: commands, batches, transactions and subscriptions that survive a lost server. */
public interface RedisBus {

  /** Opens a bus that may still be down: it connects and reconnects by itself, with back-off. */
  static RedisBus open(Vertx vertx, BusName name, String url) {
    throw new UnsupportedOperationException();
  }

  BusName name();

  /** Sends one command; fails at once while the server is away. */
  Future<Response> send(Request command);

  /** Sends many commands in one write; fails when any of them does. */
  Future<List<Response>> batch(List<Request> commands);

  /** Runs all commands or none (MULTI/EXEC). */
  Future<List<Response>> atomically(List<Request> commands);

  /**
   * Listens on channels for as long as the subscription is open, also across reconnects. After each
   * (re)subscription {@code resync} runs, because messages sent meanwhile are gone.
   */
  Subscription subscribe(Set<String> channels, Listener listener, Runnable resync);

  /** Like {@link #subscribe}, with glob patterns. */
  Subscription psubscribe(Set<String> patterns, Listener listener, Runnable resync);

  /** Completes when the server answers PING. */
  Future<Void> ping();

  /** Whether the last contact with the server went well. */
  boolean up();

  Future<Void> close();

  /** Receives published messages. */
  @FunctionalInterface
  interface Listener {
    void message(String channel, String message);
  }

  /** An open subscription. */
  interface Subscription {
    /** Completes when the server has confirmed the subscription for the first time. */
    Future<Void> ready();

    Future<Void> close();
  }
}
