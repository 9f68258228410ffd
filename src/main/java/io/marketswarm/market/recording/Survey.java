package io.marketswarm.market.recording;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a session holds: noted by whoever recorded it to its end, else found by reading it once.
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
    Optional<Survey> noted = shelf.note(session).flatMap(note -> read(session, note));
    return noted.isPresent() ? noted.get() : search(shelf, session);
  }

  /** As it is noted beside the session. */
  String text() {
    return new JsonObject()
        .put("start_ms", startMillis)
        .put("end_ms", endMillis)
        .put("rx", first.wallMillis())
        .put("market_ms", first.marketMillis())
        .put("market_speed", first.speed())
        .put("lines", lines)
        .encode();
  }

  private static Optional<Survey> read(String session, String note) {
    try {
      JsonObject json = new JsonObject(note);
      MarketTime first =
          new MarketTime(
              json.getLong("rx"), json.getLong("market_ms"), json.getDouble("market_speed"));
      return Optional.of(
          new Survey(
              session,
              json.getLong("start_ms"),
              json.getLong("end_ms"),
              first,
              json.getLong("lines"),
              0));
    } catch (DecodeException | ClassCastException | NullPointerException unreadable) {
      return Optional.empty();
    }
  }

  static Survey search(Shelf shelf, String session) throws IOException {
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
