package io.marketswarm.stream;

import io.marketswarm.log.Log;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The streams of one event loop. Events come in from any thread and wait for the next tick, which
 * writes once to every stream concerned. A tick with many streams is done in turns, so that the
 * loop can do other things in between.
 */
final class LoopStreams {
  private static final Log LOG = Log.of("stream");
  private static final int STREAMS_PER_TURN = 512;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** How soon a client that did not take everything is tried again, at the earliest. */
  private static final long RETRY_NANOS = 10 * NANOS_PER_MILLI;

  private final Hub hub;
  private final EventLoop loop;
  private final Inbox inbox;
  private final Listeners listeners;
  private final List<SseStream> streams = new ArrayList<>();
  private final Flushes flushes = new Flushes();
  private final StreamMetrics.Tally tally = new StreamMetrics.Tally();
  private final Watch watch;

  /** The tick under way, or the last one. */
  private long tick;

  private boolean isTicking;
  private boolean isTickDue;
  private boolean isRetryAwaited;
  private List<Entry> arrived = List.of();
  private final Queue<Runnable> afterArrivals = new ArrayDeque<>();
  private final List<Audience> addressed = new ArrayList<>();
  private int audienceAt;
  private int streamAt;
  private List<SseStream> behind = new ArrayList<>();
  private List<SseStream> stillBehind = new ArrayList<>();
  private int behindAt;

  /** Left by streams while a tick was under way. */
  private final List<Audience> untidy = new ArrayList<>();

  LoopStreams(Hub hub, EventLoop loop) {
    this.hub = hub;
    this.loop = loop;
    this.inbox = new Inbox(loop, hub.options(), this::tick);
    this.listeners = new Listeners(hub, this);
    this.watch = new Watch(loop, hub.options(), streams, flushes);
  }

  Hub hub() {
    return hub;
  }

  StreamMetrics.Tally tally() {
    return tally;
  }

  long millis() {
    return System.nanoTime() / NANOS_PER_MILLI;
  }

  long nextTick() {
    return tick + 1;
  }

  void run(Runnable work) {
    if (loop.inEventLoop()) {
      work.run();
    } else {
      loop.execute(work);
    }
  }

  /** Takes an event in; called by any thread, in the order of numbers. */
  void accept(Entry entry) {
    inbox.add(entry);
  }

  /** Does something in the next tick, after the events of it are where they belong. */
  void afterArrivals(Runnable work) {
    afterArrivals.add(work);
    inbox.awaitTick();
  }

  SseStream open(Writer writer, StreamSpec spec, Context context) {
    SseStream stream;
    Hub.Opening opening;
    synchronized (hub.lock()) {
      opening = hub.opening(spec);
      stream = new SseStream(this, writer, listeners.audience(spec), spec, opening, context);
      stream.follows().forEach(listeners::follow);
    }
    stream.audience().join(stream);
    stream.place(streams.size());
    streams.add(stream);
    hub.metrics().begun();
    watch.begin();
    try {
      stream.begin(spec, opening);
    } catch (RuntimeException failure) {
      failed(stream, failure);
    }
    isBehind(stream);
    return stream;
  }

  /** A stream with a backlog is served with the next tick. */
  void isBehind(SseStream stream) {
    if (!stream.isOver() && stream.becomesBehind()) {
      behind.add(stream);
      if (!isTicking) {
        inbox.awaitTick();
      }
    }
  }

  void remove(SseStream stream, Ended reason) {
    SseStream last = streams.remove(streams.size() - 1);
    if (last != stream) {
      streams.set(stream.place(), last);
      last.place(stream.place());
    }
    if (streams.isEmpty()) {
      watch.end();
    }
    stream.follows().forEach(listeners::unfollow);
    stream.audience().left();
    if (isTicking) {
      untidy.add(stream.audience());
    } else {
      listeners.tidy(stream.audience());
    }
    hub.census().leave(stream.labels());
    hub.metrics().ended(reason);
  }

