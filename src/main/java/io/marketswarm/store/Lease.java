package io.marketswarm.store;

import io.marketswarm.log.Log;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * One contender for one name. While somebody else holds the lease it tries again when that runs
 * out, or as soon as the holder gives it up; while it holds the lease itself, {@link Leases} renews
 * it together with the others of this process.
 *
 * <p>The holder trusts its lease for only 0.8 of the time the server grants, counted from before
 * the request left; so it stops before the server lets the next one in.
 */
public final class Lease {
  private static final double TRUSTED_SHARE = 0.8;
  private static final Log LOG = Log.of("store");

  private final Vertx vertx;
  private final RedisBus system;
  private final String name;
  private final String me;
  private final Duration ttl;
  private final Leases leases;
  private final Context listening;
  private final Listener listener;

  private volatile Fence fence;
  private volatile boolean released;
  private long outrunBy;
  private boolean asking;
  private boolean askAgain;
  private long retry = -1;

  Lease(
      Vertx vertx,
      RedisBus system,
      String name,
      String holderId,
      Duration ttl,
      Listener listener,
      Leases leases) {
    this.vertx = vertx;
    this.system = system;
    this.name = name;
    this.me = holderId + " " + UUID.randomUUID();
    this.ttl = ttl;
    this.listening = vertx.getOrCreateContext();
    this.listener = listener;
    this.leases = leases;
  }

  public String name() {
    return name;
  }

  /** The right to act, while this contender has it. */
  public Optional<Fence> fence() {
    return Optional.ofNullable(fence).filter(Fence::holds);
  }

  /**
   * Stops contending and hands the lease over; the listener is not called any more. Writes that
   * were sent before go first.
   */
  public Future<Void> release() {
    Promise<Void> done = ((VertxInternal) vertx).promise();
    system.context().runOnContext(now -> giveUp().onComplete(done));
    return done.future();
  }

  /** Who it is on the bus: unique, whatever else this process contends for. */
  String contender() {
    return me;
  }

  /** The fence that was handed out last, unless its loss was told. */
  Fence held() {
    return fence;
  }

  /** Everything from here on runs on the context of the bus. */
  void contend() {
    cancelRetry();
    askAgain = asking; // the answer under way may be older than the reason to ask
    if (released || asking || fence != null) {
      return;
    }
    asking = true;
    long sentAt = System.nanoTime();
    system
        .send(LeaseScript.take(name, me, ttl, outrunBy))
        .onComplete(
            answer -> {
              asking = false;
              if (!released) {
                taken(answer.toLong(), sentAt);
              }
            },
            cause -> {
              asking = false;
              LOG.debug("lease of " + name + ": " + cause.getMessage());
              retryIn(leases.impatienceMillis());
            });
  }

  private void taken(long answer, long sentAt) {
    if (answer <= 0 && askAgain) {
      contend();
      return;
    }
    if (answer <= 0) {
      leases.listenForFreed();
      retryIn(answer == 0 ? leases.impatienceMillis() : Math.min(1 - answer, ttl.toMillis()));
      return;
    }
    Fence won = new Fence(name, answer, deadline(sentAt), this::outrun);
    if (!won.holds()) { // the answer came too late; the lease is ours, the next try says so
      contend();
      return;
    }
    fence = won;
    LOG.debug("lease of " + name + " won with token " + won.token());
    tell(() -> listener.acquired(won));
  }

  /** What became of the wish to prolong a fence. */
  void renewed(Fence prolonged, boolean mine, long sentAt) {
    if (released || prolonged != fence) {
      return;
    }
    if (!mine) {
      lose("somebody else has it");
    } else if (!prolonged.prolong(deadline(sentAt))) {
      lose("it was not renewed in time");
    }
  }

  /** Tells the loss of a fence that has run out. */
  void notice() {
    Fence held = fence;
    if (!released && held != null && !held.holds()) {
      lose(held.outrunBy() > 0 ? "a newer owner has written" : "it was not renewed in time");
    }
  }

  private void outrun() {
    system.context().runOnContext(now -> notice());
  }

  private void lose(String reason) {
    Fence held = fence;
    held.end();
    fence = null;
    outrunBy = Math.max(outrunBy, held.outrunBy());
    LOG.warn("lease of " + name + " lost: " + reason);
    tell(() -> listener.lost(reason));
    contend();
  }

  private Future<Void> giveUp() {
    released = true;
    cancelRetry();
    leases.ended(this);
    if (fence != null) {
      fence.end();
      fence = null;
    }
    return system.send(LeaseScript.release(name, me)).mapEmpty();
  }

  private void tell(Runnable news) {
    listening.runOnContext(
        now -> {
          if (!released) {
            news.run();
          }
        });
  }

  private void retryIn(long millis) {
    if (!released) {
      retry = vertx.setTimer(Math.max(millis, 1), due -> contend());
    }
  }

  private void cancelRetry() {
    vertx.cancelTimer(retry);
    retry = -1;
  }

  private long deadline(long sentAt) {
    return sentAt + Math.round(ttl.toNanos() * TRUSTED_SHARE);
  }

  /** Hears of the turns of a lease. */
  public interface Listener {
    void acquired(Fence fence);

    void lost(String reason);
  }
}
