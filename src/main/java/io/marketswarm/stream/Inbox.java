package io.marketswarm.stream;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What came from anywhere for one event loop, until its next tick. However many events come, the
 * loop is woken once for a tick.
 */
final class Inbox {
  private final EventLoop loop;
  private final Runnable tick;
  private final long settleNanos;
  private final long gatherNanos;
  private List<Entry> entries = new ArrayList<>();
  private List<Entry> spare = new ArrayList<>();
  private boolean isAwaited;
  private long lastTickNanos;

  Inbox(EventLoop loop, HubOptions options, Runnable tick) {
    this.loop = loop;
    this.tick = tick;
    this.settleNanos = options.settle().toNanos();
    this.gatherNanos = options.gather().toNanos();
    this.lastTickNanos = System.nanoTime() - gatherNanos;
  }

  /** Takes an event in, from any thread. */
  synchronized void add(Entry entry) {
    entries.add(entry);
    awaitTick();
  }

  /** Sees to it that there will be a tick. */
  synchronized void awaitTick() {
    if (!isAwaited) {
      isAwaited = true;
      long sinceLast = System.nanoTime() - lastTickNanos;
      long delay = Math.max(settleNanos, gatherNanos - sinceLast);
      if (delay > 0) {
        loop.schedule(tick, delay, TimeUnit.NANOSECONDS);
      } else {
        loop.execute(tick);
      }
    }
  }

  /** Hands over what came, in order; the list is valid until the next call. */
  synchronized List<Entry> take() {
    List<Entry> taken = entries;
    entries = spare;
    entries.clear();
    spare = taken;
    isAwaited = false;
    if (!taken.isEmpty()) {
      lastTickNanos = System.nanoTime();
    }
    return taken;
  }
}
