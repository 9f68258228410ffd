package io.marketswarm.market.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.feed.ContractReader;
import io.marketswarm.market.feed.Flaws;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contracts made up for tests. */
final class Contracts {
  private static final ContractReader READER =
      new ContractReader(new Flaws(new SimpleMeterRegistry()));

  private Contracts() {}

  /** A contract of a ticker such as {@code O:SPXW260127C06985000}, its underlying at a value. */
  static ChainContract of(String ticker, double underlying) {
    return read(
        "{\"details\":{\"ticker\":\"%s\"},\"underlying_asset\":{\"value\":%s}}"
            .formatted(ticker, underlying));
  }

  static ChainContract of(String ticker) {
    return read("{\"details\":{\"ticker\":\"%s\"}}".formatted(ticker));
  }

  static ChainContract read(String json) {
    byte[] bytes = json.getBytes(US_ASCII);
    try (JsonParser in = new JsonFactory().createParser(bytes)) {
      in.nextToken();
      return READER.read(in, bytes).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls of SPXW from one strike to another. */
  static List<ChainContract> calls(LocalDate expiry, int from, int to, int step) {
    List<ChainContract> calls = new ArrayList<>();
    for (int strike = from; strike <= to; strike += step) {
      calls.add(
          of(
              "O:SPXW%02d%02d%02dC%08d"
                  .formatted(
                      expiry.getYear() % 100,
                      expiry.getMonthValue(),
                      expiry.getDayOfMonth(),
                      strike * 1_000),
              (from + to) / 2.0));
    }
    return calls;
  }

  static ChainEdition edition(
      long version, long sequence, long millis, ChainContract... contracts) {
    Map<String, List<ChainContract>> chains = new LinkedHashMap<>();
    for (ChainContract contract : contracts) {
      chains.computeIfAbsent(symbol(contract), s -> new ArrayList<>()).add(contract);
    }
    chains.values().forEach(c -> c.sort(Comparator.comparingLong(ChainContract::ticker)));
    return new ChainEdition(version, sequence, millis, chains, new Delta(List.of(), List.of()));
  }

  private static String symbol(ChainContract contract) {
    return io.marketswarm.market.model.Ticker.root(contract.ticker()).symbol();
  }
}
