package io.marketswarm.market.model;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The numbers of a chain at one moment, consistent and unchanging until closed. Close it exactly
 * once, and do not touch its columns afterwards: the buffer goes back to the writer.
 */
public final class ChainSnapshot implements AutoCloseable {
  private static final int WRITING = -1;

  private final ChainColumns columns;
  private final AtomicInteger readers = new AtomicInteger();

  ChainSnapshot(ChainGeometry geometry) {
    columns = new ChainColumns(geometry);
  }

  public ChainColumns columns() {
    return columns;
  }

  @Override
  public void close() {
    readers.decrementAndGet();
  }

  /** Takes the buffer for reading, unless the writer has it. */
  boolean read() {
    int count;
    do {
      count = readers.get();
      if (count == WRITING) {
        return false;
      }
    } while (!readers.compareAndSet(count, count + 1));
    return true;
  }

  /** Fills the buffer, unless somebody reads it. */
  boolean fill(ChainColumns from) {
    if (!readers.compareAndSet(0, WRITING)) {
      return false;
    }
    columns.copy(from);
    readers.set(0);
    return true;
  }
}
