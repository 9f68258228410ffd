package io.marketswarm.market.feed;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One connection from its handshake to its end. */
final class SocketSession {
  private static final short POLICY_VIOLATION = 1008;

  /** Why a session ended. */
  enum End {
    LOST,
    /** Too many connections: the one before ours may not have been noticed to be gone. */
    CROWDED,
    REFUSED
  }

  /** Who opened it. */
  interface Owner {
    void letIn(SocketSession live);

    void ended(SocketSession ended, End end, String reason);
  }

  private final Vertx vertx;
  private final SocketRhythm rhythm;
  private final BooleanSupplier marketOpen;
  private final ProviderSocket.Listener listener;
  private final SocketCounts counts;
  private final Owner owner;
  private final ClientWebSocket socket;
  private final FrameReader reader = new FrameReader();
  private final Set<String> subscribed = new TreeSet<>();

  private String key;
  private Buffer partial;
  private boolean connected;
  private boolean letIn;
  private boolean over;
  private boolean marketEvents;
  private long timer = -1;
  private long beganAt;
  private long frameAt;
  private long pongAt;
  private long pingAt;

  SocketSession(
      Vertx vertx,
      WebSocketClient client,
      SocketRhythm rhythm,
      BooleanSupplier marketOpen,
      ProviderSocket.Listener listener,
      SocketCounts counts,
      Owner owner) {
    this.vertx = vertx;
    this.rhythm = rhythm;
    this.marketOpen = marketOpen;
    this.listener = listener;
    this.counts = counts;
    this.owner = owner;
    this.socket = client.webSocket();
  }

  void connect(String url, String key) {
    this.key = key;
    socket
        .frameHandler(this::part)
        .pongHandler(pong -> pongAt = System.nanoTime())
        .exceptionHandler(cause -> end(End.LOST, String.valueOf(cause.getMessage())))
        .closeHandler(closed -> closed());
    socket
        .connect(options(url))
        .onSuccess(connected -> begin())
        .onFailure(cause -> end(End.LOST, String.valueOf(cause.getMessage())));
  }

