package io.marketswarm.truth.cli;

import io.marketswarm.store.BusName;
import io.marketswarm.truth.TruthException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the buses are. */
final class BusOptions {
  @Option(
      names = "--redis",
      paramLabel = "URL",
      description = {
        "The system bus (default: TRUTH_REDIS_URL, else BOOTSTRAP_REDIS_URL, else this",
        "installation's own, else redis://127.0.0.1:6379)."
      })
  private String redis;

  @Option(
      names = "--stores",
      paramLabel = "FILE",
      description = "A stores.json with the addresses of embedded stores.")
  private Path stores;

  String systemBus(Surroundings surroundings) {
    return Optional.ofNullable(redis)
        .or(() -> stored(BusName.SYSTEM))
        .or(() -> surroundings.variable("TRUTH_REDIS_URL"))
        .or(() -> surroundings.variable("BOOTSTRAP_REDIS_URL"))
        .or(surroundings.systemBus())
        .orElse("redis://127.0.0.1:" + BusName.SYSTEM.defaultPort());
  }

  /** The address of a bus as far as somebody gave it; what Truth says of it is not asked. */
  Optional<String> bus(BusName name, Surroundings surroundings) {
    if (name == BusName.SYSTEM) {
      return Optional.of(systemBus(surroundings));
    }
    return stored(name).or(() -> surroundings.variable(name.urlVariable()));
  }

  private Optional<String> stored(BusName name) {
    if (stores == null) {
      return Optional.empty();
    }
    try {
      JsonObject store = new JsonObject(Files.readString(stores)).getJsonObject(name.id());
      return Optional.ofNullable(store).map(entry -> entry.getString("url"));
    } catch (DecodeException | ClassCastException damaged) {
      // Without the cause: a parser's message quotes what it could not parse, passwords included.
      throw new TruthException(stores + " is no list of stores");
    } catch (IOException unreadable) {
      throw new TruthException("cannot read " + stores, unreadable);
    }
  }
}
