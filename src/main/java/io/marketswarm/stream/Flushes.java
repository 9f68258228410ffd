package io.marketswarm.stream;

import java.util.ArrayList;
import java.util.List;

/** Connections with bytes to flush: each is flushed once, whatever streams wrote to it. */
final class Flushes {
  /** A connection that several streams share. */
  abstract static class Shared {
    private boolean noted;

    abstract void flush();
  }

  private final List<Shared> noted = new ArrayList<>();

  void note(Shared connection) {
    if (!connection.noted) {
      connection.noted = true;
      noted.add(connection);
    }
  }

  void flush() {
    for (Shared connection : noted) {
      connection.noted = false;
      connection.flush();
    }
    noted.clear();
  }
}
