package io.marketswarm.truth;

import io.marketswarm.log.Log;
import io.marketswarm.store.RedisBus;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Follows the announcements of loads, and asks after each reconnect whether one was missed. */
final class TruthWatch {
  private static final Log LOG = Log.of("truth");

  private final TruthStore store;
  private final Consumer<TruthVersion> listener;
  private TruthVersion known;

  TruthWatch(TruthStore store, Consumer<TruthVersion> listener, TruthVersion known) {
    this.store = store;
    this.listener = listener;
    this.known = known;
  }

  RedisBus.Subscription open(RedisBus system) {
    return system.subscribe(
        Set.of(TruthKeys.UPDATED), (channel, message) -> announced(message), this::ask);
  }

  private void announced(String message) {
    TruthVersion.parse(message).ifPresentOrElse(this::heard, this::ask);
  }

  private void ask() {
    store
        .version()
        .onSuccess(this::found)
        .onFailure(cause -> LOG.warn("cannot tell which Truth is loaded", cause));
  }

  private synchronized void found(Optional<TruthVersion> loaded) {
    if (loaded.isEmpty() || loaded.get().equals(known)) {
      return;
    }
    if (known == null) {
      known = loaded.get();
    } else {
      heard(loaded.get());
    }
  }

  private synchronized void heard(TruthVersion loaded) {
    known = loaded;
    listener.accept(loaded);
  }
}
