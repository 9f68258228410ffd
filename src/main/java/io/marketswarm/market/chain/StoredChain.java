package io.marketswarm.market.chain;

import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.market.feed.ContractReader;
import io.marketswarm.market.feed.Flaws;
import java.io.IOException;
import java.util.Optional;

/** The chain of one underlying out of the stored chain of all. */
public final class StoredChain {
  private StoredChain() {}

  /**
   * Reads {@link ChainKeys#LATEST}; it takes long enough to be done off the event loop.
   *
   * @return nothing when the underlying has no contracts in it
   */
  public static Optional<ChainUpdate> read(byte[] json, String symbol, Flaws flaws)
      throws IOException {
    ChainEdition edition = ChainText.read(json, new ContractReader(flaws));
    return edition.chains().containsKey(symbol)
        ? Optional.of(edition.update(symbol))
        : Optional.empty();
  }
}
