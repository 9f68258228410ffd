package io.marketswarm.market.chain;

import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.ChainUpdate.Column;
import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.model.Ticker;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * All chains as they were at one moment.
 *
 * @param version of the set of contracts
 * @param valueSequence one more than that of the edition before
 * @param epochMillis when it was fetched
 * @param chains the contracts of each underlying, ascending by packed ticker
 * @param delta what changed in the set of contracts
 */
public record ChainEdition(
    long version,
    long valueSequence,
    long epochMillis,
    Map<String, List<ChainContract>> chains,
    Delta delta) {

  /** Before the first. */
  public static final ChainEdition NONE = new ChainEdition(0, 0, 0, Map.of(), Delta.NONE);

  long epochSecond() {
    return Math.floorDiv(epochMillis, 1_000);
  }

  public int contracts() {
    return chains.values().stream().mapToInt(List::size).sum();
  }

  /** The same, its difference taken from another edition. */
  public ChainEdition after(ChainEdition before) {
    Delta difference = Delta.between(before.names(), names());
    return new ChainEdition(version, valueSequence, epochMillis, chains, difference);
  }

  /** The tickers of all contracts as the provider writes them. */
  public Set<String> names() {
    Set<String> names = new HashSet<>();
    chains.values().forEach(chain -> chain.forEach(contract -> names.add(contract.name())));
    return names;
  }

  /** The same without what expired before a day. */
  ChainEdition since(LocalDate day) {
    Map<String, List<ChainContract>> rest = new LinkedHashMap<>();
    chains.forEach(
        (symbol, contracts) ->
            rest.put(
                symbol,
                contracts.stream()
                    .filter(contract -> !Ticker.expiry(contract.ticker()).isBefore(day))
                    .toList()));
    return new ChainEdition(version, valueSequence, epochMillis, rest, delta);
  }

  /** The chain of one underlying as it travels on the bus. */
  ChainUpdate update(String symbol) {
    List<ChainContract> contracts = chains.get(symbol);
    double[][] columns = new double[Column.values().length][];
    columns[Column.BID.ordinal()] = reals(contracts, ChainContract::bid);
    columns[Column.ASK.ordinal()] = reals(contracts, ChainContract::ask);
    columns[Column.MID.ordinal()] = reals(contracts, ChainContract::mid);
    columns[Column.LAST.ordinal()] = reals(contracts, ChainContract::last);
    columns[Column.VOLATILITY.ordinal()] = reals(contracts, ChainContract::volatility);
    columns[Column.GAMMA.ordinal()] = reals(contracts, ChainContract::gamma);
    columns[Column.DELTA.ordinal()] = reals(contracts, ChainContract::delta);
    columns[Column.OPEN_INTEREST.ordinal()] = reals(contracts, ChainContract::openInterest);
    columns[Column.VOLUME.ordinal()] = reals(contracts, ChainContract::volume);
    return new ChainUpdate(
        symbol,
        version,
        valueSequence,
        epochMillis,
        spot(contracts),
        longs(contracts, ChainContract::ticker),
        columns,
        longs(contracts, ChainContract::quoteMillis),
        longs(contracts, ChainContract::tradeMillis));
  }

  private static double spot(List<ChainContract> contracts) {
    return contracts.stream()
        .mapToDouble(ChainContract::underlying)
        .filter(value -> value > 0)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double[] reals(
      List<ChainContract> contracts, ToDoubleFunction<ChainContract> number) {
    return contracts.stream().mapToDouble(number).toArray();
  }

  private static long[] longs(List<ChainContract> contracts, ToLongFunction<ChainContract> number) {
    return contracts.stream().mapToLong(number).toArray();
  }
}