  private void tick() {
    if (isTicking) {
      isTickDue = true;
      return;
    }
    isTicking = true;
    tick++;
    arrived = inbox.take();
    arrived.forEach(this::distribute);
    while (!afterArrivals.isEmpty()) {
      afterArrivals.poll().run();
    }
    turn();
  }

  private void distribute(Entry entry) {
    try {
      listeners.distribute(entry, addressed::add);
    } catch (RuntimeException failure) {
      LOG.error("an event of " + entry.topic() + " could not be handed on", failure);
    }
  }

  /** Serves some streams, and the rest after the loop looked for other work. */
  private void turn() {
    int left = STREAMS_PER_TURN;
    while (left > 0 && audienceAt < addressed.size()) {
      left -= deliver(addressed.get(audienceAt), left);
    }
    while (left > 0 && behindAt < behind.size()) {
      catchUp(behind.get(behindAt++));
      left--;
    }
    flushes.flush();
    if (audienceAt < addressed.size() || behindAt < behind.size()) {
      // Scheduled, not executed: tasks that are ready would keep the loop from its sockets.
      loop.schedule(this::turn, 0, TimeUnit.NANOSECONDS);
    } else {
      finish();
    }
  }

  /** Sends what an audience gets to at most so many streams; returns how much work that was. */
  private int deliver(Audience audience, int most) {
    if (streamAt == 0) {
      audience.gather();
    }
    List<SseStream> members = audience.streams();
    Chunk chunk = audience.chunk();
    int begin = streamAt;
    int end = Math.min(members.size(), begin + most);
    int shared = 0;
    for (int i = begin; i < end; i++) {
      shared += deliver(members.get(i), chunk, audience.entries());
    }
    tally.shared(shared, audience.entries().size(), chunk.size());
    streamAt = end;
    if (end == members.size()) {
      audience.delivered(millis());
      audienceAt++;
      streamAt = 0;
    }
    return Math.max(end - begin, 1);
  }

  private int deliver(SseStream stream, Chunk chunk, List<Entry> entries) {
    try {
      if (stream.share(chunk, tick, flushes)) {
        return 1;
      }
      stream.queue(entries);
    } catch (RuntimeException failure) {
      failed(stream, failure);
    }
    return 0;
  }

  private void catchUp(SseStream stream) {
    try {
      if (!stream.catchUp(tick, flushes)) {
        stillBehind.add(stream);
      }
    } catch (RuntimeException failure) {
      failed(stream, failure);
    }
  }

  private static void failed(SseStream stream, RuntimeException failure) {
    LOG.error("a stream failed", failure);
    stream.abort(Ended.FAILED);
  }

  private void finish() {
    if (!arrived.isEmpty()) {
      hub.metrics().latency(System.nanoTime() - arrived.get(0).nanos());
    }
    hub.metrics().report(tally);
    addressed.clear();
    audienceAt = 0;
    behind.clear();
    List<SseStream> served = behind;
    behind = stillBehind;
    stillBehind = served;
    behindAt = 0;
    isTicking = false;
    untidy.forEach(listeners::tidy);
    untidy.clear();
    if (isTickDue) {
      isTickDue = false;
      tick();
    } else if (!behind.isEmpty() && !isRetryAwaited) {
      isRetryAwaited = true;
      long nanos = Math.max(RETRY_NANOS, hub.options().gather().toNanos());
      loop.schedule(this::retry, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void retry() {
    isRetryAwaited = false;
    tick();
  }

  /** Ends some streams; completes when they are gone. */
  Future<Void> leave(Predicate<SseStream> which) {
    Promise<Void> left = Promise.promise();
    run(
        () -> {
          List<SseStream> leaving = streams.stream().filter(which).toList();
          leaving.forEach(SseStream::leave);
          Future.all(leaving.stream().map(SseStream::ended).toList())
              .<Void>mapEmpty()
              .onComplete(left);
        });
    return left.future();
  }

  /** Does something with each stream. */
  void each(Consumer<SseStream> action) {
    run(() -> List.copyOf(streams).forEach(action));
  }
}
