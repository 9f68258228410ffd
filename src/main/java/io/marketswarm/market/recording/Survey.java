package io.marketswarm.market.recording;

import java.io.IOException;
import java.util.List;

/**
 * What a session holds, found by reading it once.
 *
 * @param startMillis when its first line came
 * @param endMillis when its last line came
 * @param first what time the market had at its first chain line
 * @param lines how many there are
 * @param unreadable lines that had to be passed over
 */
record Survey(
    String session,
    long startMillis,
    long endMillis,
    MarketTime first,
    long lines,
    long unreadable) {
  private static final int AT_ONCE = 8 << 20;

  static Survey of(Shelf shelf, String session) throws IOException {
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    long lines = 0;
    MarketTime first = null;
    try (SessionReader reader = new SessionReader(shelf, session)) {
      for (List<Entry> some = reader.next(AT_ONCE); !some.isEmpty(); some = reader.next(AT_ONCE)) {
        for (Entry entry : some) {
          start = Math.min(start, entry.rx());
          end = Math.max(end, entry.rx());
          if (first == null && entry.part() == Part.CHAIN) {
            first = ChainLine.time(entry);
          }
        }
        lines += some.size();
      }
      if (lines == 0) {
        throw new IOException("session " + session + " is empty");
      }
      MarketTime time = first == null ? new MarketTime(start, start, 1) : first;
      return new Survey(session, start, end, time, lines, reader.unreadable());
    }
  }
}
