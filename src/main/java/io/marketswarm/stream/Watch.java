package io.marketswarm.stream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Looks at every stream of one event loop from time to time: silence, patience, expiry. */
final class Watch {
  private static final int STREAMS_PER_TURN = 512;

  private final EventLoop loop;
  private final HubOptions options;
  private final List<SseStream> streams;
  private final Flushes flushes;
  private ScheduledFuture<?> rounds;
  private int left;

  Watch(EventLoop loop, HubOptions options, List<SseStream> streams, Flushes flushes) {
    this.loop = loop;
    this.options = options;
    this.streams = streams;
    this.flushes = flushes;
  }

  void begin() {
    if (rounds == null) {
      long nanos = options.look().toNanos();
      rounds = loop.scheduleAtFixedRate(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  void end() {
    rounds.cancel(false);
    rounds = null;
  }

  private void look() {
    if (left == 0) {
      left = streams.size();
      lookAtSome();
    }
  }

  /** Backwards, because a stream that ends leaves its place to the last one. */
  private void lookAtSome() {
    Heartbeat heartbeat = new Heartbeat(options.clock().millis());
    int end = Math.max(0, left - STREAMS_PER_TURN);
    for (int i = left - 1; i >= end; i--) {
      if (i < streams.size()) {
        streams.get(i).look(heartbeat, flushes);
      }
    }
    flushes.flush();
    heartbeat.release();
    left = end;
    if (left > 0) {
      loop.schedule(this::lookAtSome, 0, TimeUnit.NANOSECONDS);
    }
  }
}
