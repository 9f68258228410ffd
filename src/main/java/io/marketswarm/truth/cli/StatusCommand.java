package io.marketswarm.truth.cli;

import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.truth.SecretNames;
import io.marketswarm.truth.TruthDocument;
import io.marketswarm.truth.TruthException;
import io.marketswarm.truth.TruthStore;
import io.marketswarm.truth.TruthVersion;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = "Says which buses answer and whether Truth is loaded; fails when it is not.")
final class StatusCommand extends TruthTask {
  private final Surroundings surroundings;

  @Mixin private BusOptions buses;

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  int run() {
    try (BusSession session = new BusSession()) {
      String url = buses.systemBus(surroundings);
      RedisBus system = session.add(BusName.SYSTEM, url);
      boolean up = session.answers(system);
      TruthStore store = session.truth(system);
      Optional<TruthDocument> document = up ? loaded(session, store) : Optional.empty();
      Optional<TruthVersion> version = up ? session.await(store.version()) : Optional.empty();
      line(BusName.SYSTEM, url, up);
      boolean all = up;
      for (BusName bus : new BusName[] {BusName.MARKET, BusName.INTEL, BusName.ECHO}) {
        all &= others(session, bus, document);
      }
      document.ifPresentOrElse(
          truth ->
              out()
                  .printf(
                      "truth          version %s, %d components, loaded %s%n",
                      truth.version(),
                      truth.components().size(),
                      version.map(v -> Instant.ofEpochSecond(v.ts()).toString()).orElse("by hand")),
          () -> out().println("truth          not loaded"));
      return all && document.isPresent() ? OK : FAILED;
    }
  }

  private Optional<TruthDocument> loaded(BusSession session, TruthStore store) {
    try {
      return Optional.of(session.await(store.read()));
    } catch (TruthException missing) {
      out().println(missing.getMessage());
      return Optional.empty();
    }
  }

  private boolean others(BusSession session, BusName bus, Optional<TruthDocument> document) {
    Optional<String> url = LoadedBuses.url(bus, buses, surroundings, document);
    if (url.isEmpty()) {
      out().printf("%-14s %-5s%n", bus.id(), "unknown");
      return document.isEmpty() || !document.get().buses().containsKey(bus.id());
    }
    boolean up = session.answers(session.add(bus, url.get()));
    line(bus, url.get(), up);
    return up;
  }

  private void line(BusName bus, String url, boolean up) {
    out().printf("%-14s %-5s %s%n", bus.id(), up ? "up" : "down", SecretNames.masked("", url));
  }
}
