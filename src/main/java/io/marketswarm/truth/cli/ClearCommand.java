package io.marketswarm.truth.cli;

import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.truth.TruthDocument;
import io.marketswarm.truth.TruthException;
import io.marketswarm.truth.TruthStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
    name = "clear",
    description = "Empties every bus that answers: all market data, all state, Truth itself.")
final class ClearCommand extends TruthTask {
  private static final String WORD = "CLEAR";

  private final Surroundings surroundings;

  @Mixin private BusOptions buses;

  @Option(
      names = "--confirm",
      paramLabel = WORD,
      required = true,
      description = "The word CLEAR, to show that you mean it.")
  private String confirm;

  @Option(names = "--force", description = "Also on a production node.")
  private boolean force;

  ClearCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  int run() {
    if (!confirm.equals(WORD)) {
      throw new ParameterException(
          spec.commandLine(), "--confirm " + confirm + ": only the word " + WORD + " counts");
    }
    try (BusSession session = new BusSession()) {
      RedisBus system = session.open(BusName.SYSTEM, buses.systemBus(surroundings));
      TruthStore store = session.truth(system);
      Optional<TruthDocument> document = loaded(session, store);
      List<RedisBus> all = new ArrayList<>(List.of(system));
      for (BusName bus : new BusName[] {BusName.MARKET, BusName.INTEL, BusName.ECHO}) {
        LoadedBuses.url(bus, buses, surroundings, document)
            .map(url -> session.add(bus, url))
            .filter(session::answers)
            .ifPresentOrElse(
                all::add, () -> out().println(bus.id() + " does not answer, left alone"));
      }
      session.await(store.clear(all, force)).forEach(bus -> out().println(bus + " emptied"));
      return OK;
    }
  }

  private static Optional<TruthDocument> loaded(BusSession session, TruthStore store) {
    try {
      return Optional.of(session.await(store.read()));
    } catch (TruthException missing) {
      return Optional.empty();
    }
  }
}
