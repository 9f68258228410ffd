package io.marketswarm.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * One open stream of one client. Its owner may use it from any thread. What is sent waits in a
 * backlog; a client that is up to date has none, and gets the very bytes of all who want the same.
 */
public final class SseStream {
  private static final int MOST_PER_TURN = 1 << 20;
  private static final int LEAVING_RETRY_MILLIS = 1_000;
  private static final int LEAVING_SPREAD_MILLIS = 4_000;
  private static final long ENDING_PATIENCE_MILLIS = 5_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final LoopStreams loop;

  /** Let go when the stream is over: the connection behind it is large. */
  private Writer writer;

  private final Audience audience;
  private final Cursor cursor;
  private final List<Follow> follows;
  private final List<Label> labels;
  private final Object attachment;
  private final long expiry;
  private final SseEvent farewell;
  private final Promise<Ended> ended = Promise.promise();

  private Backlog backlog;

  /** Why the stream is to end; null as long as it is not. */
  private Ended ending;

  private Pending lastWords;
  private long lastTick;
  private boolean closed;
  private boolean over;

  /** What completes the opening, once it is known. */
  private Supplier<SseEvent> welcome;

  private int unread;

  /** Events up to this number are part of the opening, or not for this client. */
  private final long opened;

  /** The last tick that may bring events the client has already. */
  private long overlapping;

  /** Up to where a base that was sent whole makes changes superfluous; usually null. */
  private Map<DiffTopic, Long> restarted;

  private long lastWrite;
  private long stuckSince = NEVER;
  private boolean isBehind;
  private int place;

  SseStream(
      LoopStreams loop,
      Writer writer,
      Audience audience,
      StreamSpec spec,
      Hub.Opening opening,
      Context context) {
    this.loop = loop;
    this.writer = writer;
    this.audience = audience;
    this.follows = spec.wishes().stream().map(wish -> new Follow(this, wish, context)).toList();
    this.cursor =
        new Cursor(loop.hub().idPrefix(), !spec.interests().isEmpty(), follows, opening.from());
    this.labels = List.copyOf(spec.labels());
    this.attachment = spec.attachment();
    this.expiry = spec.expiry() == null ? NEVER : spec.expiry().toEpochMilli();
    this.farewell = spec.farewell();
    this.welcome = spec.welcome();
    this.opened = opening.upTo();
    this.overlapping = loop.nextTick();
    this.lastWrite = loop.millis();
  }

  /** What the owner gave along; null when nothing. */
  public Object attachment() {
    return attachment;
  }

  /** What the stream is counted by in a dimension. */
  public Optional<String> label(String dimension) {
    return labels.stream()
        .filter(label -> label.dimension().equals(dimension))
        .map(Label::key)
        .findFirst();
  }

  /** Sends an event to this client alone. */
  public void send(SseEvent event) {
    onLoop(
        () -> {
          if (ending == null) {
            say(new Pending.Told(event, 0), false);
          }
        });
  }

  /** Looks in the stores of the topics it follows for events of which nothing was heard. */
  public void lookForMissed() {
    onLoop(() -> follows.forEach(Follow::catchUp));
  }

  /** Ends the stream once the client has what waits for it. */
  public void close() {
    onLoop(() -> end(null, Ended.CLOSED));
  }

  /** Ends the stream with a last event. */
  public void close(SseEvent lastEvent) {
    onLoop(() -> end(new Pending.Told(lastEvent, 0), Ended.CLOSED));
  }

  /** Completes when the stream is over, for whatever reason. */
  public Future<Ended> ended() {
    return ended.future();
  }

  /** Ends the stream because the server goes; clients come back spread over a few seconds. */
  void leave() {
    int retry =
        LEAVING_RETRY_MILLIS + ThreadLocalRandom.current().nextInt(LEAVING_SPREAD_MILLIS + 1);
    end(new Pending.Words(retryLine(retry)), Ended.LEAVING);
  }

  static byte[] retryLine(long millis) {
    return ("retry: " + millis + "\n\n").getBytes(US_ASCII);
  }

  /** Puts what comes first into the backlog, and asks for what is stored elsewhere. */
  void begin(StreamSpec spec, Hub.Opening opening) {
    backlog = new Backlog(loop.hub().options().pending(), loop.tally());
    backlog.addOpening(new Pending.Words(retryLine(loop.hub().options().retry().toMillis())));
    for (Supplier<List<SseEvent>> first : opening.firsts()) {
      first.get().forEach(event -> backlog.addOpening(new Pending.Told(event, 0)));
    }
    opening.missed().forEach(backlog::addOpening);
    unread = follows.size();
    if (unread == 0) {
      welcome();
    }
    for (int i = 0; i < follows.size() && !over; i++) {
      follows.get(i).begin(spec.startOf(i));
    }
  }

  /** Called when what a follow begins with is in the backlog. */
  void opened() {
    unread--;
    if (unread == 0 && !closed) {
      welcome();
      loop.isBehind(this);
    }
  }

  private void welcome() {
    backlog.addOpening(new Pending.Told(welcome.get(), opened));
    backlog.open();
    welcome = null;
  }

  List<Follow> follows() {
    return follows;
  }

