package io.marketswarm.store;

import io.marketswarm.log.Log;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Whether a server can be reached. Says so in the log once per change, however often it is tried; a
 * server that is there but refuses us is another matter than one that is not, and told as well.
 */
final class Reachability {
  private static final Log LOG = Log.of("store");

  private final Object place;
  private final List<Consumer<Boolean>> watchers = new CopyOnWriteArrayList<>();
  private final Set<String> told = new HashSet<>();
  private volatile boolean up;

  /**
   * @param place tells in words where the server is
   */
  Reachability(Object place) {
    this.place = place;
  }

  boolean isUp() {
    return up;
  }

  void onChange(Consumer<Boolean> watcher) {
    watchers.add(watcher);
  }

  void up() {
    told.clear();
    if (!up) {
      up = true;
      LOG.ok(place + " is up");
      watchers.forEach(watcher -> watcher.accept(true));
    }
  }

  /**
   * @param refused whether it answered, with a refusal
   */
  void down(String reason, boolean refused) {
    if ((told.isEmpty() || refused) && told.add(reason)) {
      LOG.warn(place + " is down, trying again: " + reason);
    }
    if (up) {
      up = false;
      watchers.forEach(watcher -> watcher.accept(false));
    }
  }
}
