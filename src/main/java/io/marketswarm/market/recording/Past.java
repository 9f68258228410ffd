package io.marketswarm.market.recording;

import io.marketswarm.market.chain.ChainEdition;
import io.marketswarm.market.feed.ContractReader;
import io.marketswarm.market.model.SpotValue;
import io.marketswarm.market.spot.SpotWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a stretch of a session leaves behind when it is not played but passed over: the values of
 * underlyings, and the chains as they stand at its end. Not for an event loop.
 */
final class Past {
  private final List<SpotWriter.Past> values = new ArrayList<>();
  private final Map<String, SpotValue> latest = new LinkedHashMap<>();
  private final List<Entry> chains = new ArrayList<>();
  private MarketTime time;

  /**
   * @param time what time the market had where the stretch begins
   */
  Past(MarketTime time) {
    this.time = time;
  }

  void add(Entry entry) throws IOException {
    switch (entry.part()) {
      case SPOT -> SpotLine.read(entry.line()).ifPresent(value -> value(value, entry.rx()));
      case CHAIN -> chain(entry);
      case SOCKET -> {} // whatever a frame said of prices, the chain after it says as well
    }
  }

  private void value(SpotValue value, long rx) {
    values.add(new SpotWriter.Past(value, time.at(rx)));
    latest.put(value.symbol(), value);
  }

  private void chain(Entry entry) throws IOException {
    ChainLine.Head head = ChainLine.head(entry);
    if (head.full()) {
      chains.clear();
    }
    chains.add(entry);
    time = head.time();
  }

  /** The values of underlyings in their order. */
  List<SpotWriter.Past> values() {
    return values;
  }

  /** The last value of each underlying. */
  List<SpotValue> latest() {
    return List.copyOf(latest.values());
  }

  boolean hasChain() {
    return !chains.isEmpty();
  }

  /** The line along which the market's time runs at the end. */
  MarketTime time() {
    return time;
  }

  /** The chains at the end; their difference is from those at the beginning. */
  ChainEdition edition(ChainEdition before, ContractReader contracts) throws IOException {
    ChainEdition edition = before;
    for (Entry line : chains) {
      edition = ChainLine.read(line, edition, contracts).edition();
    }
    return edition.after(before);
  }
}
