package io.marketswarm.market.desk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.ChainUpdate.Column;
import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.feed.ContractReader;
import io.marketswarm.market.feed.Flaws;
import io.marketswarm.market.model.Ticker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads one symbol's chain out of the stored chain of all, as it lies in Redis. */
final class StoredChain {
  static final String KEY = "massive:chain:latest";

  private static final JsonFactory JSON = new JsonFactory();
  private static final long MILLIS = 1_000;

  private final String symbol;
  private final ContractReader reader;
  private final List<ChainContract> contracts = new ArrayList<>();
  private long version;
  private long sequence;
  private long epochMillis;

  private StoredChain(String symbol, Flaws flaws) {
    this.symbol = symbol;
    this.reader = new ContractReader(flaws);
  }

  /** The chain, empty when the symbol has no contracts in it; fails on text of another shape. */
  static Optional<ChainUpdate> read(byte[] json, String symbol, Flaws flaws) throws IOException {
    return new StoredChain(symbol, flaws).read(json);
  }

  private Optional<ChainUpdate> read(byte[] json) throws IOException {
    try (JsonParser in = JSON.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the stored chain is no object");
      }
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        in.nextToken();
        switch (name) {
          case "version" -> version = in.getLongValue();
          case "value_seq" -> sequence = in.getLongValue();
          case "ts" -> epochMillis = in.getLongValue() * MILLIS;
          case "contracts" -> contracts(in, json);
          default -> in.skipChildren();
        }
      }
    }
    return contracts.isEmpty() ? Optional.empty() : Optional.of(update());
  }

  private void contracts(JsonParser in, byte[] json) throws IOException {
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      if (in.nextToken() == JsonToken.START_OBJECT) {
        reader
            .read(in, json)
            .filter(contract -> Ticker.root(contract.ticker()).symbol().equals(symbol))
            .ifPresent(contracts::add);
      } else {
        in.skipChildren();
      }
    }
  }

  private ChainUpdate update() {
    contracts.sort(Comparator.comparingLong(ChainContract::ticker));
    int count = contracts.size();
    double[][] columns = new double[Column.values().length][count];
    long[] tickers = new long[count];
    long[] quoted = new long[count];
    long[] traded = new long[count];
    double spot = Double.NaN;
    for (int i = 0; i < count; i++) {
      ChainContract contract = contracts.get(i);
      tickers[i] = contract.ticker();
      quoted[i] = contract.quoteMillis();
      traded[i] = contract.tradeMillis();
      columns[Column.BID.ordinal()][i] = contract.bid();
      columns[Column.ASK.ordinal()][i] = contract.ask();
      columns[Column.MID.ordinal()][i] = contract.mid();
      columns[Column.LAST.ordinal()][i] = contract.last();
      columns[Column.VOLATILITY.ordinal()][i] = contract.volatility();
      columns[Column.GAMMA.ordinal()][i] = contract.gamma();
      columns[Column.DELTA.ordinal()][i] = contract.delta();
      columns[Column.OPEN_INTEREST.ordinal()][i] = contract.openInterest();
      columns[Column.VOLUME.ordinal()][i] = contract.volume();
      spot = spot > 0 ? spot : contract.underlying();
    }
    return new ChainUpdate(
        symbol, version, sequence, epochMillis, spot, tickers, columns, quoted, traded);
  }
}
