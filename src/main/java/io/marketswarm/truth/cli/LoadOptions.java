package io.marketswarm.truth.cli;

import io.marketswarm.store.BusName;
import io.marketswarm.truth.SecretNames;
import io.marketswarm.truth.Secrets;
import io.marketswarm.truth.TruthDocument;
import io.marketswarm.truth.TruthStore;
import io.marketswarm.truth.TruthStore.Loaded;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to load, wherever something is loaded. */
final class LoadOptions {
  @Mixin private BusOptions buses;

  @Option(
      names = "--secrets",
      paramLabel = "FILE",
      description = {
        "The secrets to load with it (default: TRUTH_SECRETS_FILE); without any the loaded",
        "ones stay."
      })
  private Path secrets;

  String target(Surroundings surroundings) {
    return buses.systemBus(surroundings);
  }

  int load(TruthTask task, TruthDocument document, Surroundings surroundings) {
    Optional<Secrets> given =
        Optional.ofNullable(secrets)
            .or(() -> surroundings.variable("TRUTH_SECRETS_FILE").map(Path::of))
            .map(Secrets::read);
    String url = target(surroundings);
    try (BusSession session = new BusSession()) {
      TruthStore store = session.truth(session.open(BusName.SYSTEM, url));
      Loaded loaded =
          session.await(
              given.isPresent()
                  ? store.loadReplacingSecrets(document, given.get())
                  : store.loadKeepingSecrets(document));
      task.out()
          .printf(
              "loaded version %s at %d into %s: %d components%n",
              loaded.version().version(),
              loaded.version().ts(),
              SecretNames.masked("", url),
              document.components().size());
      return TruthTask.OK;
    }
  }
}
