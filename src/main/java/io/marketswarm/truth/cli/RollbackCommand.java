package io.marketswarm.truth.cli;

import io.marketswarm.store.BusName;
import io.marketswarm.truth.TruthStore;
import io.marketswarm.truth.TruthStore.Loaded;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rollback",
    description = "Loads a document again that was replaced; the last one unless told otherwise.")
final class RollbackCommand extends TruthTask {
  private final Surroundings surroundings;

  @Mixin private BusOptions buses;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "The time, in epoch seconds, the wanted document had been loaded at.")
  private Long time;

  @Option(names = "--list", description = "Only lists the times there are, newest first.")
  private boolean list;

  RollbackCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  int run() {
    try (BusSession session = new BusSession()) {
      TruthStore store = session.truth(session.open(BusName.SYSTEM, buses.systemBus(surroundings)));
      if (list) {
        session
            .await(store.history())
            .forEach(ts -> out().printf("%d  %s%n", ts, Instant.ofEpochSecond(ts)));
        return OK;
      }
      Loaded loaded = session.await(time == null ? store.rollback() : store.rollback(time));
      out()
          .printf(
              "loaded version %s again, at %d%n",
              loaded.version().version(), loaded.version().ts());
      return OK;
    }
  }
}
