package io.marketswarm.market.tape;

import io.marketswarm.log.Log;
import io.marketswarm.market.feed.Flaw;
import io.marketswarm.market.feed.FrameEvents;
import io.marketswarm.market.feed.FrameReader;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.Ticker;
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
import java.util.function.Consumer;

/**
 * Reads the stream of frames, once for all desks of this process. A desk that takes a seat gets the
 * last minutes again, so that it knows what was said before it came; what others have had already
 * is not told to them twice, and what was counted before a restart is not counted again.
 */
public final class Tape implements Shareable {
  /** The frames, as the worker of the provider's socket writes them. */
  static final String STREAM = FrameStream.KEY;

  /** How far the stream has been read and counted. */
  public static final String POSITION = "massive:ws:consumer:last_id";

  private static final String FRAME = "payload";
  private static final String SHARED = "marketswarm.market.tape";

  private static final long LOOK_BACK_MILLIS = Duration.ofMinutes(5).toMillis();
  private static final long BEHIND_MILLIS = Duration.ofSeconds(5).toMillis();
  private static final long WAIT_MILLIS = 500;
  private static final long RETRY_MILLIS = 500;

  private static final Log LOG = Log.of("massive");

  private final Vertx vertx;
  private final Context context;
  private final RedisBus market;
  private final MarketClock clock;
  private final int batchSize;
  private final FrameReader frames = new FrameReader();
  private final Sorter sorter = new Sorter();
  private final List<Place> places = new CopyOnWriteArrayList<>();

  private StreamId position;
  private StreamId counted = StreamId.START;
  private boolean reading;
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
    /** Whether the desk still waits for minutes that have passed. */
    boolean isBehind();

    /** The desk has passed on what changed, in so many contracts. */
    void passedOn(int contracts);

