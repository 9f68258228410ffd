package io.marketswarm.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.ParserHandler;
import io.vertx.redis.client.impl.RESPParser;
import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A socket to a Redis server, with the encoder and parser of the Redis client on it. The client's
 * own connections do not fit. Closing one waits until all is written, for ever when the server
 * reads no more, and what waits in memory is executed long after its callers were told that it
 * failed; this one can be {@link #cut}. They also take a pushed message for the answer of a
 * command, and write every command by itself; here commands that are sent while the event loop is
 * busy leave together.
 */
final class RedisSocket implements ParserHandler {
  /** Commands that may wait for their answers at once. */
  static final int MOST_IN_FLIGHT = 65_536;

  /** Commands in one batch, so that one always fits once the server keeps up. */
  static final int MOST_IN_BATCH = MOST_IN_FLIGHT / 2;

  /** Bytes of commands that may wait so; a single larger one passes when nothing else waits. */
  static final long MOST_BYTES_IN_FLIGHT = 256L << 20;

  private static final int WRITE_BYTES = 64 << 10;
  private static final int DEEPEST_ANSWER = 32;
  private static final String PROTOCOL = "3";

  /** What came with it: ZRANGE by score, SET with GET, streams trimmed by id. */
  private static final Version OLDEST = Version.parse("6.2");

  /** Who has opened the socket; called on its context. */
  interface Owner {
    /** Commands left. */
    default void sent(RedisSocket socket) {}

    /** All commands are answered. */
    default void served(RedisSocket socket) {}

    /** Something came that answers no command. */
    void pushed(RedisSocket socket, Response push);

    /** The socket was closed, but not by {@link #cut}. */
    void ended(RedisSocket socket, String reason);
  }

  private final VertxInternal vertx;
  private final ContextInternal context;
  private final String place;
  private final RedisUrl url;
  private final Owner owner;

  private final Queue<RedisCall> outbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean flushing = new AtomicBoolean();
  private final AtomicInteger commandsInFlight = new AtomicInteger();
  private final AtomicLong bytesInFlight = new AtomicLong();
  private final Queue<RedisCall> unanswered = new ArrayDeque<>();
  private NetSocket socket;
  private String trouble = "connection closed";
  private StoreAway end;

  /**
   * @param place what to call the server in messages
   */
  RedisSocket(
      VertxInternal vertx, ContextInternal context, String place, RedisUrl url, Owner owner) {
    this.vertx = vertx;
    this.context = context;
    this.place = place;
    this.url = url;
    this.owner = owner;
  }

  /** Connects and logs in; to be called on the context. */
  Future<Void> open(NetClient client) {
    return client.connect(url.port(), url.host()).compose(this::begin).compose(this::logIn);
  }

  /** Sends a command, from any thread. */
  Future<Response> send(Request command) {
    return admit(RedisCall.of(vertx, command)).map(answers -> answers[0]);
  }

  /** Sends commands with nobody else's in between, from any thread. */
  Future<List<Response>> batch(List<Request> commands) {
    return admit(RedisCall.of(vertx, commands)).map(Arrays::asList);
  }

  /** Whether commands wait for their answers. */
  boolean awaited() {
    return commandsInFlight.get() > 0;
  }

  /** Completes when everything sent before has been answered; sent even when much is under way. */
  Future<Response> ping() {
    return post(RedisCall.of(vertx, Request.cmd(Command.PING))).map(answers -> answers[0]);
  }

  /** Sends a command whose effects are pushed. */
  void tell(Request command) {
    post(RedisCall.withoutAnswer(vertx, command));
  }

  /** Ends it at once and fails what is unanswered; to be called on the context. */
  void cut(String reason) {
    finish(reason);
    if (socket != null) {
      ((NetSocketInternal) socket).channelHandlerContext().close();
    }
  }

  @Override
  public void handle(Response answer) {
    RedisCall next = unanswered.peek();
    if (next == null || answer != null && answer.type() == ResponseType.PUSH) {
      owner.pushed(this, answer);
      return;
    }
    if (next.missing() == 1) { // before the answer is told, which may end in cut()
      unanswered.remove();
      settle(next);
    }
    next.answer(answer);
    if (unanswered.isEmpty() && end == null) {
      owner.served(this);
    }
  }

  @Override
  public void fail(Throwable illegal) {
    trouble = "the server does not speak Redis: " + illegal.getMessage();
    socket.close();
  }

  private Future<Void> begin(NetSocket connected) {
    socket = connected;
    if (end != null) {
      cut(end.getMessage());
      return Future.failedFuture(end);
    }
    connected
        .handler(new RESPParser(this, DEEPEST_ANSWER))
        .exceptionHandler(cause -> trouble = StoreException.reason(cause))
        .closeHandler(
            closed -> {
              if (end == null) {
                finish(trouble);
                owner.ended(this, trouble);
              }
            });
    return Future.succeededFuture();
  }

  private Future<Void> logIn(Void connected) {
    Request hello = Request.cmd(Command.HELLO).arg(PROTOCOL);
    if (url.password() != null) {
      hello.arg("AUTH").arg(url.user() == null ? "default" : url.user()).arg(url.password());
    }
    hello.arg("SETNAME").arg("marketswarm");
    return send(hello)
        .compose(RedisSocket::checkVersion)
        .compose(
            greeted ->
                url.database() == 0
                    ? Future.succeededFuture()
                    : send(Request.cmd(Command.SELECT).arg(url.database())))
        .compose(selected -> ping()) // refused while the server loads its data
        .mapEmpty();
  }

  private static Future<Void> checkVersion(Response greeting) {
    String version = String.valueOf(greeting.get("version"));
    return Version.parse(version).compareTo(OLDEST) < 0
        ? Future.failedFuture(
            new StoreException("Redis " + version + " is older than " + OLDEST, false))
        : Future.succeededFuture();
  }

  private Future<Response[]> admit(RedisCall call) {
    if (commandsInFlight.get() + call.expected() > MOST_IN_FLIGHT) {
      return tooMuch(MOST_IN_FLIGHT + " commands");
    }
    long others = bytesInFlight.get();
    if (others > 0 && others + call.bytes().length() > MOST_BYTES_IN_FLIGHT) {
      return tooMuch((MOST_BYTES_IN_FLIGHT >> 20) + " MiB");
    }
    return post(call);
  }

  private Future<Response[]> tooMuch(String what) {
    return Future.failedFuture(
        new StoreAway(place + " falls behind: more than " + what + " wait for an answer"));
  }

  private Future<Response[]> post(RedisCall call) {
    commandsInFlight.addAndGet(call.expected());
    bytesInFlight.addAndGet(call.bytes().length());
    outbox.add(call);
    if (flushing.compareAndSet(false, true)) {
      context.runOnContext(now -> flush());
    }
    return call.future();
  }

  private void flush() {
    flushing.set(false);
    Buffer together = Buffer.buffer();
    for (RedisCall call = outbox.poll(); call != null; call = outbox.poll()) {
      if (end != null) {
        settle(call);
        call.fail(end);
        continue;
      }
      if (call.expected() > 0) {
        unanswered.add(call);
      } else {
        settle(call);
      }
      if (together.length() > 0 && together.length() + call.bytes().length() > WRITE_BYTES) {
        socket.write(together);
        together = Buffer.buffer();
      }
      if (call.bytes().length() >= WRITE_BYTES) {
        socket.write(call.bytes());
      } else {
        together.appendBuffer(call.bytes());
      }
    }
    if (together.length() > 0) {
      socket.write(together);
    }
    if (end == null) {
      owner.sent(this);
    }
  }

  private void settle(RedisCall call) {
    commandsInFlight.addAndGet(-call.expected());
    bytesInFlight.addAndGet(-call.bytes().length());
  }

  private void finish(String reason) {
    if (end != null) {
      return;
    }
    end = new StoreAway(place + " was lost before it answered: " + reason);
    for (RedisCall call = unanswered.poll(); call != null; call = unanswered.poll()) {
      settle(call);
      call.fail(end);
    }
    flush();
  }
}
