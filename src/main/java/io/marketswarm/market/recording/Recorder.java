package io.marketswarm.market.recording;

import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.market.chain.ChainEdition;
import io.marketswarm.market.chain.ChainText;
import io.marketswarm.market.chain.Delta;
import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.feed.ContractReader;
import io.marketswarm.market.feed.FrameEvents;
import io.marketswarm.market.feed.FrameReader;
import io.marketswarm.market.model.Ticker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns what is seen of the market into the lines of a session. Of a chain it writes the contracts
 * that have changed, and all of them at the start, when contracts come or go, and now and then, so
 * that a replay can begin anywhere. One call after the other, and not on an event loop.
 */
final class Recorder implements AutoCloseable {
  private static final long FULL_EVERY_MILLIS = 60_000;

  private final SessionWriter session;
  private final Set<String> underlyings;
  private final ContractReader contracts;
  private final FrameReader frames = new FrameReader();
  private final Wanted wanted = new Wanted();
  private final Map<Part, Long> lines = new HashMap<>();
  private Map<String, ChainContract> last = new HashMap<>();
  private long lastVersion = Long.MIN_VALUE;
  private long fullAt = Long.MIN_VALUE / 2;
  private long startMillis = Long.MAX_VALUE;
  private long endMillis = Long.MIN_VALUE;
  private MarketTime first;

  /**
   * @param underlyings by their bare names
   */
  Recorder(SessionWriter session, Set<String> underlyings, ContractReader contracts) {
    this.session = session;
    this.underlyings = underlyings;
    this.contracts = contracts;
  }

  void spot(byte[] published, long rx) throws IOException {
    write(Part.SPOT, rx, Lines.spot(published, rx));
  }

  /** A frame, unless it is about other underlyings alone. */
  void frame(byte[] frame, long rx) throws IOException {
    wanted.found = false;
    frames.read(frame, wanted);
    if (wanted.found) {
      write(Part.SOCKET, rx, Lines.frame(frame, rx));
    }
  }

  /** The chains as they stand in Redis, if they are still those that were announced. */
  void chain(byte[] latest, ChainUpdate announced, MarketTime clock) throws IOException {
    ChainEdition edition = ChainText.read(latest, contracts);
    if (edition.valueSequence() != announced.valueSequence()) {
      return; // the next announcement is on its way
    }
    long rx = clock.wallMillis();
    boolean full = edition.version() != lastVersion || rx - fullAt >= FULL_EVERY_MILLIS;
    Map<String, ChainContract> now = new HashMap<>();
    Map<String, List<ChainContract>> told = new LinkedHashMap<>();
    edition
        .chains()
        .forEach(
            (symbol, chain) -> {
              if (underlyings.contains(bare(symbol))) {
                told.put(symbol, told(chain, full, now));
              }
            });
    last = now;
    lastVersion = edition.version();
    fullAt = full ? rx : fullAt;
    ChainEdition line =
        new ChainEdition(
            edition.version(), edition.valueSequence(), announced.epochMillis(), told, Delta.NONE);
    write(Part.CHAIN, rx, Lines.chain(line, full, rx, clock));
    first = first == null ? clock : first;
  }

  private List<ChainContract> told(
      List<ChainContract> chain, boolean full, Map<String, ChainContract> now) {
    List<ChainContract> told = new ArrayList<>();
    for (ChainContract contract : chain) {
      now.put(contract.name(), contract);
      if (full || !contract.equals(last.get(contract.name()))) {
        told.add(contract);
      }
    }
    return told;
  }

  private static String bare(String symbol) {
    return symbol.replaceFirst("^I:", "");
  }

  private void write(Part part, long rx, byte[] line) throws IOException {
    session.write(part, line);
    lines.merge(part, 1L, Long::sum);
    startMillis = Math.min(startMillis, rx);
    endMillis = Math.max(endMillis, rx);
  }

  void flush() throws IOException {
    session.flush();
  }

  long bytes() {
    return session.bytes();
  }

  long lines(Part part) {
    return lines.getOrDefault(part, 0L);
  }

  /** Ends the session, and notes what it holds. */
  @Override
  public void close() throws IOException {
    session.close();
    long all = lines.values().stream().mapToLong(Long::longValue).sum();
    if (all > 0) {
      MarketTime time = first == null ? new MarketTime(startMillis, startMillis, 1) : first;
      Survey survey = new Survey(session.name(), startMillis, endMillis, time, all, 0);
      session.note(survey.text());
    }
  }

  /** Sees whether a frame is about an underlying that is recorded. */
  private final class Wanted implements FrameEvents {
    private boolean found;

    @Override
    public void optionTrade(long ticker, double price, long size, long millis, boolean off) {
      look(ticker);
    }

    @Override
    public void optionQuote(long ticker, double bid, double ask, long millis) {
      look(ticker);
    }

    private void look(long ticker) {
      found = found || underlyings.contains(bare(Ticker.root(ticker).symbol()));
    }
  }
}
