package io.marketswarm.market.tape;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** One desk's place at the tape; all but its count of changes belongs to the thread of the tape. */
final class Place implements Tape.Seat {
  final String symbol;

  /** The last entry that this desk was given. */
  StreamId had;

  private final Tape tape;
  private final Context desk;
  private final Consumer<Prints> reader;
  private Prints prints;
  private volatile int dirty;

  Place(Tape tape, String symbol, Context desk, Consumer<Prints> reader, StreamId had) {
    this.tape = tape;
    this.symbol = symbol;
    this.desk = desk;
    this.reader = reader;
    this.had = had;
  }

  /** Where to put what an entry says. */
  Prints prints() {
    if (prints == null) {
      prints = new Prints();
    }
    return prints;
  }

  /** What lies here was read and counted before a restart. */
  void markRepeated() {
    if (prints != null) {
      prints.markRepeated();
    }
  }

  /** Gives the desk what lies here; true when there was something. */
  boolean handOver() {
    Prints read = prints;
    prints = null;
    if (read != null) {
      desk.runOnContext(now -> reader.accept(read));
    }
    return read != null;
  }

  int dirty() {
    return dirty;
  }

  @Override
  public boolean isBehind() {
    return tape.isBehind();
  }

  @Override
  public void passedOn(int contracts) {
    dirty = contracts;
  }

  @Override
  public Future<Void> leave() {
    return tape.leave(this);
  }
}
