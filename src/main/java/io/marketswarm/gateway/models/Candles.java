package io.marketswarm.gateway.models;

import io.marketswarm.market.model.CandleBook;
import io.marketswarm.market.model.CandleModel;
import io.marketswarm.market.wire.CandleJson;
import io.marketswarm.market.wire.JsonShape;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Candles of the symbols that are asked for. Each book is filled from the symbol's trail once, then
 * with what the trail has got since; when something is inserted behind what was read, such as a
 * backfill, it is filled anew.
 */
public final class Candles {
  private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int PAGE = 5_000;
  private static final int MOST_SYMBOLS = 64;
  private static final int STREAMED_DAYS = 1;
  private static final String FROM_THE_START = "-inf";

  private final Desk desk;
  private final RedisBus market;

  /** Touched at the desk only; the symbol asked for least lately goes first. */
  private final Map<String, Reading> readings =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Reading> eldest) {
          return size() > MOST_SYMBOLS;
        }
      };

  Candles(Desk desk, RedisBus market) {
    this.desk = desk;
    this.market = market;
  }

  /** How far a trail was read. */
  private static final class Reading {
    final String symbol;
    CandleBook book;
    double lastScore = Double.NEGATIVE_INFINITY;
    double lastSeconds = Double.NEGATIVE_INFINITY;
    long rowsBelow;
    long edition;
    long readNanos = System.nanoTime() - TRUSTED_NANOS;
    Future<Void> reading;
    final Map<Object, Written> written = new HashMap<>();

    Reading(String symbol) {
      this.symbol = symbol;
      this.book = new CandleBook(symbol);
    }

    void startOver() {
      edition++;
      book = new CandleBook(symbol);
      lastScore = Double.NEGATIVE_INFINITY;
      rowsBelow = 0;
    }

    String from() {
      return Double.isInfinite(lastScore) ? FROM_THE_START : Double.toString(lastScore);
    }
  }

  private record Written(long edition, Optional<Model> model) {}

  /** The candles of the last days of the trail; empty when it has no values. */
  public Future<Optional<Model>> read(String symbol, int days) {
    int covered = CandleBook.days(days);
    return desk.ask(
        () -> current(symbol).map(reading -> write(reading, covered, CandleJson.ANSWER)));
  }

  /** The candles of a day, as streams send them; empty when there are none. */
  public Future<Optional<Model>> stream(String symbol) {
    return desk.ask(
        () -> current(symbol).map(reading -> write(reading, STREAMED_DAYS, CandleJson.STREAM)));
  }

  private Future<Reading> current(String symbol) {
    Reading reading = readings.computeIfAbsent(symbol, Reading::new);
    Future<Void> read = reading.reading;
    if (read == null) {
      if (System.nanoTime() - reading.readNanos < TRUSTED_NANOS) {
        return Future.succeededFuture(reading);
      }
      read = follow(reading);
      reading.reading = read;
      read.onComplete(done -> ended(reading)); // at once, where the bus is known to be away
    }
    return read.recover(away -> unlessKnown(reading, away)).map(reading);
  }

  /** Symbols that have no trail must not drive those out that have. */
  private void ended(Reading reading) {
    reading.reading = null;
    if (reading.book.isEmpty()) {
      readings.remove(reading.symbol, reading);
    }
  }

  private static Future<Void> unlessKnown(Reading reading, Throwable away) {
    return reading.book.isEmpty() ? Future.failedFuture(away) : Future.succeededFuture();
  }

  private Future<Void> follow(Reading reading) {
    return next(reading)
        .compose(
            answers -> {
              long below = answers.get(0).toLong();
              if (below > reading.rowsBelow) {
                reading.startOver();
                return next(reading).compose(again -> add(reading, 0, again.get(1)));
              }
              return add(reading, below, answers.get(1));
            });
  }

  /** How many rows lie before the last one that was read, and what stands from there on. */
  private Future<List<Response>> next(Reading reading) {
    String trail = ModelKeys.trail(reading.symbol);
    String from = reading.from();
    return market.atomically(
        List.of(
            Request.cmd(Command.ZCOUNT).arg(trail).arg(FROM_THE_START).arg("(" + from),
            Request.cmd(Command.ZRANGE)
                .arg(trail)
                .arg(from)
                .arg("+inf")
                .arg("BYSCORE")
                .arg("LIMIT")
                .arg(0)
                .arg(PAGE)
                .arg("WITHSCORES")));
  }

  private Future<Void> add(Reading reading, long below, Response page) {
    return parsed(page)
        .compose(
            points -> {
              double from = reading.lastScore;
              points.forEach(point -> add(reading, point));
              reading.rowsBelow =
                  below + points.stream().filter(p -> p.score() < reading.lastScore).count();
              reading.readNanos = System.nanoTime();
              boolean more = points.size() == PAGE && reading.lastScore > from;
              return more
                  ? next(reading).compose(then -> add(reading, then.get(0).toLong(), then.get(1)))
                  : Future.succeededFuture();
            });
  }

  private static void add(Reading reading, TrailPoint point) {
    if (point.score() > reading.lastScore) {
      reading.edition++;
    }
    reading.book.add(point.seconds(), point.score(), point.value());
    reading.lastScore = Math.max(reading.lastScore, point.score());
    if (Double.isFinite(point.value())) {
      reading.lastSeconds = Math.max(reading.lastSeconds, point.seconds());
    }
  }

  /** Few rows are read at once, many where they hold nobody up. */
  private Future<List<TrailPoint>> parsed(Response page) {
    return page.size() < PAGE / 20
        ? Future.succeededFuture(TrailPoint.of(page))
        : desk.aside(() -> TrailPoint.of(page));
  }

  private static Optional<Model> write(Reading reading, int days, JsonShape<CandleModel> shape) {
    List<Object> name = List.of(days, shape);
    Written before = reading.written.get(name);
    if (before != null && before.edition() == reading.edition) {
      return before.model();
    }
    Optional<Model> model = Optional.empty();
    if (!reading.book.isEmpty()) {
      Instant last = Instant.ofEpochMilli((long) (reading.lastSeconds * 1_000));
      reading.book.trim(last);
      byte[] json = shape.bytes(reading.book.snapshot(last, days));
      model = Optional.of(new Model(Buffer.buffer(json)));
    }
    reading.written.put(name, new Written(reading.edition, model));
    return model;
  }
}
