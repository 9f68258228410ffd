package io.marketswarm.web.identity;

import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Sessions that were ended before their time. Each is a key on the system bus that lives as long as
 * the session would have; a channel tells everybody at once, and what was looked up is believed for
 * five seconds at most. While the bus is away nothing new can be learnt and sessions go on. For one
 * event loop.
 */
public final class Revocations {
  private static final String KEY = "sess:revoked:";
  private static final String CHANNEL = "sess:revoked";
  private static final Duration BELIEVED = Duration.ofSeconds(5);
  private static final int MOST_REMEMBERED = 20_000;

  private final RedisBus system;
  private final InstantSource clock;
  private final ShortMemory<String, Boolean> known;
  private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();
  private RedisBus.Subscription told;

  public Revocations(RedisBus system, InstantSource clock) {
    this.system = system;
    this.clock = clock;
    this.known = new ShortMemory<>(BELIEVED, MOST_REMEMBERED, clock);
  }

  /** Hears of revocations from now on. */
  public Future<Void> open() {
    told = system.subscribe(Set.of(CHANNEL), (channel, id) -> heard(id), known::clear);
    return Future.succeededFuture();
  }

  public Future<Void> close() {
    return told == null ? Future.succeededFuture() : told.close();
  }

  /** Tells of the id of every session that is revoked, wherever that happens. */
  public void onRevoked(Consumer<String> watcher) {
    watchers.add(watcher);
  }

  public Future<Boolean> isRevoked(Session session) {
    return known
        .recall(session.id())
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                system
                    .send(Request.cmd(Command.EXISTS).arg(KEY + session.id()))
                    .map(answer -> answer.toInteger() == 1)
                    .onSuccess(revoked -> known.note(session.id(), revoked))
                    .otherwise(false));
  }

  /** Whether it was looked up a moment ago, and found good. */
  public boolean isKnownGood(Session session, Instant now) {
    Optional<Boolean> revoked = known.recall(session.id(), now);
    return revoked.isPresent() && !revoked.get();
  }

  /** Ends a session for good. */
  public Future<Void> revoke(Session session) {
    long seconds = Duration.between(clock.instant(), session.expiresAt()).toSeconds() + 1;
    if (seconds < 1) {
      return Future.succeededFuture();
    }
    known.note(session.id(), true);
    return system
        .batch(
            List.of(
                Request.cmd(Command.SET).arg(KEY + session.id()).arg("1").arg("EX").arg(seconds),
                Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(session.id())))
        .mapEmpty();
  }

  private void heard(String id) {
    known.note(id, true);
    watchers.forEach(watcher -> watcher.accept(id));
  }
}
