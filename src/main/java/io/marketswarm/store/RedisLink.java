package io.marketswarm.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection to a Redis server: opened, watched, and opened again for as long as it is wanted.
 * Everything that changes runs on one context; only {@link #live} and {@link #trouble} are read
 * from elsewhere.
 */
final class RedisLink implements RedisSocket.Owner {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), 0.5);

  private static final int TICKS_PER_DEADLINE = 10;
  private static final int SILENT_TICKS = 8;

  /** Who uses the connection. */
  interface User {
    /** The connection stands; called once per connection. */
    void opened(RedisSocket socket);

    /** The connection is gone, or could not be made. */
    void lost(String reason);

    /** Something came that answers no command. */
    default void pushed(Response push) {}

    /** Whether it waits for the server to say something. */
    default boolean awaits(RedisSocket socket) {
      return socket.awaited();
    }

    /** Asks for a sign of life; {@link RedisLink#alive} may report it instead of the answer. */
    default Future<?> probe(RedisSocket socket) {
      return socket.ping().otherwiseEmpty();
    }
  }

  private final VertxInternal vertx;
  private final ContextInternal context;
  private final String place;
  private final RedisUrl url;
  private final Duration deadline;
  private final User user;

  private volatile RedisSocket live;
  private volatile String trouble = "not connected yet";
  private NetClient client;
  private RedisSocket current;
  private Pulse pulse;
  private int failures;
  private long openedAt;
  private boolean closed;

  /**
   * @param deadline within which a server that is silent to somebody's command is given up; answers
   *     come in order, so an answered probe proves that everything sent before it was answered too.
   *     While nobody waits for the server it is asked only once in this time
   */
  RedisLink(
      VertxInternal vertx,
      ContextInternal context,
      String place,
      RedisUrl url,
      Duration deadline,
      User user) {
    this.vertx = vertx;
    this.context = context;
    this.place = place;
    this.url = url;
    this.deadline = deadline;
    this.user = user;
  }

  void open() {
    context.runOnContext(
        now -> {
          client = vertx.createNetClient(url.socketOptions());
          connect();
        });
  }

  /** The connection, or null while there is none. */
  RedisSocket live() {
    return live;
  }

  /** Why there is no connection, or why the last one was lost. */
  String trouble() {
    return trouble;
  }

  /** Something was heard of the server. */
  void alive() {
    if (pulse != null) {
      pulse.alive();
    }
  }

  Future<Void> close() {
    Promise<Void> done = vertx.promise();
    context.runOnContext(
        now -> {
          closed = true;
          drop("closed");
          (client == null ? Future.<Void>succeededFuture() : client.close()).onComplete(done);
        });
    return done.future();
  }

  @Override
  public void pushed(RedisSocket socket, Response push) {
    if (socket == live && push != null) {
      user.pushed(push);
    }
  }

  @Override
  public void sent(RedisSocket socket) {
    if (pulse != null && socket == current) {
      pulse.attend();
    }
  }

  @Override
  public void served(RedisSocket socket) {
    if (pulse != null && socket == current) {
      pulse.served();
    }
  }

  @Override
  public void ended(RedisSocket socket, String reason) {
    lost(socket, reason);
  }

  private void connect() {
    if (closed) {
      return;
    }
    RedisSocket socket = new RedisSocket(vertx, context, place, url, this);
    current = socket;
    socket
        .open(client)
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(done -> opened(socket), cause -> lost(socket, reason(cause)));
  }

  private void opened(RedisSocket socket) {
    if (socket != current) {
      return;
    }
    openedAt = System.nanoTime();
    Duration tick = deadline.dividedBy(TICKS_PER_DEADLINE);
    pulse =
        new Pulse(
            context,
            new Pulse.Rhythm(tick, SILENT_TICKS, deadline),
            () -> user.awaits(socket),
            () -> user.probe(socket),
            () -> lost(socket, silence()));
    pulse.start();
    live = socket;
    user.opened(socket);
  }

  private void lost(RedisSocket socket, String reason) {
    if (socket != current) {
      return;
    }
    boolean lasted = live != null && System.nanoTime() - openedAt > BACKOFF.max().toNanos();
    failures = lasted ? 1 : failures + 1;
    drop(reason);
    user.lost(reason);
    vertx.setTimer(BACKOFF.delayMillis(failures), timer -> connect());
  }

  /** Forgets the connection and cuts its socket, which fails all commands still waiting. */
  private void drop(String reason) {
    trouble = reason;
    live = null;
    if (pulse != null) {
      pulse.stop();
      pulse = null;
    }
    if (current != null) {
      RedisSocket dropped = current;
      current = null;
      dropped.cut(reason);
    }
  }

  private String reason(Throwable cause) {
    return cause instanceof TimeoutException ? silence() : StoreException.reason(cause);
  }

  private String silence() {
    return "no answer for " + deadline.toMillis() + " ms";
  }
}
