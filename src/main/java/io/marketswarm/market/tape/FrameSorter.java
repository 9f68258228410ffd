package io.marketswarm.market.tape;

import io.marketswarm.market.feed.Flaw;
import io.marketswarm.market.feed.FrameEvents;
import io.marketswarm.market.feed.FrameReader;
import io.marketswarm.market.model.Ticker;
import java.util.List;

/**
 * Puts what frames say before the desks of their symbols, and counts. What a desk has had already
 * it does not get again, and what was counted before a restart does not count again.
 */
final class FrameSorter implements FrameEvents {
  private final FrameReader reader = new FrameReader();
  private final List<Place> places;
  private StreamId counted = StreamId.START;
  private StreamId entry = StreamId.START;
  private boolean repeated;
  private long frames;
  private long seen;
  private long unparsable;
  private long batches;
  private int events;

  FrameSorter(List<Place> places) {
    this.places = places;
  }

  /** Everything up to there was counted before. */
  void countedBefore(StreamId last) {
    counted = StreamId.later(counted, last);
  }

  /** Takes a frame. */
  void take(StreamId id, byte[] frame) {
    entry = id;
    boolean again = !id.isAfter(counted);
    if (repeated && !again) {
      places.forEach(Place::markRepeated);
    }
    repeated = again;
    boolean whole = reader.read(frame, this);
    events += reader.elements();
    if (!repeated) {
      frames++;
      seen += reader.elements();
      unparsable += whole ? 0 : 1;
    }
  }

  /** Gives the desks what was taken since the last time. */
  Tape.Progress handOver(StreamId last, long lagMillis, long nanos) {
    if (repeated) {
      places.forEach(Place::markRepeated);
    }
    int touched = 0;
    for (Place place : places) {
      place.had = StreamId.later(place.had, last);
      touched += place.handOver() ? 1 : 0;
    }
    counted = StreamId.later(counted, last);
    batches++;
    int batch = events;
    events = 0;
    return new Tape.Progress(
        counted.toString(),
        frames,
        seen,
        unparsable,
        batches,
        Math.max(0, lagMillis),
        batch,
        nanos,
        touched);
  }

  private Prints of(long ticker) {
    String symbol = Ticker.root(ticker).symbol();
    for (Place place : places) {
      if (place.symbol.equals(symbol) && entry.isAfter(place.had)) {
        return place.prints();
      }
    }
    return null;
  }

  @Override
  public void optionTrade(long ticker, double price, long size, long millis, boolean outOfLine) {
    Prints prints = of(ticker);
    if (prints != null) {
      prints.trade(ticker, price, size, millis, outOfLine);
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
