package io.marketswarm.truth;

import static io.vertx.redis.client.Request.cmd;

import io.marketswarm.store.RedisBus;
import io.marketswarm.truth.TruthStore.Loaded;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes document and secrets to the system bus: all of it or nothing. */
final class TruthLoader {
  private final RedisBus system;
  private final TruthHistory history;
  private final Clock clock;

  TruthLoader(RedisBus system, TruthHistory history, Clock clock) {
    this.system = system;
    this.history = history;
    this.clock = clock;
  }

  Future<Loaded> writeIfChanged(TruthDocument document, Secrets secrets) {
    return unchanged(document, secrets)
        .compose(
            same -> same.map(Future::succeededFuture).orElseGet(() -> write(document, secrets)));
  }

  /** What is loaded, if it is exactly this. */
  Future<Optional<Loaded>> unchanged(TruthDocument document, Secrets secrets) {
    return system
        .atomically(state())
        .map(
            found ->
                TruthStore.version(found.get(2), found.get(3))
                    .filter(version -> holds(found.get(0), document.json()))
                    .filter(version -> holds(found.get(1), withSecrets(document, secrets)))
                    .map(version -> new Loaded(version, false)));
  }

  private static boolean holds(Response found, JsonObject wanted) {
    try {
      return found != null
          && StrictJson.object(found.toString().getBytes(StandardCharsets.UTF_8)).equals(wanted);
    } catch (StrictJson.Malformed setByHand) {
      return false;
    }
  }

  Future<Loaded> write(TruthDocument document, Secrets secrets) {
    Registry registry = new Registry(system);
    return registry
        .check(document.components())
        .compose(fine -> history.check())
        .compose(fine -> history.next(clock))
        .compose(
            step -> {
              TruthVersion version = new TruthVersion(document.version(), step.ts());
              String open = document.encoded();
              String full = withSecrets(document, secrets).encode();
              List<Request> commands = new ArrayList<>();
              commands.add(TruthStore.set(TruthKeys.TRUTH, open));
              commands.add(TruthStore.set(TruthKeys.DOC, full));
              commands.add(TruthStore.set(TruthKeys.VERSION, version.version()));
              commands.add(TruthStore.set(TruthKeys.TS, String.valueOf(version.ts())));
              commands.addAll(Registry.enlist(document.components()));
              commands.addAll(step.keeping(open));
              commands.add(
                  cmd(Command.PUBLISH).arg(TruthKeys.UPDATED).arg(version.json().encode()));
              return system
                  .atomically(commands)
                  .compose(done -> verify(open, full, version))
                  .map(read -> new Loaded(version, true));
            });
  }

  private Future<Void> verify(String open, String full, TruthVersion version) {
    return system
        .atomically(state())
        .map(
            found -> {
              if (!TruthStore.text(found.get(0)).equals(Optional.of(open))
                  || !TruthStore.text(found.get(1)).equals(Optional.of(full))
                  || !TruthStore.version(found.get(2), found.get(3)).equals(Optional.of(version))) {
                throw new TruthException(
                    "Truth does not read back as it was written: somebody else writes it");
              }
              return null;
            });
  }

  private static JsonObject withSecrets(TruthDocument document, Secrets secrets) {
    return document.json().put("secrets", secrets.json());
  }

  /** What a load writes, read at one moment. */
  private static List<Request> state() {
    return List.of(
        TruthStore.get(TruthKeys.TRUTH),
        TruthStore.get(TruthKeys.DOC),
        TruthStore.get(TruthKeys.VERSION),
        TruthStore.get(TruthKeys.TS));
  }
}
