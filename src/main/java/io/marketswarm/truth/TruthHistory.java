package io.marketswarm.truth;

import static io.vertx.redis.client.Request.cmd;

import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The last documents that were replaced, so that there is a way back. */
final class TruthHistory {
  static final int KEPT = 5;

  private final RedisBus system;

  TruthHistory(RedisBus system) {
    this.system = system;
  }

  /** The times the kept documents had been loaded at, newest first. */
  Future<List<Long>> times() {
    return system
        .send(cmd(Command.ZRANGE).arg(TruthKeys.HISTORY).arg("0").arg("-1"))
        .map(TruthHistory::newestFirst);
  }

  Future<TruthDocument> document(long ts) {
    return system
        .send(TruthStore.get(TruthKeys.history(ts)))
        .map(
            found ->
                TruthStore.text(found)
                    .map(TruthDocument::parse)
                    .orElseThrow(() -> new TruthException("no Truth of time " + ts + " is kept")));
  }

  /** Fails when the index is of a type that a load could not write, before anything is written. */
  Future<Void> check() {
    return Registry.requireType(system, List.of(TruthKeys.HISTORY), "zset");
  }

  /** Prepares the next load: its time, and what becomes of the document it replaces. */
  Future<Step> next(Clock clock) {
    return system
        .batch(
            List.of(
                TruthStore.get(TruthKeys.TRUTH),
                TruthStore.get(TruthKeys.TS),
                cmd(Command.ZRANGE).arg(TruthKeys.HISTORY).arg("0").arg("-1")))
        .map(
            found -> {
              long now = clock.instant().getEpochSecond();
              Optional<Long> before = TruthStore.time(found.get(1));
              // Loads within one second, or after the clock was set back, must not share a key.
              long ts = Math.max(now, before.map(time -> time + 1).orElse(now));
              return new Step(
                  ts,
                  TruthStore.text(found.get(0)),
                  before.orElse(now - 1),
                  newestFirst(found.get(2)));
            });
  }

  /**
   * A load about to happen.
   *
   * @param ts its time
   * @param replaced the document it replaces, if there is one
   * @param replacedTs when that one had been loaded
   * @param kept the times of the documents kept so far, newest first
   */
  record Step(long ts, Optional<String> replaced, long replacedTs, List<Long> kept) {

    /** The commands that keep the replaced document and drop what is too old. */
    List<Request> keeping(String next) {
      List<Request> commands = new ArrayList<>();
      if (replaced.isEmpty() || replaced.get().equals(next)) {
        return commands;
      }
      String time = String.valueOf(replacedTs);
      commands.add(TruthStore.set(TruthKeys.history(replacedTs), replaced.get()));
      commands.add(cmd(Command.ZADD).arg(TruthKeys.HISTORY).arg(time).arg(time));
      kept.stream()
          .filter(old -> old != replacedTs)
          .skip(KEPT - 1L)
          .forEach(
              old -> {
                commands.add(cmd(Command.DEL).arg(TruthKeys.history(old)));
                commands.add(cmd(Command.ZREM).arg(TruthKeys.HISTORY).arg(String.valueOf(old)));
              });
      return commands;
    }
  }

  private static List<Long> newestFirst(Response range) {
    List<Long> times = new ArrayList<>();
    for (Response time : range) {
      times.add(Long.parseLong(time.toString()));
    }
    Collections.reverse(times);
    return times;
  }
}
