package io.marketswarm.truth.cli;

import io.marketswarm.store.BusName;
import io.marketswarm.truth.TruthDocument;
import java.util.Optional;

/** Where a bus is, by what the operator says and else by what is loaded. Never a guess. */
final class LoadedBuses {
  private LoadedBuses() {}

  static Optional<String> url(
      BusName bus,
      BusOptions options,
      Surroundings surroundings,
      Optional<TruthDocument> document) {
    return options
        .bus(bus, surroundings)
        .or(
            () ->
                document
                    .map(truth -> truth.buses().get(bus.id()))
                    .map(TruthDocument.Bus::url)
                    .filter(url -> !url.isBlank()));
  }
}
