package io.marketswarm.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.shareddata.Shareable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Fans events out to server-sent event streams. Whoever has news publishes to a topic, from any
 * thread; whoever has a request opens a stream on topics, on the request's event loop. One hub
 * serves all event loops of a process.
 */
public final class Hub implements Shareable {
  private static final String SHARED = "marketswarm.stream.hubs";

  /** What a stream begins with, as of one moment. */
  record Opening(long from, long upTo, List<Supplier<List<SseEvent>>> firsts, List<Entry> missed) {}

  private final Vertx vertx;
  private final HubOptions options;
  private final StreamMetrics metrics;
  private final Census census = new Census();
  private final long boot;
  private final byte[] idPrefix;
  private final Map<EventLoop, LoopStreams> loops = new ConcurrentHashMap<>();
  private final Map<String, Topic> topics = new ConcurrentHashMap<>();

  /** Held for moments only: while an event gets its number and its place everywhere. */
  private final Object lock = new Object();

  /** Not 0, the number in the ids of those who have not seen their opening yet. */
  private volatile long sequence = 1;

  public Hub(Vertx vertx, HubOptions options, MeterRegistry registry) {
    this.vertx = vertx;
    this.options = options;
    this.metrics = new StreamMetrics(registry);
    this.boot = options.clock().millis();
    this.idPrefix = (boot + "-").getBytes(US_ASCII);
  }

  /** The hub of a name that all verticles of this Vert.x share; made when the first one asks. */
  public static Hub shared(Vertx vertx, String name, Function<Vertx, Hub> make) {
    return vertx
        .sharedData()
        .<String, Hub>getLocalMap(SHARED)
        .computeIfAbsent(name, first -> make.apply(vertx));
  }

  /** The topic of state of this name. */
  public StateTopic state(String name) {
    return state(name, Retention.DEFAULT);
  }

  public StateTopic state(String name, Retention retention) {
    return topic(StateTopic.class, name, () -> new StateTopic(this, name, ring(retention)));
  }

  /**
   * The topic of this name, of changes to a base.
   *
   * @param base the whole, with every change already published in it; called from any thread. Empty
   *     as long as there is none.
   */
  public DiffTopic changes(String name, Supplier<Optional<SseEvent>> base) {
    return changes(name, Retention.DEFAULT, base);
  }

  public DiffTopic changes(String name, Retention retention, Supplier<Optional<SseEvent>> base) {
    return topic(DiffTopic.class, name, () -> new DiffTopic(this, name, ring(retention), base));
  }

  /**
   * The topic of this name, of events of which none may be missed.
   *
   * @param first what newcomers are sent first; called on event loops
   */
  public EventTopic events(String name, Supplier<List<SseEvent>> first) {
    return events(name, Retention.DEFAULT, first);
  }

  public EventTopic events(String name, Retention retention, Supplier<List<SseEvent>> first) {
    return topic(
        EventTopic.class, name, () -> new EventTopic(this, name, ring(retention), first, false));
  }

  /** Like {@link #events}, for topics of which there are many: gone when nobody listens. */
  public EventTopic fleetingEvents(String name, Supplier<List<SseEvent>> first) {
    return topic(
        EventTopic.class,
        name,
        () -> new EventTopic(this, name, ring(Retention.DEFAULT), first, true));
  }

  /** The topic of this name, whose events the publisher numbers; gone when nobody listens. */
  public SequencedTopic sequenced(String name, Replay replay) {
    return topic(SequencedTopic.class, name, () -> new SequencedTopic(this, name, replay));
  }

  /** The topic of a name, if it was made and is not gone. */
  public Optional<Topic> topic(String name) {
    return Optional.ofNullable(topics.get(name));
  }

  private <T extends Topic> T topic(Class<T> kind, String name, Supplier<T> make) {
    return kind.cast(topics.computeIfAbsent(name, none -> make.get()));
  }

  private Ring ring(Retention retention) {
    return new Ring(retention, sequence);
  }

