package io.marketswarm.node;

import io.marketswarm.log.Level;
import io.marketswarm.log.Line;
import io.marketswarm.log.Logs;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies what operators look for across nodes into streams on the system bus: errors, and all lines
 * when asked for. Best effort: while the bus is away, only the newest lines are kept.
 */
final class LogStreams {
  private static final long GATHERED_FOR_MILLIS = 1_000;
  private static final int QUEUED_LINES = 1_000;
  private static final long STREAM_LENGTH = 10_000;
  private static final String ADMIN = "admin";

  private final Vertx vertx;
  private final RedisBus system;
  private final TruthBoot truth;
  private final boolean everything;
  private final ConcurrentLinkedQueue<Request> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicBoolean sending = new AtomicBoolean();
  private Runnable unhook = () -> {};

  LogStreams(Vertx vertx, RedisBus system, TruthBoot truth, boolean everything) {
    this.vertx = vertx;
    this.system = system;
    this.truth = truth;
    this.everything = everything;
  }

  void start() {
    unhook = Logs.onLine(this::take);
  }

  private void take(Line line) {
    if (line.level() == Level.ERROR) {
      add("errors", line);
    }
    if (line.service().equals(ADMIN) && line.level() != Level.DEBUG) {
      add("admin", line);
    }
    if (everything) {
      add("all", line);
    }
  }

  private void add(String channel, Line line) {
    if (queued.incrementAndGet() > QUEUED_LINES && queue.poll() != null) {
      queued.decrementAndGet();
    }
    String stream = "log:" + channel + ":stream";
    queue.add(
        Request.cmd(Command.XADD)
            .arg(stream)
            .arg("MAXLEN")
            .arg("~")
            .arg(truth.maxLength(line.service(), stream, STREAM_LENGTH))
            .arg("*")
            .arg("ts")
            .arg(String.valueOf(line.millis() / 1_000.0))
            .arg("level")
            .arg(line.level().name())
            .arg("service")
            .arg(line.service())
            .arg("msg")
            .arg(line.message()));
    sendSoon();
  }

  /** On the bus's own context: that of whoever speaks may end before the line is sent. */
  private void sendSoon() {
    if (sending.compareAndSet(false, true)) {
      system
          .context()
          .runOnContext(now -> vertx.setTimer(GATHERED_FOR_MILLIS, t -> sendGathered()));
    }
  }

  private void sendGathered() {
    sending.set(false);
    send();
  }

  private void send() {
    if (queue.isEmpty()) {
      return;
    }
    if (!system.up()) {
      sendSoon();
      return;
    }
    List<Request> lines = new ArrayList<>();
    for (Request line = queue.poll(); line != null; line = queue.poll()) {
      lines.add(line);
      queued.decrementAndGet();
    }
    // A lost line is no reason for another one.
    system.batch(lines).otherwiseEmpty();
  }

  Future<Void> stop() {
    unhook.run();
    send();
    return Future.succeededFuture();
  }
}
