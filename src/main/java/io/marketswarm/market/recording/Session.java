package io.marketswarm.market.recording;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.FileNotFoundException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A session that is open for replay: its lines come in order, read ahead of the event loop. */
final class Session {
  private static final int READ_AHEAD_BYTES = 4 << 20;

  private final Vertx vertx;
  private final Shelf shelf;
  private final Survey survey;
  private SessionReader reader;
  private final Deque<Entry> ahead = new ArrayDeque<>();
  private boolean exhausted;

  private Session(Vertx vertx, Shelf shelf, Survey survey, SessionReader reader) {
    this.vertx = vertx;
    this.shelf = shelf;
    this.survey = survey;
    this.reader = reader;
  }

  /** Opens a session, the newest when none is named. */
  static Future<Session> open(Vertx vertx, Shelf shelf, String named) {
    return vertx.executeBlocking(
        () -> {
          List<String> all = shelf.sessions();
          if (named.isEmpty() && all.isEmpty()) {
            throw new FileNotFoundException("there is no recorded session");
          }
          String name = named.isEmpty() ? all.get(0) : named;
          Survey survey = Survey.of(shelf, name);
          return new Session(vertx, shelf, survey, new SessionReader(shelf, name));
        });
  }

  Survey survey() {
    return survey;
  }

  /** The next line if it has been read already, else null. */
  Entry peek() {
    return ahead.peekFirst();
  }

  /** Takes the line that was peeked at. */
  void take() {
    ahead.removeFirst();
  }

  boolean exhausted() {
    return exhausted && ahead.isEmpty();
  }

  /** Reads on. */
  Future<Void> fill() {
    return vertx
        .executeBlocking(() -> reader.next(READ_AHEAD_BYTES))
        .map(
            lines -> {
              exhausted = lines.isEmpty();
              ahead.addAll(lines);
              return null;
            });
  }

  /** Goes back to the beginning. */
  Future<Void> rewind() {
    ahead.clear();
    exhausted = false;
    return vertx
        .executeBlocking(
            () -> {
              reader.close();
              return new SessionReader(shelf, survey.session());
            })
        .map(
            fresh -> {
              reader = fresh;
              return null;
            });
  }

  /** Passes over everything up to a moment, included. */
  Future<Past> passOver(long millis, MarketTime from) {
    List<Entry> read = List.copyOf(ahead);
    return vertx
        .executeBlocking(
            () -> {
              Past past = new Past(from);
              for (Entry entry : read) {
                if (entry.rx() <= millis) {
                  past.add(entry);
                }
              }
              while (reader.nextIsUntil(millis)) {
                for (Entry entry : reader.next(1)) {
                  past.add(entry);
                }
              }
              return past;
            })
        .onSuccess(past -> ahead.removeIf(entry -> entry.rx() <= millis));
  }

  Future<Void> close() {
    return vertx.executeBlocking(
        () -> {
          reader.close();
          return null;
        });
  }
}
