package io.marketswarm.ops;

import io.marketswarm.log.Line;
import io.marketswarm.log.Logs;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends one reader the lines of one service as they are said, as server-sent events. A reader who
 * is slower than the service is told how many lines he missed.
 */
final class LogStream {
  private static final long PING_MILLIS = 15_000;

  /** Lines on their way to the reader's event loop; a flood beyond that is only counted. */
  private static final int MOST_UNDER_WAY = 1_000;

  private final Vertx vertx;
  private final Context context;
  private final String service;
  private final HttpServerResponse response;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger missed = new AtomicInteger();

  /** Lines of the beginning that may come a second time through the listener. */
  private final Set<Line> alreadySent = Collections.newSetFromMap(new IdentityHashMap<>());

  private Runnable unsubscribe = () -> {};
  private long ping;
  private boolean ended;

  LogStream(Vertx vertx, String service, HttpServerResponse response) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.service = service;
    this.response = response;
  }

  /**
   * @param lines how many of the latest lines come first
   * @param leaving ends the stream
   */
  void begin(int lines, Future<Void> leaving) {
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no")
        .closeHandler(v -> end())
        .exceptionHandler(lost -> end());
    unsubscribe = Logs.onLine(this::heard);
    ping = vertx.setPeriodic(PING_MILLIS, t -> write(": ping\n\n"));
    List<Line> latest = Logs.recent(service, lines);
    alreadySent.addAll(latest);
    StringBuilder first = new StringBuilder(": lines of ").append(service).append("\n\n");
    latest.forEach(line -> append(first, line));
    write(first.toString());
    leaving.onSuccess(
        v -> {
          if (!ended) {
            end();
            response.end();
          }
        });
  }

  /** Called by whoever speaks, on his thread. */
  private void heard(Line line) {
    if (!line.service().equals(service)) {
      return;
    }
    if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
      underWay.decrementAndGet();
      missed.incrementAndGet();
      return;
    }
    context.runOnContext(
        v -> {
          underWay.decrementAndGet();
          send(line);
        });
  }

  private void send(Line line) {
    if (ended || alreadySent.remove(line)) {
      return;
    }
    if (response.writeQueueFull()) {
      missed.incrementAndGet();
      return;
    }
    StringBuilder out = new StringBuilder();
    int lost = missed.getAndSet(0);
    if (lost > 0) {
      out.append("event: missed\ndata: ").append(lost).append("\n\n");
    }
    append(out, line);
    write(out.toString());
  }

  private static void append(StringBuilder out, Line line) {
    out.append("data: ").append(line.human()).append("\n\n");
  }

  private void write(String text) {
    if (!ended) {
      response.write(text);
    }
  }

  private void end() {
    ended = true;
    unsubscribe.run();
    vertx.cancelTimer(ping);
  }
}
