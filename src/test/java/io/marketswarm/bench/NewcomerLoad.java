package io.marketswarm.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Clients that open an event stream, wait until they have what it begins with, hang up and come
 * again.
 */
final class NewcomerLoad implements Load {
  private static final long PATIENCE_SECONDS = 30;
  private static final String END_OF_EVENT = "\n\n\r\n";

  private final NetClient client;
  private final int port;
  private final Buffer question;
  private final int clients;
  private final int bytes;

  /**
   * @param clients how many there are at a time
   * @param bytes how many a stream begins with at least
   */
  NewcomerLoad(Vertx vertx, int port, String path, String cookie, int clients, int bytes) {
    this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    this.port = port;
    this.clients = clients;
    this.bytes = bytes;
    this.question =
        Buffer.buffer(
            "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: ms_session=%s\r\n\r\n"
                .formatted(path, port, cookie));
  }

  @Override
  public double run(long millis) throws Exception {
    AtomicLong served = new AtomicLong();
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    get(
        Future.all(
            IntStream.range(0, clients).mapToObj(client -> comeUntil(end, served)).toList()));
    return served.get() * 1e9 / (System.nanoTime() - start);
  }

  private Future<Void> comeUntil(long end, AtomicLong served) {
    return visit()
        .compose(
            left -> {
              served.incrementAndGet();
              return System.nanoTime() < end ? comeUntil(end, served) : Future.succeededFuture();
            });
  }

  /** One stream, from connecting to hanging up; tells what it began with. */
  Future<Buffer> visit() {
    return client.connect(port, "127.0.0.1").compose(this::listen);
  }

  private Future<Buffer> listen(NetSocket socket) {
    Promise<Buffer> heard = Promise.promise();
    Buffer all = Buffer.buffer(bytes + bytes / 8);
    socket.closeHandler(closed -> heard.tryFail("closed"));
    socket.handler(
        part -> {
          all.appendBuffer(part);
          if (all.length() >= bytes && endsWith(all, END_OF_EVENT)) {
            heard.tryComplete(all);
            socket.close();
          }
        });
    socket.write(question);
    return heard.future();
  }

  private static boolean endsWith(Buffer all, String words) {
    int from = all.length() - words.length();
    return all.getString(from, all.length()).equals(words);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
