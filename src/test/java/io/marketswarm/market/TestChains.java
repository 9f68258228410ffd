package io.marketswarm.market;

import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.ChainUpdate.Column;
import io.marketswarm.market.model.ChainColumns;
import io.marketswarm.market.model.ChainGeometry;
import io.marketswarm.market.model.ChainState;
import io.marketswarm.market.model.Ticker;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Chains as they travel on the bus. */
public final class TestChains {
  private TestChains() {}

  /** One contract, in the order of the columns from bid on; NaN where nothing is said. */
  public record Contract(String ticker, double... numbers) {}

  /** A chain of contracts written by hand. */
  public static ChainUpdate of(
      String symbol, long sequence, long epochMillis, double spot, Contract... contracts) {
    Contract[] sorted = contracts.clone();
    Arrays.sort(
        sorted, (one, other) -> Long.compare(Ticker.parse(one.ticker), Ticker.parse(other.ticker)));
    long[] tickers = Arrays.stream(sorted).mapToLong(each -> Ticker.parse(each.ticker)).toArray();
    double[][] columns = new double[Column.values().length][sorted.length];
    for (Column column : Column.values()) {
      for (int i = 0; i < sorted.length; i++) {
        double[] numbers = sorted[i].numbers;
        columns[column.ordinal()][i] =
            column.ordinal() < numbers.length ? numbers[column.ordinal()] : Double.NaN;
      }
    }
    long[] times = new long[sorted.length];
    Arrays.fill(times, epochMillis - 1_000);
    return new ChainUpdate(
        symbol, 1, sequence, epochMillis, spot, tickers, columns, times, times.clone());
  }

  /** The chain of a state. */
  public static ChainUpdate of(ChainState state, long sequence, long epochMillis) {
    ChainColumns chain = state.columns();
    ChainGeometry geometry = chain.geometry();
    int[] slots = IntStream.range(0, geometry.slots()).filter(geometry::lists).toArray();
    double[][] columns = new double[Column.values().length][slots.length];
    long[] quoted = new long[slots.length];
    long[] traded = new long[slots.length];
    for (int i = 0; i < slots.length; i++) {
      int slot = slots[i];
      columns[Column.BID.ordinal()][i] = chain.bid(slot);
      columns[Column.ASK.ordinal()][i] = chain.ask(slot);
      columns[Column.MID.ordinal()][i] = chain.mid(slot);
      columns[Column.LAST.ordinal()][i] = chain.last(slot);
      columns[Column.VOLATILITY.ordinal()][i] = chain.volatility(slot);
      columns[Column.GAMMA.ordinal()][i] = chain.gamma(slot);
      columns[Column.DELTA.ordinal()][i] = chain.delta(slot);
      columns[Column.OPEN_INTEREST.ordinal()][i] = chain.openInterest(slot);
      columns[Column.VOLUME.ordinal()][i] = chain.volume(slot);
      quoted[i] = chain.quoteMillis(slot);
      traded[i] = chain.tradeMillis(slot);
    }
    return new ChainUpdate(
        geometry.symbol(),
        1,
        sequence,
        epochMillis,
        chain.spot(),
        Arrays.stream(slots).mapToLong(geometry::ticker).toArray(),
        columns,
        quoted,
        traded);
  }
}