  private WebSocketConnectOptions options(String url) {
    URI uri = URI.create(url);
    boolean secure = "wss".equals(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    WebSocketConnectOptions options = new WebSocketConnectOptions();
    options.setHost(uri.getHost()).setPort(port).setSsl(secure);
    options.setURI(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
    return options.setTimeout(rhythm.open().toMillis());
  }

  private void begin() {
    connected = true;
    if (over) {
      socket.close();
      return;
    }
    beganAt = frameAt = pongAt = pingAt = System.nanoTime();
    timer = vertx.setPeriodic(rhythm.tickMillis(), t -> look());
  }

  /** Subscribes to what is wanted and not yet subscribed, and the other way round. */
  void subscribe(Set<String> wanted) {
    if (!letIn || over) {
      return;
    }
    List<String> gone = new ArrayList<>(subscribed);
    gone.removeAll(wanted);
    List<String> added = new ArrayList<>(wanted);
    added.removeAll(subscribed);
    send("unsubscribe", gone);
    send("subscribe", added);
    gone.forEach(subscribed::remove);
    subscribed.addAll(added);
  }

  private void send(String action, Collection<String> channels) {
    ChannelParams.of(channels).forEach(params -> send(action, params));
  }

  private void send(String action, String params) {
    if (!over && !socket.isClosed()) {
      socket.writeTextMessage(
          new JsonObject().put("action", action).put("params", params).encode());
    }
  }

  Future<Void> close() {
    finish();
    return connected ? socket.close().otherwiseEmpty() : Future.succeededFuture();
  }

  private void part(WebSocketFrame frame) {
    if (over || !frame.isText() && !frame.isBinary() && !frame.isContinuation()) {
      return;
    }
    if (partial != null) {
      partial.appendBuffer(frame.binaryData());
    } else if (!frame.isFinal()) {
      partial = Buffer.buffer().appendBuffer(frame.binaryData());
    }
    if (frame.isFinal()) {
      Buffer whole = partial == null ? frame.binaryData() : partial;
      partial = null;
      receive(whole.getBytes());
    }
  }

  private void receive(byte[] frame) {
    frameAt = System.nanoTime();
    marketEvents = false;
    boolean whole = reader.read(frame, events);
    counts.frame(frame.length, reader.elements());
    if (!whole) {
      counts.happened(SocketEvent.GARBAGE);
    } else if (marketEvents && !over) {
      listener.frame(frame);
    }
  }

  private void status(String status, String message) {
    listener.status(status, message);
    switch (status) {
      case "connected" -> send("auth", key);
      case "auth_success" -> {
        letIn = true;
        owner.letIn(this);
      }
      case "auth_failed", "auth_timeout", "not_authorized" -> {
        counts.happened(SocketEvent.AUTH_FAILURE);
        leave(End.REFUSED, status + ": " + message);
      }
      case "max_connections" -> leave(End.CROWDED, status + ": " + message);
      case "error" -> counts.happened(SocketEvent.SUBSCRIPTION_ERROR);
      default -> {}
    }
  }

  /** Looks at all clocks. */
  private void look() {
    long now = System.nanoTime();
    if (!letIn && now - beganAt > rhythm.auth().toNanos()) {
      leave(End.LOST, "not let in within " + rhythm.auth().toMillis() + " ms");
    } else if (now - pongAt > rhythm.pong().toNanos()) {
      counts.happened(SocketEvent.PONG_MISSING);
      leave(End.LOST, "no pong");
    } else if (letIn && !subscribed.isEmpty() && now - frameAt > rhythm.silence().toNanos()) {
      silence(now);
    } else if (now - pingAt > rhythm.ping().toNanos()) {
      pingAt = now;
      socket.writePing(Buffer.buffer("ms"));
    }
  }

  private void silence(long now) {
    if (marketOpen.getAsBoolean()) {
      counts.happened(SocketEvent.STALL);
      leave(End.LOST, "silent for " + TimeUnit.NANOSECONDS.toMillis(now - frameAt) + " ms");
    } else {
      frameAt = now; // so that the bell starts a new wait
    }
  }

  private void closed() {
    Short code = socket.closeStatusCode();
    String reason = socket.closeReason();
    boolean crowded = !letIn && code != null && code == POLICY_VIOLATION;
    end(
        crowded ? End.CROWDED : End.LOST,
        "closed" + (code == null ? "" : " with " + code) + (reason == null ? "" : " " + reason));
  }

  private void leave(End end, String reason) {
    end(end, reason);
    socket.close();
  }

  private void end(End end, String reason) {
    if (!over) {
      finish();
      owner.ended(this, end, reason);
    }
  }

  private void finish() {
    over = true;
    vertx.cancelTimer(timer);
  }

  /** Hands events on, and keeps what concerns the connection. */
  private final FrameEvents events =
      new FrameEvents() {
        @Override
        public void optionTrade(
            long ticker, double price, long size, long millis, boolean outOfLine) {
          marketEvents = true;
          listener.optionTrade(ticker, price, size, millis, outOfLine);
        }

        @Override
        public void optionQuote(long ticker, double bid, double ask, long millis) {
          marketEvents = true;
          listener.optionQuote(ticker, bid, ask, millis);
        }

        @Override
        public void stockTrade(String symbol, double price, long size, long millis) {
          marketEvents = true;
          listener.stockTrade(symbol, price, size, millis);
        }

        @Override
        public void second(SecondBar bar) {
          marketEvents = true;
          listener.second(bar);
        }

        @Override
        public void indexValue(String symbol, double value, long millis) {
          marketEvents = true;
          listener.indexValue(symbol, value, millis);
        }

        @Override
        public void status(String status, String message) {
          SocketSession.this.status(status, message);
        }

        @Override
        public void unusable(Flaw flaw) {
          marketEvents = true;
          listener.unusable(flaw);
        }
      };
}
