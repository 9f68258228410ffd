package io.marketswarm.market.chain;

import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.model.Ticker;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The contracts that are followed, expiry by expiry, and the count of their editions. An expiry
 * that could not be fetched keeps its contracts for a while.
 */
final class ChainBook {
  /** After this many failures in a row an expiry is given up. */
  static final int FAILURES_TO_DROP = 3;

  private final Map<String, SortedMap<LocalDate, Slice>> chains = new LinkedHashMap<>();
  private Set<String> published = Set.of();
  private long version;
  private long valueSequence;

  private static final class Slice {
    private List<ChainContract> contracts = new ArrayList<>();
    private int failures;
  }

  ChainBook(List<String> symbols) {
    symbols.forEach(symbol -> chains.put(symbol, new TreeMap<>()));
  }

  /** Goes on where an earlier owner stopped: versions never fall, differences are differences. */
  void restore(ChainEdition stored) {
    stored.chains().values().forEach(chain -> chain.forEach(this::restore));
    published(stored);
  }

  private void restore(ChainContract contract) {
    SortedMap<LocalDate, Slice> chain = chains.get(Ticker.root(contract.ticker()).symbol());
    if (chain != null) {
      chain
          .computeIfAbsent(Ticker.expiry(contract.ticker()), expiry -> new Slice())
          .contracts
          .add(contract);
    }
  }

  /** The contracts of an expiry as they were last seen. */
  List<ChainContract> contracts(String symbol, LocalDate expiry) {
    Slice slice = chains.get(symbol).get(expiry);
    return slice == null ? List.of() : slice.contracts;
  }

  /** Takes over what was fetched of an underlying. */
  void take(Harvest harvest) {
    SortedMap<LocalDate, Slice> chain = chains.get(harvest.symbol());
    chain.keySet().retainAll(harvest.listed());
    for (Harvest.Slice fetched : harvest.slices()) {
      if (fetched.failed()) {
        failed(chain, fetched.expiry());
      } else {
        Slice slice = new Slice();
        slice.contracts = fetched.contracts();
        chain.put(fetched.expiry(), slice);
      }
    }
  }

  private static void failed(SortedMap<LocalDate, Slice> chain, LocalDate expiry) {
    Slice slice = chain.get(expiry);
    if (slice != null && ++slice.failures >= FAILURES_TO_DROP) {
      chain.remove(expiry);
    }
  }

  /** What there is now, as the edition after the one published last. */
  ChainEdition next(long epochMillis) {
    Map<String, List<ChainContract>> now = new LinkedHashMap<>();
    chains.forEach((symbol, slices) -> now.put(symbol, joined(slices.values())));
    ChainEdition same = new ChainEdition(version, valueSequence + 1, epochMillis, now, Delta.NONE);
    Delta delta = Delta.between(published, same.names());
    return delta.isEmpty()
        ? same
        : new ChainEdition(version + 1, valueSequence + 1, epochMillis, now, delta);
  }

  /** Everybody knows this edition: the next differs from it. */
  void published(ChainEdition edition) {
    published = edition.names();
    version = edition.version();
    valueSequence = edition.valueSequence();
  }

  private static List<ChainContract> joined(Collection<Slice> slices) {
    List<ChainContract> joined = new ArrayList<>();
    slices.forEach(slice -> joined.addAll(slice.contracts));
    return joined;
  }
}
