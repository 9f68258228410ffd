package io.marketswarm.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * The chain of one underlying as the provider last told it, from whoever fetches it to whoever
 * builds models of it. Contracts are packed tickers in ascending order; every column has one value
 * per contract, NaN where the provider said nothing. The arrays are shared: nobody may write to
 * them.
 *
 * @param symbol the underlying, for example {@code I:SPX}
 * @param version of the set of contracts; grows only when that changes
 * @param valueSequence grows with every fetch
 * @param epochMillis when it was fetched
 * @param spot the underlying's value that came with the chain, NaN without
 * @param tickers packed, ascending
 * @param columns the numbers, one array per {@link Column}
 * @param quoteMillis when each quote was made, 0 without
 * @param tradeMillis when each last trade was made, 0 without
 */
public record ChainUpdate(
    String symbol,
    long version,
    long valueSequence,
    long epochMillis,
    double spot,
    long[] tickers,
    double[][] columns,
    long[] quoteMillis,
    long[] tradeMillis)
    implements BusMessage {

  /** What is known of each contract. */
  public enum Column {
    BID,
    ASK,
    MID,
    LAST,
    VOLATILITY,
    GAMMA,
    DELTA,
    OPEN_INTEREST,
    VOLUME
  }

  public static final Wire<ChainUpdate> WIRE =
      new Wire<>("chain", 1, ChainUpdate.class, ChainUpdate::write, ChainUpdate::read);

  private static final int COLUMNS = Column.values().length;

  public ChainUpdate {
    if (symbol.isBlank()) {
      throw new IllegalArgumentException("chain without a symbol");
    }
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException(columns.length + " columns, not " + COLUMNS);
    }
    for (double[] column : columns) {
      requireLength(column.length, tickers.length);
    }
    requireLength(quoteMillis.length, tickers.length);
    requireLength(tradeMillis.length, tickers.length);
  }

  private static void requireLength(int found, int contracts) {
    if (found != contracts) {
      throw new IllegalArgumentException(found + " values for " + contracts + " contracts");
    }
  }

  public int contracts() {
    return tickers.length;
  }

  public double[] column(Column column) {
    return columns[column.ordinal()];
  }

  @Override
  public void writeJson(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("symbol", symbol);
    out.writeNumberField("version", version);
    out.writeNumberField("value_seq", valueSequence);
    out.writeNumberField("ts", epochMillis);
    out.writeNumberField("contracts", tickers.length);
    out.writeEndObject();
  }

  private static void write(ChainUpdate chain, WireWriter out) {
    out.text(chain.symbol)
        .number(chain.version)
        .number(chain.valueSequence)
        .number(chain.epochMillis)
        .real(chain.spot)
        .longs(chain.tickers);
    for (double[] column : chain.columns) {
      out.reals(column);
    }
    out.longs(chain.quoteMillis).longs(chain.tradeMillis);
  }

  private static ChainUpdate read(WireReader in) {
    String symbol = in.text();
    long version = in.number();
    long sequence = in.number();
    long millis = in.number();
    double spot = in.real();
    long[] tickers = in.longs();
    double[][] columns = new double[COLUMNS][];
    for (int column = 0; column < COLUMNS; column++) {
      columns[column] = in.reals();
    }
    return new ChainUpdate(
        symbol, version, sequence, millis, spot, tickers, columns, in.longs(), in.longs());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChainUpdate that
        && symbol.equals(that.symbol)
        && version == that.version
        && valueSequence == that.valueSequence
        && epochMillis == that.epochMillis
        && Double.compare(spot, that.spot) == 0
        && Arrays.equals(tickers, that.tickers)
        && Arrays.deepEquals(columns, that.columns)
        && Arrays.equals(quoteMillis, that.quoteMillis)
        && Arrays.equals(tradeMillis, that.tradeMillis);
  }

  @Override
  public int hashCode() {
    return Objects.hash(symbol, version, valueSequence, epochMillis, tickers.length);
  }

  @Override
  public String toString() {
    return "ChainUpdate["
        + symbol
        + " v"
        + version
        + "."
        + valueSequence
        + ", "
        + tickers.length
        + " contracts]";
  }
}