    Future<Void> leave();
  }

  /** Takes a seat: the hydrator gets what is read, on the context of the caller. */
  public Future<Seat> sit(String symbol, Hydrator hydrator, Runnable heard) {
    Context desk = vertx.getOrCreateContext();
    Promise<Seat> seated = ((VertxInternal) vertx).promise();
    Consumer<Prints> reader =
        prints -> {
          hydrator.take(prints);
          heard.run();
        };
    context.runOnContext(
        now ->
            startingPoint()
                .map(from -> seat(new Place(symbol, desk, reader, from)))
                .onComplete(seated));
    return seated.future();
  }

  public Progress progress() {
    return progress;
  }

  /** Contracts that had changed when the desks last passed their changes on. */
  int dirty() {
    return places.stream().mapToInt(place -> place.dirty).sum();
  }

  /** Symbols that had. */
  long dirtySymbols() {
    return places.stream().filter(place -> place.dirty > 0).count();
  }

  /** The last minutes of today; of another day nothing is worth knowing. */
  private Future<StreamId> startingPoint() {
    StreamId minutesAgo = StreamId.before(clock.wallMillis() - LOOK_BACK_MILLIS);
    long marketThen = clock.nowMillis() - Math.round(LOOK_BACK_MILLIS * clock.speed());
    boolean tradesToday = clock.calendar().isTradingDay(clock.today());
    boolean sameDay = MarketCalendar.dateOf(Instant.ofEpochMilli(marketThen)).equals(clock.today());
    return market
        .batch(
            List.of(
                Request.cmd(Command.GET).arg(POSITION),
                Request.cmd(Command.XREVRANGE).arg(STREAM).arg("+").arg("-").arg("COUNT").arg(1)))
        .map(
            answers -> {
              if (answers.get(0) != null) {
                counted = later(counted, StreamId.parse(answers.get(0).toString()));
              }
              return tradesToday && sameDay ? minutesAgo : end(answers.get(1));
            });
  }

  private static StreamId end(Response newest) {
    return newest.size() == 0 ? StreamId.START : StreamId.parse(newest.get(0).get(0).toString());
  }

  private static StreamId later(StreamId one, StreamId other) {
    return one.isAfter(other) ? one : other;
  }

  private Seat seat(Place place) {
    places.add(place);
    if (position == null || position.isAfter(place.had)) {
      position = place.had;
      behind = true;
    }
    if (!reading) {
      reading = true;
      read();
    }
    return place;
  }

  private void read() {
    if (places.isEmpty()) {
      reading = false;
      position = null;
      return;
    }
    StreamId from = position;
    market
        .send(
            Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(batchSize)
                .arg("BLOCK")
                .arg(WAIT_MILLIS)
                .arg("STREAMS")
                .arg(STREAM)
                .arg(from.toString()))
        .onComplete(
            answer -> context.runOnContext(now -> took(from, answer)),
            lost -> vertx.setTimer(RETRY_MILLIS, t -> context.runOnContext(now -> read())));
  }

  private void took(StreamId from, Response answer) {
    if (from.equals(position)) { // else a desk has sat down meanwhile that needs more
      Response entries = entries(answer);
      if (entries == null) {
        behind = false;
      } else {
        pass(entries);
      }
    }
    read();
  }

  private static Response entries(Response answer) {
    if (answer == null || answer.size() == 0) {
      return null;
    }
    Response stream = answer.get(STREAM); // a map by name
    return stream.size() == 0 ? null : stream;
  }

  private void pass(Response entries) {
    long started = System.nanoTime();
    sorter.begin();
    StreamId id = position;
    for (Response entry : entries) {
      id = StreamId.parse(entry.get(0).toString());
      sorter.at(id);
      byte[] frame = frame(entry.get(1));
      if (frame != null) {
        boolean whole = frames.read(frame, sorter);
        sorter.frame(frames.elements(), whole);
      }
    }
    position = id;
    behind = clock.wallMillis() - id.millis() > BEHIND_MILLIS;
    sorter.handOver(id);
    progress = sorter.progress(id, System.nanoTime() - started);
  }

  private static byte[] frame(Response fields) {
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      if (fields.get(i).toString().equals(FRAME)) {
        return fields.get(i + 1).toBytes();
      }
    }
    return null;
  }

  private final class Place implements Seat {
    final String symbol;
    final Context desk;
    final Consumer<Prints> reader;
    StreamId had;
    Prints prints;
    volatile int dirty;

    Place(String symbol, Context desk, Consumer<Prints> reader, StreamId had) {
      this.symbol = symbol;
      this.desk = desk;
      this.reader = reader;
      this.had = had;
    }

    @Override
    public boolean isBehind() {
      return behind;
    }

    @Override
    public void passedOn(int contracts) {
      dirty = contracts;
    }

    @Override
    public Future<Void> leave() {
      Promise<Void> left = ((VertxInternal) vertx).promise();
      context.runOnContext(
          now -> {
            places.remove(this);
            left.complete();
          });
      return left.future();
    }
  }

  /** Puts what frames say on the desks of their symbols. */
  private final class Sorter implements FrameEvents {
    private StreamId id;
    private boolean repeated;
    private long frameCount;
    private long seen;
    private long unparsable;
    private long batches;
    private int batch;
    private int touched;

    void begin() {
      batch = 0;
      for (Place place : places) {
        place.prints = null;
      }
    }

    void at(StreamId entry) {
      id = entry;
      boolean again = !entry.isAfter(counted);
      if (repeated && !again) {
        markRepeated();
      }
      repeated = again;
    }

    private void markRepeated() {
      for (Place place : places) {
        if (place.prints != null) {
          place.prints.markRepeated();
        }
      }
    }

    void frame(int events, boolean whole) {
      batch += events;
      if (!repeated) {
        frameCount++;
        seen += events;
        unparsable += whole ? 0 : 1;
      }
    }

    void handOver(StreamId last) {
      touched = 0;
      if (repeated) {
        markRepeated();
      }
      for (Place place : places) {
        place.had = later(place.had, last);
        Prints prints = place.prints;
        if (prints != null) {
          touched++;
          place.prints = null;
          place.desk.runOnContext(now -> place.reader.accept(prints));
        }
      }
      counted = later(counted, last);
    }

    Progress progress(StreamId last, long nanos) {
      batches++;
      long lag = Math.max(0, clock.wallMillis() - last.millis());
      return new Progress(
          counted.toString(), frameCount, seen, unparsable, batches, lag, batch, nanos, touched);
    }

    private Prints of(long ticker) {
      String symbol = Ticker.root(ticker).symbol();
      for (Place place : places) {
        if (place.symbol.equals(symbol) && id.isAfter(place.had)) {
          if (place.prints == null) {
            place.prints = new Prints();
          }
          return place.prints;
        }
      }
      return null;
    }

    @Override
    public void optionTrade(long ticker, double price, long size, long millis, boolean odd) {
      Prints prints = of(ticker);
      if (prints != null) {
        prints.trade(ticker, price, size, millis, odd);
      }
    }

    @Override
    public void optionQuote(long ticker, double bid, double ask, long millis) {
      Prints prints = of(ticker);
      if (prints != null) {
        prints.quote(ticker, bid, ask, millis);
      }
    }

    @Override
    public void stockTrade(String symbol, double price, long size, long millis) {
      unparsable += repeated ? 0 : 1;
    }

    @Override
    public void unusable(Flaw flaw) {
      unparsable += repeated || flaw != Flaw.UNKNOWN_TICKER ? 0 : 1;
    }
  }
}
