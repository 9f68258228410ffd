package io.marketswarm.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Commands that wait on the server, such as {@code XREADGROUP ... BLOCK}: each has a connection to
 * itself while it waits, because on the shared one everybody would wait with it.
 */
final class BlockingCalls implements RedisSocket.Owner {
  /** Waiting commands at once, per bus. */
  static final int MOST = 64;

  private final VertxInternal vertx;
  private final ContextInternal context;
  private final String place;
  private final RedisUrl url;
  private final Duration grace;
  private final Set<RedisSocket> sockets = new HashSet<>();
  private final Deque<RedisSocket> idle = new ArrayDeque<>();
  private NetClient client;

  /**
   * @param grace what connecting may take, and the answer longer than the command waits
   */
  BlockingCalls(
      VertxInternal vertx, ContextInternal context, String place, RedisUrl url, Duration grace) {
    this.vertx = vertx;
    this.context = context;
    this.place = place;
    this.url = url;
    this.grace = grace;
  }

  /** Sends a command that waits for at most {@code blockMillis}, or for ever when that is 0. */
  Future<Response> send(Request command, long blockMillis) {
    Promise<Response> answer = vertx.promise();
    context.runOnContext(
        now -> borrow().compose(socket -> ask(socket, command, blockMillis)).onComplete(answer));
    return answer.future();
  }

  /**
   * Fails all that wait: the server was found to be silent or gone. To be called on the context.
   */
  void drop(String reason) {
    List<RedisSocket> dropped = List.copyOf(sockets);
    sockets.clear();
    idle.clear();
    dropped.forEach(socket -> socket.cut(reason));
  }

  Future<Void> close() {
    Promise<Void> done = vertx.promise();
    context.runOnContext(
        now -> {
          drop("closed");
          (client == null ? Future.<Void>succeededFuture() : client.close()).onComplete(done);
        });
    return done.future();
  }

  @Override
  public void pushed(RedisSocket socket, Response push) {}

  @Override
  public void ended(RedisSocket socket, String reason) {
    sockets.remove(socket);
    idle.remove(socket);
  }

  private Future<RedisSocket> borrow() {
    RedisSocket rested = idle.poll();
    if (rested != null) {
      return Future.succeededFuture(rested);
    }
    if (sockets.size() >= MOST) {
      return Future.failedFuture(
          new StoreAway(place + ": " + MOST + " commands wait on the server already"));
    }
    if (client == null) {
      client = vertx.createNetClient(url.socketOptions());
    }
    RedisSocket socket = new RedisSocket(vertx, context, place, url, this);
    sockets.add(socket);
    return within(grace.toMillis(), socket, socket.open(client))
        .map(socket)
        .onFailure(cause -> sockets.remove(socket));
  }

  private Future<Response> ask(RedisSocket socket, Request command, long blockMillis) {
    Future<Response> answer = socket.send(command);
    return (blockMillis == 0 ? answer : within(blockMillis + grace.toMillis(), socket, answer))
        .onComplete(
            done -> {
              if (sockets.contains(socket)) {
                idle.push(socket);
              }
            });
  }

  /** Cuts the socket when the time is up, which fails what was asked of it. */
  private <T> Future<T> within(long millis, RedisSocket socket, Future<T> asked) {
    long timer =
        vertx.setTimer(
            millis,
            late -> {
              sockets.remove(socket);
              socket.cut("no answer for " + millis + " ms");
            });
    return asked.onComplete(done -> vertx.cancelTimer(timer));
  }
}
