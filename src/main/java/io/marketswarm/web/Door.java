package io.marketswarm.web;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The moment in which one of several servers on a port stops taking connections. Vert.x accepts on
 * one thread and hands each socket to the event loop of a server; a socket that is on its way to a
 * loop whose server leaves would be closed unanswered. So the leaving happens while the accepting
 * thread stands still and nothing is on its way.
 */
final class Door {
  /** A loop busier than this is not waited for: clients would feel the standing still. */
  private static final long STAND_STILL_MILLIS = 250;

  private Door() {}

  /**
   * Runs {@code leave} on the server's event loop while no socket is between accept and loop, and
   * none has come to the loop for a while.
   *
   * @param settleMillis that while, in which connections show what they are; 0 for none
   */
  static Future<Void> closing(
      Vertx vertx, ContextInternal server, long settleMillis, Supplier<Future<Void>> leave) {
    Promise<Void> left = server.promise();
    EventLoop loop = server.nettyEventLoop();
    EventExecutor acceptor = ((VertxInternal) vertx).acceptorEventLoopGroup().next();
    acceptor.execute(
        () -> {
          CountDownLatch away = new CountDownLatch(1);
          Runnable leaving =
              () -> {
                try {
                  leave.get().onComplete(left);
                } catch (RuntimeException cause) {
                  left.fail(cause);
                } finally {
                  away.countDown();
                }
              };
          // Runs after the sockets that were handed over before it.
          if (settleMillis > 0) {
            loop.schedule(leaving, settleMillis, TimeUnit.MILLISECONDS);
          } else {
            loop.execute(leaving);
          }
          standStillUntil(away);
        });
    return left.future();
  }

  private static void standStillUntil(CountDownLatch away) {
    try {
      away.await(STAND_STILL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