  /**
   * Answers a request with a stream. Call it on the request's event loop; whoever needs other
   * headers sets them before. The hub takes the response over, its handlers too.
   *
   * @throws TooManyStreams before anything is answered
   */
  public SseStream open(HttpServerRequest request, StreamSpec spec) throws TooManyStreams {
    LoopStreams loop =
        loops.computeIfAbsent(NettyAccess.eventLoop(vertx), own -> new LoopStreams(this, own));
    Context context = vertx.getOrCreateContext();
    census.enter(spec.labels());
    SseStream stream;
    try {
      stream = loop.open(answer(request), spec, context);
    } catch (RuntimeException failure) {
      census.leave(spec.labels());
      throw failure;
    }
    if (!stream.isOver()) {
      forget(request);
      request
          .response()
          .closeHandler(closed -> stream.onLoop(stream::gone))
          .exceptionHandler(lost -> stream.onLoop(stream::gone));
    }
    return stream;
  }

  /**
   * A stream lasts for hours, and the request stays with it. Headers, cookies, and what routers
   * hang on to the end of an answer are let go of: they weigh more than the stream.
   */
  private static void forget(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    request.headers().clear();
    if (response.headWritten()) {
      response.headers().clear();
    }
    response.headersEndHandler(null).bodyEndHandler(null).endHandler(null);
  }

  private Writer answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader("X-Accel-Buffering", "no");
    if (request.version() == HttpVersion.HTTP_1_0) {
      // No chunks: the stream lasts until the connection ends, and the head goes with its
      // beginning.
      return new PlainWriter(response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
    }
    if (request.version() == HttpVersion.HTTP_1_1) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.KEEP_ALIVE);
    }
    response.setChunked(true).writeHead();
    return options.fastWriter() ? NettyAccess.writer(request) : new PlainWriter(response);
  }

  /** Open streams by what they are counted by. */
  public Census census() {
    return census;
  }

  /** How many streams are open. */
  public int open() {
    return metrics.open();
  }

  /** Does something with every open stream, on its event loop. */
  public void each(Consumer<SseStream> action) {
    loops.values().forEach(loop -> loop.each(action));
  }

  /** Ends all streams, or some, because their server leaves; completes when they are gone. */
  public Future<Void> leave(Predicate<SseStream> which) {
    List<Future<Void>> left = new ArrayList<>();
    for (LoopStreams loop : loops.values()) {
      left.add(loop.leave(which));
    }
    return Future.all(left).mapEmpty();
  }

  Object lock() {
    return lock;
  }

  HubOptions options() {
    return options;
  }

  StreamMetrics metrics() {
    return metrics;
  }

  byte[] idPrefix() {
    return idPrefix;
  }

  /** The number of the newest event; it is on its way to every loop already. */
  long sequence() {
    return sequence;
  }

  void publish(Topic topic, long ownSequence, SseEvent event) {
    synchronized (lock) {
      Entry entry = new Entry(topic, sequence + 1, ownSequence, event, System.nanoTime());
      topic.keep(entry);
      topic.handOut(entry);
      sequence = entry.number();
    }
  }

  /** What a stream begins with; called under the lock. */
  Opening opening(StreamSpec spec) {
    spec.settle(this::settle);
    OptionalLong seen =
        spec.wishes().isEmpty() ? spec.seen().numberOf(boot, sequence) : OptionalLong.empty();
    List<Supplier<List<SseEvent>>> firsts = new ArrayList<>();
    List<Entry> missed = new ArrayList<>();
    for (Interest interest : spec.interests()) {
      Optional<List<Entry>> kept =
          seen.isPresent() ? interest.topic().missedSince(seen.getAsLong()) : Optional.empty();
      kept.ifPresentOrElse(
          entries -> entries.stream().filter(interest::wants).forEach(missed::add),
          () -> firsts.add(interest.first()));
    }
    missed.sort(Comparator.comparingLong(Entry::number));
    return new Opening(seen.orElse(0), sequence, firsts, missed);
  }

  /** A topic that is gone since the caller asked for it is there again, or its successor is. */
  private Topic settle(Topic topic) {
    Topic other = topics.putIfAbsent(topic.name(), topic);
    return other == null ? topic : other;
  }

  void unlisten(Topic topic, LoopStreams loop) {
    synchronized (lock) {
      if (!topic.unlisten(loop) && topic.fleeting()) {
        topics.remove(topic.name(), topic);
      }
    }
  }
}
