package io.marketswarm.market.tape;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.options.FrameStream;
import io.marketswarm.service.MarketClock;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.shareddata.Shareable;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Reads the stream of frames, once for all desks of this process. A desk that takes a seat gets the
 * last minutes again, so that it knows what was said before it came.
 */
public final class Tape implements Shareable {
  /** How far the stream has been read and counted. */
  static final String POSITION = "massive:ws:consumer:last_id";

  private static final String FRAME = "payload";
  private static final String SHARED = "marketswarm.market.tape";

  private static final long LOOK_BACK_MILLIS = Duration.ofMinutes(5).toMillis();
  private static final long BEHIND_MILLIS = Duration.ofSeconds(5).toMillis();

  /** An answer comes as soon as there is something; this is only how long one may be silent. */
  private static final long WAIT_MILLIS = 5_000;

  private static final long RETRY_MILLIS = 500;

  private final Vertx vertx;
  private final Context context;
  private final RedisBus market;
  private final MarketClock clock;
  private final int batchSize;
  private final List<Place> places = new CopyOnWriteArrayList<>();
  private final FrameSorter sorter = new FrameSorter(places);
  private StreamId position;
  private boolean reading;

  /** How often the reading began anew; what was asked for before that is of no interest. */
  private int course;

  private volatile Progress progress = Progress.NONE;
  private volatile boolean behind;

  /**
   * How far the stream was read here, and what was counted on the way.
   *
   * @param position the last entry read
   * @param frames entries
   * @param seen events
   * @param unparsable frames and events that are none, or not of an option
   * @param batches reads that brought something
   * @param lagMillis how old the last entry was when it was read
   * @param lastBatch events of the last read
   * @param lastNanos what parsing those took
   * @param touchedSymbols symbols of which the last read had something
   */
  public record Progress(
      String position,
      long frames,
      long seen,
      long unparsable,
      long batches,
      long lagMillis,
      int lastBatch,
      long lastNanos,
      int touchedSymbols) {
    static final Progress NONE = new Progress("", 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private Tape(Vertx vertx, RedisBus market, MarketClock clock, int batchSize) {
    this.vertx = vertx;
    this.context = ((VertxInternal) vertx).createEventLoopContext(); // outlives every desk
    this.market = market;
    this.clock = clock;
    this.batchSize = batchSize;
  }

  /** The one tape of this process. */
  public static Tape of(Vertx vertx, RedisBus market, MarketClock clock, int batchSize) {
    return vertx
        .sharedData()
        .<String, Tape>getLocalMap(SHARED)
        .computeIfAbsent(market.toString(), place -> new Tape(vertx, market, clock, batchSize));
  }

  /** A desk's place at the tape. */
  public interface Seat {
    /** Whether the past is still being read. */
    boolean isBehind();

    /** The desk has passed on what changed, in so many contracts. */
    void passedOn(int contracts);

    Future<Void> leave();
  }

  /**
   * Takes a seat: the hydrator gets what is read, on the context of the caller.
   *
   * @param heard called there each time
   */
  public Future<Seat> sit(String symbol, Hydrator hydrator, Runnable heard) {
    Context desk = vertx.getOrCreateContext();
    Promise<Seat> seated = ((VertxInternal) vertx).promise();
    context.runOnContext(
        now ->
            startingPoint()
                .map(
                    from ->
                        seat(
                            new Place(
                                this,
                                symbol,
                                desk,
                                prints -> {
                                  hydrator.take(prints);
                                  heard.run();
                                },
                                from)))
                .onComplete(seated));
    return seated.future();
  }

  Future<Void> leave(Place place) {
    Promise<Void> left = ((VertxInternal) vertx).promise();
    context.runOnContext(
        now -> {
          places.remove(place);
          left.complete();
        });
    return left.future();
  }

  public Progress progress() {
    return progress;
  }

  boolean isBehind() {
    return behind;
  }

  /** Contracts that had changed when the desks last passed their changes on. */
  int dirty() {
    return places.stream().mapToInt(Place::dirty).sum();
  }

  /** Symbols that had. */
  long dirtySymbols() {
    return places.stream().filter(place -> place.dirty() > 0).count();
  }

  /** The last minutes of today; of another day nothing is worth knowing. */
  private Future<StreamId> startingPoint() {
    return market
        .batch(
            List.of(
                Request.cmd(Command.GET).arg(POSITION),
                Request.cmd(Command.XREVRANGE)
                    .arg(FrameStream.KEY)
                    .arg("+")
                    .arg("-")
                    .arg("COUNT")
                    .arg(1)))
        .map(
            answers -> {
              if (answers.get(0) != null) {
                sorter.countedBefore(StreamId.parse(answers.get(0).toString()));
              }
              return minutesAgoAreOfToday()
                  ? StreamId.before(clock.wallMillis() - LOOK_BACK_MILLIS)
                  : end(answers.get(1));
            });
  }

  private boolean minutesAgoAreOfToday() {
    long then = clock.nowMillis() - Math.round(LOOK_BACK_MILLIS * clock.speed());
    return clock.calendar().isTradingDay(clock.today())
        && MarketCalendar.dateOf(Instant.ofEpochMilli(then)).equals(clock.today());
  }

  private static StreamId end(Response newest) {
    return newest.size() == 0 ? StreamId.START : StreamId.parse(newest.get(0).get(0).toString());
  }

  private Seat seat(Place place) {
    places.add(place);
    boolean earlier = position == null || position.isAfter(place.had);
    if (earlier) {
      position = place.had;
      behind = true;
    }
    if (earlier || !reading) {
      reading = true;
      read(++course);
    }
    return place;
  }

  private void read(int now) {
    if (now != course) {
      return;
    }
    if (places.isEmpty()) {
      reading = false;
      position = null;
      return;
    }
    Request read = Request.cmd(Command.XREAD).arg("COUNT").arg(batchSize);
    if (!behind) { // else there may be nothing to wait for
      read.arg("BLOCK").arg(WAIT_MILLIS);
    }
    market
        .send(read.arg("STREAMS").arg(FrameStream.KEY).arg(position.toString()))
        .onComplete(
            answer -> context.runOnContext(v -> took(now, answer)),
            lost -> vertx.setTimer(RETRY_MILLIS, t -> context.runOnContext(v -> read(now))));
  }

  private void took(int then, Response answer) {
    if (then != course) { // a desk has sat down meanwhile that needs more
      return;
    }
    if (answer == null || answer.size() == 0) {
      behind = false;
    } else {
      take(answer.get(FrameStream.KEY)); // a map by name
    }
    read(then);
  }

  private void take(Response entries) {
    long started = System.nanoTime();
    StreamId last = position;
    for (Response entry : entries) {
      last = StreamId.parse(entry.get(0).toString());
      byte[] frame = frame(entry.get(1));
      if (frame != null) {
        sorter.take(last, frame);
      }
    }
    position = last;
    long lag = clock.wallMillis() - last.millis();
    behind = lag > BEHIND_MILLIS;
    progress = sorter.handOver(last, lag, System.nanoTime() - started);
  }

  private static byte[] frame(Response fields) {
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      if (fields.get(i).toString().equals(FRAME)) {
        return fields.get(i + 1).toBytes();
      }
    }
    return null;
  }
}