  Audience audience() {
    return audience;
  }

  List<Label> labels() {
    return labels;
  }

  int mostPending() {
    return loop.hub().options().pending();
  }

  boolean isOver() {
    return over;
  }

  int connection() {
    return writer.connection();
  }

  int place() {
    return place;
  }

  void place(int newPlace) {
    place = newPlace;
  }

  /** Takes bytes that others get too; returns false when this client needs other ones. */
  boolean share(Chunk chunk, long tick, Flushes flushes) {
    return over || (backlog == null && tick > overlapping && writer.write(chunk, flushes));
  }

  /** Takes events of its audience into the backlog. */
  void queue(List<Entry> entries) {
    for (Entry entry : entries) {
      if (!closed && isNews(entry)) {
        say(entry, false);
      }
    }
  }

  private boolean isNews(Entry entry) {
    return entry.number() > opened
        && (restarted == null || restarted.getOrDefault(entry.topic(), 0L) < entry.number());
  }

  void say(Pending next, boolean opening) {
    if (closed) {
      return;
    }
    if (opening) {
      backlog.addOpening(next);
    } else if (!backlog().add(next)) {
      abort(Ended.OVERFLOWN);
      return;
    }
    loop.isBehind(this);
  }

  private Backlog backlog() {
    if (backlog == null) {
      backlog = new Backlog(mostPending(), loop.tally());
      backlog.open();
      cursor.atLeast(audience.delivered());
    }
    return backlog;
  }

  /** Whether it is already among those that are behind; it is from now on. */
  boolean becomesBehind() {
    boolean was = isBehind;
    isBehind = true;
    return !was;
  }

  /** Sends what waits, as far as the client takes it; returns whether it is up to date. */
  boolean catchUp(long tick, Flushes flushes) {
    if (over) {
      return true;
    }
    if (ending != null && !closed && tick >= lastTick) {
      sayLastWords();
    }
    int most = MOST_PER_TURN;
    while (most > 0 && backlog.hasReady() && writer.isWritable()) {
      Chunk chunk = backlog.fill(this::sending, cursor);
      most -= chunk.size();
      send(chunk, flushes);
      chunk.release();
      stuckSince = NEVER;
    }
    if (!backlog.isEmpty() || (ending != null && !closed)) {
      if (most > 0 && backlog.hasReady()) {
        backlog.lag();
      }
      return false;
    }
    backlog = null;
    isBehind = false;
    if (ending != null) {
      writer.end();
      over(ending);
    }
    return true;
  }

  private void sending(Pending next) {
    if (next instanceof Pending.Whole whole) {
      if (restarted == null) {
        restarted = new HashMap<>();
      }
      restarted.put(whole.topic(), loop.hub().sequence());
      overlapping = loop.nextTick();
    }
  }

  private void send(Chunk chunk, Flushes flushes) {
    writer.write(chunk, flushes);
    lastWrite = loop.millis();
    loop.tally().written(chunk.size());
  }

  /** Ends the stream when it has what was published until now. */
  private void end(Pending last, Ended reason) {
    if (ending == null) {
      ending = reason;
      lastWords = last;
      lastTick = loop.nextTick();
      stuckSince = loop.millis();
      backlog();
      loop.isBehind(this);
    }
  }

  private void sayLastWords() {
    if (lastWords != null) {
      backlog.add(lastWords);
    }
    backlog.open();
    closed = true;
  }

  void abort(Ended reason) {
    if (!over) {
      ending = reason;
      writer.abort();
      over(reason);
    }
  }

  /** The connection is gone. */
  void gone() {
    over(ending == null ? Ended.GONE : ending);
  }

  private void over(Ended reason) {
    if (!over) {
      over = true;
      closed = true;
      ending = reason;
      backlog = null;
      writer = null;
      loop.remove(this, reason);
      ended.complete(reason);
    }
  }

  /** Looks whether it is time for something. */
  void look(Heartbeat heartbeat, Flushes flushes) {
    HubOptions options = loop.hub().options();
    long now = loop.millis();
    if (writer.isClosed()) {
      gone();
    } else if (ending != null) {
      abortIfStuck(now, ENDING_PATIENCE_MILLIS, ending);
    } else if (heartbeat.epochMillis() >= expiry) {
      end(farewell == null ? null : new Pending.Told(farewell, 0), Ended.EXPIRED);
    } else if (!writer.isDrained()) {
      stuckSince = Math.min(stuckSince, now);
      abortIfStuck(now, options.patience().toMillis(), Ended.SLOW);
    } else {
      stuckSince = NEVER;
      long silentSince = Math.max(lastWrite, audience.lastWrite());
      if (backlog == null && now - silentSince >= options.heartbeat().toMillis()) {
        send(heartbeat.chunk(), flushes);
      }
    }
  }

  private void abortIfStuck(long now, long patience, Ended reason) {
    if (now - stuckSince >= patience) {
      abort(reason);
    }
  }

  void onLoop(Runnable work) {
    loop.run(() -> ifOpen(work));
  }

  void afterArrivals(Runnable work) {
    loop.afterArrivals(() -> ifOpen(work));
  }

  private void ifOpen(Runnable work) {
    if (!over) {
      work.run();
    }
  }
}
