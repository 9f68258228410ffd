package io.marketswarm.stream;

import io.marketswarm.log.Log;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final long settleNanos;
  private final long gatherNanos;
  private final StreamMetrics.Tally tally = new StreamMetrics.Tally();
  private final Flushes flushes = new Flushes();

  /** What came since the last tick; guarded by this, like the two after it. */
  private List<Entry> inbox = new ArrayList<>();

  private boolean isAwaited;
  private long lastTickNanos;

  private final Map<Audience.Key, Audience> audiences = new HashMap<>();
  private final Map<SharedTopic, List<Audience>> routes = new HashMap<>();
  private final Map<SequencedTopic, List<Follow>> follows = new HashMap<>();
  private final List<SseStream> streams = new ArrayList<>();
  private ScheduledFuture<?> looking;

  /** Emptied while a tick was under way. */
  private final List<Audience> untidy = new ArrayList<>();

  /** The tick under way, or the last one. */
  private long tick;

  private boolean isTicking;
  private boolean isTickDue;
  private boolean isRetryAwaited;
  private List<Entry> arrived = new ArrayList<>();
  private final List<Audience> addressed = new ArrayList<>();
  private int audienceAt;
  private int streamAt;
  private List<SseStream> behind = new ArrayList<>();
  private List<SseStream> stillBehind = new ArrayList<>();
  private int behindAt;
  private int lookAt;

  LoopStreams(Hub hub, EventLoop loop) {
    this.hub = hub;
    this.loop = loop;
    this.settleNanos = hub.options().settle().toNanos();
    this.gatherNanos = hub.options().gather().toNanos();
    this.lastTickNanos = System.nanoTime() - gatherNanos;
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

  /** The first tick that brings only what is published from now on, less one. */
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
  synchronized void accept(Entry entry) {
    inbox.add(entry);
    awaitTick();
  }

  private synchronized void awaitTick() {
    if (!isAwaited) {
      isAwaited = true;
      long sinceLast = System.nanoTime() - lastTickNanos;
      long delay = Math.max(settleNanos, gatherNanos - sinceLast);
      if (delay > 0) {
        loop.schedule(this::tick, delay, TimeUnit.NANOSECONDS);
      } else {
        loop.execute(this::tick);
      }
    }
  }

  SseStream open(Writer writer, StreamSpec spec, Context context) {
    SseStream stream;
    Hub.Opening opening;
    synchronized (hub.lock()) {
      opening = hub.opening(spec);
      stream = new SseStream(this, writer, audience(spec), spec, opening, context);
      for (Follow follow : stream.follows()) {
        follows
            .computeIfAbsent(
                follow.topic(),
                topic -> {
                  topic.listen(this);
                  return new ArrayList<>();
                })
            .add(follow);
      }
    }
    stream.audience().join(stream);
    stream.place(streams.size());
    streams.add(stream);
    hub.metrics().begun();
    startLooking();
    try {
      stream.begin(spec, opening);
    } catch (RuntimeException failure) {
      stream.abort(Ended.FAILED);
      throw failure;
    }
    isBehind(stream);
    return stream;
  }

  private Audience audience(StreamSpec spec) {
    Audience.Key key = new Audience.Key(List.copyOf(spec.interests()), spec.wishes().isEmpty());
    Audience known = audiences.get(key);
    if (known != null) {
      return known;
    }
    Audience made = new Audience(key, hub.idPrefix());
    audiences.put(key, made);
    for (Interest interest : key.interests()) {
      routes.computeIfAbsent(interest.topic(), topic -> new ArrayList<>()).add(made);
      interest.topic().listen(this);
    }
    return made;
  }

  /** A stream with a backlog is served with the next tick. */
  void isBehind(SseStream stream) {
    if (!stream.isOver() && stream.becomesBehind()) {
      behind.add(stream);
      if (!isTicking) {
        awaitTick();
      }
    }
  }

  void remove(SseStream stream, Ended reason) {
    SseStream last = streams.remove(streams.size() - 1);
    if (last != stream) {
      streams.set(stream.place(), last);
      last.place(stream.place());
    }
    hub.census().leave(stream.labels());
    hub.metrics().ended(reason);
    stream.follows().forEach(this::unfollow);
    stream.audience().left();
    if (isTicking) {
      untidy.add(stream.audience());
    } else {
      tidy(stream.audience());
    }
    if (streams.isEmpty()) {
      looking.cancel(false);
      looking = null;
    }
  }

  private void unfollow(Follow follow) {
    List<Follow> others = follows.get(follow.topic());
    others.remove(follow);
    if (others.isEmpty()) {
      follows.remove(follow.topic());
      hub.unlisten(follow.topic(), this);
    }
  }

  private void tidy(Audience audience) {
    audience.tidy();
    if (audience.isEmpty() && audiences.remove(audience.key(), audience)) {
      for (Interest interest : audience.key().interests()) {
        List<Audience> others = routes.get(interest.topic());
        others.remove(audience);
        if (others.isEmpty()) {
          routes.remove(interest.topic());
          hub.unlisten(interest.topic(), this);
        }
      }
    }
  }

  private void tick() {
    if (isTicking) {
      isTickDue = true;
      return;
    }
    isTicking = true;
    tick++;
    synchronized (this) {
      List<Entry> empty = arrived;
      arrived = inbox;
      inbox = empty;
      isAwaited = false;
      if (!arrived.isEmpty()) {
        lastTickNanos = System.nanoTime();
      }
    }
    arrived.forEach(this::distribute);
    turn();
  }

  private void distribute(Entry entry) {
    try {
      if (entry.topic() instanceof SequencedTopic topic) {
        List.copyOf(follows.getOrDefault(topic, List.of())).forEach(follow -> follow.offer(entry));
      } else {
        routes
            .getOrDefault((SharedTopic) entry.topic(), List.of())
            .forEach(audience -> distribute(entry, audience));
      }
    } catch (RuntimeException failure) {
      LOG.error("an event of " + entry.topic() + " could not be handed on", failure);
    }
  }

  private void distribute(Entry entry, Audience audience) {
    if (audience.add(entry)) {
      audience.gather();
      addressed.add(audience);
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

  private int deliver(Audience audience, int most) {
    List<SseStream> members = audience.streams();
    List<Entry> entries = audience.entries();
    Chunk chunk = audience.chunk();
    int end = Math.min(members.size(), streamAt + most);
    int begin = streamAt;
    int shared = 0;
    for (; streamAt < end; streamAt++) {
      shared += deliver(members.get(streamAt), chunk, entries);
    }
    tally.events += (long) shared * entries.size();
    tally.bytes += (long) shared * chunk.size();
    tally.writes += shared;
    if (streamAt == members.size()) {
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
      if (!stream.catchUp(flushes)) {
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
    arrived.clear();
    addressed.clear();
    audienceAt = 0;
    List<SseStream> served = behind;
    served.clear();
    behind = stillBehind;
    stillBehind = served;
    behindAt = 0;
    isTicking = false;
    untidy.forEach(this::tidy);
    untidy.clear();
    if (isTickDue) {
      isTickDue = false;
      tick();
    } else if (!behind.isEmpty() && !isRetryAwaited) {
      isRetryAwaited = true;
      loop.schedule(this::retry, Math.max(RETRY_NANOS, gatherNanos), TimeUnit.NANOSECONDS);
    }
  }

  private void retry() {
    isRetryAwaited = false;
    tick();
  }

  private void startLooking() {
    if (looking == null) {
      long nanos = hub.options().look().toNanos();
      looking = loop.scheduleAtFixedRate(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    if (lookAt == 0) {
      lookAt = streams.size();
      lookAtSome();
    }
  }

  /** Backwards, because a stream that ends leaves its place to the last one. */
  private void lookAtSome() {
    long now = millis();
    long epochMillis = hub.options().clock().millis();
    Heartbeat heartbeat = new Heartbeat(epochMillis);
    int end = Math.max(0, lookAt - STREAMS_PER_TURN);
    for (int i = lookAt - 1; i >= end; i--) {
      if (i < streams.size()) {
        streams.get(i).look(now, epochMillis, heartbeat, flushes);
      }
    }
    flushes.flush();
    heartbeat.release();
    hub.metrics().report(tally);
    lookAt = end;
    if (lookAt > 0) {
      loop.schedule(this::lookAtSome, 0, TimeUnit.NANOSECONDS);
    }
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
