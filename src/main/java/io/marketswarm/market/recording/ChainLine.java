package io.marketswarm.market.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.chain.ChainEdition;
import io.marketswarm.market.chain.ChainText;
import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.feed.ContractReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chain lines of a session as they are read. Reading one whole is not for an event loop. */
final class ChainLine {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ChainLine() {}

  /** What stands before the contracts of a line. */
  record Head(boolean full, long epochMillis, MarketTime time) {}

  static MarketTime time(Entry entry) throws IOException {
    return head(entry).time;
  }

  /** Lines of other recorders lack the market's own time: then it is that of the wall clock. */
  static Head head(Entry entry) throws IOException {
    boolean full = false;
    long epochMillis = entry.rx();
    long marketMillis = entry.rx();
    double speed = 1;
    try (JsonParser in = FACTORY.createParser(entry.line())) {
      in.nextToken();
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        JsonToken value = in.nextToken();
        switch (name) {
          case "kind" -> full = "full".equals(in.getText());
          case "ts_ms" -> epochMillis = in.getLongValue();
          case "market_ms" -> marketMillis = in.getLongValue();
          case "market_speed" -> speed = in.getDoubleValue();
          case "contracts" -> {
            return new Head(full, epochMillis, new MarketTime(entry.rx(), marketMillis, speed));
          }
          default -> {
            if (value.isStructStart()) {
              in.skipChildren();
            }
          }
        }
      }
    }
    return new Head(full, epochMillis, new MarketTime(entry.rx(), marketMillis, speed));
  }

  /** What a line says: the chains it makes of those before it, and what time the market had. */
  record Told(ChainEdition edition, MarketTime time) {}

  /** Reads a line; the difference of its chains is from those before it. */
  static Told read(Entry entry, ChainEdition before, ContractReader contracts) throws IOException {
    Head head = head(entry);
    ChainEdition told = ChainText.read(entry.line(), contracts);
    Map<String, List<ChainContract>> chains =
        head.full ? told.chains() : merged(before.chains(), told.chains());
    ChainEdition edition =
        new ChainEdition(
            told.version(), told.valueSequence(), head.epochMillis, chains, told.delta());
    return new Told(edition.after(before), head.time);
  }

  private static Map<String, List<ChainContract>> merged(
      Map<String, List<ChainContract>> before, Map<String, List<ChainContract>> changed) {
    Map<String, List<ChainContract>> merged = new LinkedHashMap<>(before);
    changed.forEach(
        (symbol, contracts) -> {
          Map<Long, ChainContract> all = new TreeMap<>();
          before.getOrDefault(symbol, List.of()).forEach(c -> all.put(c.ticker(), c));
          contracts.forEach(contract -> all.put(contract.ticker(), contract));
          merged.put(symbol, new ArrayList<>(all.values()));
        });
    return merged;
  }
}
