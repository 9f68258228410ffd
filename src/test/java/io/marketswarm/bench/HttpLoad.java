package io.marketswarm.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Connections that ask again as soon as they have an answer, and do not look into it. */
final class HttpLoad implements Load {
  private static final long PATIENCE_SECONDS = 30;

  private final List<Connection> connections = new ArrayList<>();

  /** Kept, as the connections of a forgotten client are closed. */
  private final NetClient client;

  private HttpLoad(NetClient client) {
    this.client = client;
  }

  /** Connections to a port of this machine, which ask with a session. */
  static HttpLoad open(Vertx vertx, int port, String path, String cookie, int count)
      throws Exception {
    Buffer question =
        Buffer.buffer(
            "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: ms_session=%s\r\n\r\n"
                .formatted(path, port, cookie));
    HttpLoad load = new HttpLoad(vertx.createNetClient());
    for (int i = 0; i < count; i++) {
      NetSocket socket = get(load.client.connect(port, "127.0.0.1"));
      load.connections.add(new Connection(socket, question));
    }
    return load;
  }

  @Override
  public double run(long millis) throws Exception {
    AtomicLong answers = new AtomicLong();
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    List<Future<Void>> done =
        connections.stream().map(connection -> connection.run(end, answers)).toList();
    get(Future.all(done));
    return answers.get() * 1e9 / (System.nanoTime() - start);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** One connection; finds the end of an answer by its length. */
  private static final class Connection {
    private static final String HEAD_END = "\r\n\r\n";
    private static final String LENGTH = "\r\ncontent-length:";

    private final NetSocket socket;
    private final Buffer question;
    private Buffer head = Buffer.buffer();
    private long missing = -1;
    private volatile long end;
    private volatile AtomicLong answers;
    private volatile Promise<Void> finished;

    Connection(NetSocket socket, Buffer question) {
      this.socket = socket;
      this.question = question;
      socket.handler(this::received);
      socket.closeHandler(closed -> fail("closed"));
    }

    Future<Void> run(long until, AtomicLong counter) {
      finished = Promise.promise();
      end = until;
      answers = counter;
      socket.write(question);
      return finished.future();
    }

    private void received(Buffer bytes) {
      if (missing < 0) {
        head.appendBuffer(bytes);
        int bodyAt = endOfHead();
        if (bodyAt < 0) {
          return;
        }
        missing = bodyLength(head.getString(0, bodyAt)) - (head.length() - bodyAt);
        head = Buffer.buffer();
      } else {
        missing -= bytes.length();
      }
      if (missing == 0) {
        missing = -1;
        answered();
      }
    }

    private void answered() {
      answers.incrementAndGet();
      if (System.nanoTime() < end) {
        socket.write(question);
      } else {
        finished.complete();
      }
    }

    private int endOfHead() {
      for (int i = 0; i + HEAD_END.length() <= head.length(); i++) {
        int matching = 0;
        while (matching < HEAD_END.length()
            && head.getByte(i + matching) == HEAD_END.charAt(matching)) {
          matching++;
        }
        if (matching == HEAD_END.length()) {
          return i + matching;
        }
      }
      return -1;
    }

    private long bodyLength(String answer) {
      if (!answer.startsWith("HTTP/1.1 200")) {
        fail("answered with " + answer);
        return 0;
      }
      int at = answer.toLowerCase(Locale.ROOT).indexOf(LENGTH) + LENGTH.length();
      return Long.parseLong(answer.substring(at, answer.indexOf('\r', at)).strip());
    }

    private void fail(String why) {
      if (finished != null) {
        finished.tryFail(why);
      }
    }
  }
}
