package io.marketswarm.market.feed;

import io.marketswarm.log.Log;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * A lasting connection to one of the provider's clusters. It connects while it is open and
 * something is wanted, lets itself in, follows every change of what is wanted without a break, and
 * comes back after any failure. To be used from one context, on which its listener is called.
 */
public final class ProviderSocket {
  private static final int MOST_FRAME_BYTES = 16 << 20;
  private static final int CLOSING_TIMEOUT_SECONDS = 2;

  private final Vertx vertx;
  private final ProviderDirectory directory;
  private final Cluster cluster;
  private final SocketRhythm rhythm;
  private final BooleanSupplier marketOpen;
  private final Listener listener;
  private final Log log;
  private final SocketCounts counts;
  private final WebSocketClient client;

  private Set<String> wanted = Set.of();
  private SocketState state = SocketState.IDLE;
  private SocketSession session;
  private boolean open;
  private int attempts;
  private long retryTimer = -1;

  /** Hears what comes, event by event and frame by frame, and how the connection stands. */
  public interface Listener extends FrameEvents {
    /**
     * A whole frame with events of the market in it, as it came; its events were handed on before.
     */
    default void frame(byte[] frame) {}

    default void changed(SocketState state, String reason) {}
  }

  /**
   * @param marketOpen whether silence is suspicious just now
   */
  public ProviderSocket(
      Vertx vertx,
      ProviderDirectory directory,
      Cluster cluster,
      SocketRhythm rhythm,
      BooleanSupplier marketOpen,
      Listener listener,
      MeterRegistry meters,
      Log log) {
    this.vertx = vertx;
    this.directory = directory;
    this.cluster = cluster;
    this.rhythm = rhythm;
    this.marketOpen = marketOpen;
    this.listener = listener;
    this.log = log;
    this.counts = new SocketCounts(cluster, meters);
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(MOST_FRAME_BYTES)
                .setMaxMessageSize(MOST_FRAME_BYTES)
                .setClosingTimeout(CLOSING_TIMEOUT_SECONDS));
  }

  /** Connects as soon as something is wanted, and stays connected. */
  public void open() {
    open = true;
    proceed();
  }

  /** Disconnects cleanly until the next {@link #open}. */
  public Future<Void> pause() {
    open = false;
    return rest("closed");
  }

  /** Disconnects for good. */
  public Future<Void> close() {
    return pause().compose(v -> client.close());
  }

  /** Changes what is subscribed to, on the connection that stands. */
  public void want(Collection<String> channels) {
    wanted = new TreeSet<>(channels);
    if (wanted.isEmpty()) {
      rest("nothing to subscribe to");
    } else if (session != null) {
      session.subscribe(wanted);
    } else {
      proceed();
    }
  }

  public SocketState state() {
    return state;
  }

  public SocketCounts counts() {
    return counts;
  }

  private void proceed() {
    if (open && !wanted.isEmpty() && session == null && retryTimer < 0) {
      connect();
    }
  }

  private Future<Void> rest(String reason) {
    cancelRetry();
    attempts = 0;
    SocketSession ended = session;
    session = null;
    become(SocketState.IDLE, reason);
    return ended == null ? Future.succeededFuture() : ended.close();
  }

  private void connect() {
    become(SocketState.CONNECTING, "");
    SocketSession begun =
        new SocketSession(vertx, client, rhythm, marketOpen, listener, counts, new Turns());
    session = begun;
    directory
        .find()
        .map(
            address -> {
              if (session == begun) {
                begun.connect(address.socket(cluster), address.key());
              }
              return address;
            })
        .onFailure(cause -> lost(begun, SocketSession.End.LOST, cause.getMessage()));
  }

  private void lost(SocketSession ended, SocketSession.End end, String reason) {
    if (session != ended) {
      return;
    }
    session = null;
    boolean wasLive = state == SocketState.LIVE;
    if (wasLive) {
      counts.happened(SocketEvent.RECONNECT);
      attempts = 0;
    }
    long wait = waitMillis(end);
    attempts++;
    String place = cluster.name().toLowerCase(Locale.ROOT) + " socket";
    String said = place + (wasLive ? " lost: " : " not connected: ") + reason;
    if (wasLive || attempts == 1) {
      log.warn(said + ", next try in " + wait + " ms");
    } else {
      log.debug(said);
    }
    become(end == SocketSession.End.REFUSED ? SocketState.REFUSED : SocketState.WAITING, reason);
    retryTimer =
        vertx.setTimer(
            wait,
            timer -> {
              retryTimer = -1;
              proceed();
            });
  }

  private long waitMillis(SocketSession.End end) {
    Duration base =
        switch (end) {
          case LOST -> doubled(rhythm.reconnectLongest());
          case CROWDED -> doubled(rhythm.refused());
          case REFUSED -> rhythm.refused();
        };
    long jitter = rhythm.jitter().toMillis();
    return base.toMillis() + (jitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(jitter));
  }

  private Duration doubled(Duration longest) {
    Duration wait = rhythm.reconnect().multipliedBy(1L << Math.min(attempts, 16));
    return wait.compareTo(longest) > 0 ? longest : wait;
  }

  private void cancelRetry() {
    if (retryTimer >= 0) {
      vertx.cancelTimer(retryTimer);
      retryTimer = -1;
    }
  }

  private void become(SocketState next, String reason) {
    if (next != state) {
      state = next;
      listener.changed(next, reason);
    }
  }

  private final class Turns implements SocketSession.Owner {
    @Override
    public void letIn(SocketSession live) {
      if (session == live) {
        attempts = 0;
        become(SocketState.LIVE, "");
        live.subscribe(wanted);
      }
    }

    @Override
    public void ended(SocketSession ended, SocketSession.End end, String reason) {
      lost(ended, end, reason);
    }
  }
}
