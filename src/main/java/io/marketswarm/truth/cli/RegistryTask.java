package io.marketswarm.truth.cli;

import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.truth.TruthDocument;
import io.marketswarm.truth.TruthKeys;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command of the administrator of a host, at work on the system bus. */
abstract class RegistryTask extends TruthTask {
  private final Surroundings process;

  @Mixin BusOptions buses;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Four variables of this host (default: .env.admin, if it is there).")
  private Path envFile = AdminFile.DEFAULT;

  RegistryTask(Surroundings process) {
    this.process = process;
  }

  abstract int run(BusSession session, RedisBus system);

  @Override
  final int run() {
    try (BusSession session = new BusSession()) {
      return run(session, session.open(BusName.SYSTEM, buses.systemBus(surroundings())));
    }
  }

  Surroundings surroundings() {
    return AdminFile.over(process, envFile);
  }

  TruthDocument truth(BusSession session, RedisBus system) {
    String key = surroundings().variable("TRUTH_REDIS_KEY").orElse(TruthKeys.DOC);
    return session.await(session.truth(system).read(key));
  }
}
