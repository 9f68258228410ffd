package io.marketswarm.sim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Set;

/** One client of one cluster: what it subscribed to, and what still has to be written to it. */
final class FeedSocket {
  static final short POLICY_VIOLATION = 1008;

  /** A frame is sent once it is this long, in characters, even between two flushes. */
  private static final int FULL_FRAME = 32 * 1024;

  /** Characters kept for a client that does not read; it is shut out when there are more. */
  private static final int MOST_PENDING = 1024 * 1024;

  private static final int WRITE_QUEUE_BYTES = 256 * 1024;
  private static final int MOST_UNANSWERED_PINGS = 3;

  private final ServerWebSocket socket;
  private final Cluster cluster;
  private final Counters counters;
  private final Set<Channel> channels = new LinkedHashSet<>();
  private final StringBuilder pending = new StringBuilder();
  private boolean authenticated;
  private boolean closing;
  private int unansweredPings;

  FeedSocket(ServerWebSocket socket, Cluster cluster, Counters counters) {
    this.socket = socket;
    this.cluster = cluster;
    this.counters = counters;
    socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    socket.pongHandler(pong -> unansweredPings = 0);
  }

  Cluster cluster() {
    return cluster;
  }

  Set<Channel> channels() {
    return channels;
  }

  boolean authenticated() {
    return authenticated;
  }

  void authenticate() {
    authenticated = true;
  }

  boolean closing() {
    return closing;
  }

  void status(String status, String message) {
    event(
        new JsonObject()
            .put("ev", "status")
            .put("status", status)
            .put("message", message)
            .encode());
  }

  /** Adds an event to the frame being filled. */
  void event(String json) {
    if (closing) {
      return;
    }
    pending.append(pending.length() == 0 ? '[' : ',').append(json);
    counters.eventsSent++;
    if (pending.length() >= FULL_FRAME) {
      flush();
    }
  }

  /** Sends what has gathered, unless the client is behind with reading. */
  void flush() {
    if (pending.length() > 0) {
      whileOpen(this::send);
    }
  }

  private void send() {
    if (!socket.writeQueueFull()) {
      socket.writeTextMessage(pending.append(']').toString());
      pending.setLength(0);
      counters.framesSent++;
    } else if (pending.length() > MOST_PENDING) {
      counters.slowClosed++;
      close(POLICY_VIOLATION, "slow consumer");
    }
  }

  void garbage() {
    whileOpen(
        () -> {
          if (!socket.writeQueueFull()) {
            socket.writeTextMessage("[{\"ev\":\"T\",\"sym\":");
          }
        });
  }

  /** Asks whether the client is still there; gives up on one that stays silent. */
  void ping() {
    whileOpen(
        () -> {
          if (unansweredPings++ >= MOST_UNANSWERED_PINGS) {
            close(POLICY_VIOLATION, "no pong");
          } else {
            socket.writePing(Buffer.buffer("sim"));
          }
        });
  }

  /** A client that has just gone shows when it is written to, perhaps before its close is heard. */
  private void whileOpen(Runnable writing) {
    if (closing) {
      return;
    }
    try {
      writing.run();
    } catch (IllegalStateException gone) {
      closing = true;
    }
  }

  /** Says a last status and closes. */
  void refuse(String status, String message) {
    status(status, message);
    flush();
    close(POLICY_VIOLATION, message);
  }

  /** Cuts the connection without a word, as a broken network does. */
  void cut() {
    closing = true;
    ((WebSocketInternal) socket).channelHandlerContext().close();
  }

  void close(short code, String reason) {
    closing = true;
    pending.setLength(0);
    pending.trimToSize();
    socket.close(code, reason);
  }
}
