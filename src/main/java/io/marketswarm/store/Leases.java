package io.marketswarm.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ownership of names over processes: at most one contender for a name holds its lease. A lease
 * lives in the system bus for {@code ttl} and is renewed three times in that time, with one command
 * for all that this process holds; when its holder dies or hangs, another contender has it about
 * one {@code ttl} later, and at once when it is given up.
 */
public final class Leases {
  public static final Duration DEFAULT_TTL = Duration.ofSeconds(3);

  private static final Duration SHORTEST_TTL = Duration.ofMillis(100);
  private static final int RENEWALS_PER_TTL = 3;
  private static final int TRIES_PER_TTL = 10;
  private static final Duration LONGEST_BETWEEN_TRIES = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final RedisBus system;
  private final String holderId;
  private final Duration ttl;
  private final long impatienceMillis;
  private final Set<Lease> open = ConcurrentHashMap.newKeySet();
  private Cadence renewals;
  private RedisBus.Subscription freed;
  private boolean renewing;
  private boolean troubled;

  /**
   * @param holderId who this process is, for operators to read
   */
  public Leases(Vertx vertx, RedisBus system, String holderId, Duration ttl) {
    if (ttl.compareTo(SHORTEST_TTL) < 0) {
      throw new IllegalArgumentException("ttl " + ttl + " is below " + SHORTEST_TTL);
    }
    this.vertx = vertx;
    this.system = system;
    this.holderId = holderId;
    this.ttl = ttl;
    this.impatienceMillis =
        Math.min(ttl.toMillis() / TRIES_PER_TTL, LONGEST_BETWEEN_TRIES.toMillis());
    system.onChange(up -> contendForAll());
  }

  /**
   * Contends for a name until the lease is released: each time it is won {@code acquired} is
   * called, each time it is lost {@code lost}, in turn and on the context of the caller.
   */
  public Lease contend(String name, Lease.Listener listener) {
    Lease lease = new Lease(vertx, system, name, holderId, ttl, listener, this);
    open.add(lease);
    system
        .context()
        .runOnContext(
            now -> {
              if (renewals == null) {
                renewals = Cadence.every(vertx, rhythm(), this::beat);
              }
              lease.contend();
            });
    return lease;
  }

  /** How long a lease lasts when it is not renewed. */
  public Duration ttl() {
    return ttl;
  }

  /** Between two renewals, at moments shared by all of this process. */
  public Duration rhythm() {
    return ttl.dividedBy(RENEWALS_PER_TTL);
  }

  /** The key on the system bus that is there while somebody holds a name. */
  public static String key(String name) {
    return LeaseScript.key(name);
  }

  /** Who holds a name now, for operators to read. */
  public Future<Optional<Holder>> holder(String name) {
    String key = LeaseScript.key(name);
    return system
        .atomically(List.of(Request.cmd(Command.GET).arg(key), Request.cmd(Command.PTTL).arg(key)))
        .map(answers -> holder(answers.get(0), answers.get(1)));
  }

  /** Releases everything that was contended for here. */
  public Future<Void> close() {
    return Future.join(open.stream().map(Lease::release).toList()).mapEmpty();
  }

  /** How soon to try again what failed. */
  long impatienceMillis() {
    return impatienceMillis;
  }

  /** Somebody waits for a lease that another process holds. */
  void listenForFreed() {
    if (freed == null) {
      freed =
          system.subscribe(
              Set.of(LeaseScript.FREED),
              (channel, name) -> contendAgain(name),
              this::contendForAll);
    }
  }

  private void contendForAll() {
    open.forEach(Lease::contend);
  }

  private void contendAgain(String name) {
    for (Lease lease : open) {
      if (lease.name().equals(name)) {
        lease.contend();
      }
    }
  }

  void ended(Lease lease) {
    open.remove(lease);
    if (open.isEmpty() && renewals != null) {
      renewals.stop();
      renewals = null;
    }
  }

  private void beat() {
    open.forEach(Lease::notice);
    if (renewing) {
      watchClosely();
    } else {
      renew();
    }
  }

  private void renew() {
    List<Lease> due = open.stream().filter(lease -> lease.held() != null).toList();
    if (due.isEmpty()) {
      return;
    }
    List<Fence> fences = due.stream().map(Lease::held).toList();
    long sentAt = System.nanoTime();
    renewing = true;
    system
        .send(LeaseScript.renew(due, ttl))
        .onComplete(
            answers -> {
              renewing = false;
              for (int i = 0; i < due.size(); i++) {
                due.get(i).renewed(fences.get(i), answers.get(i).toLong() == 1, sentAt);
              }
            },
            failed -> {
              renewing = false;
              watchClosely();
            });
  }

  /** An answer is missing: notices in time what runs out, and tries again what failed. */
  private void watchClosely() {
    if (!troubled) {
      troubled = true;
      vertx.setTimer(
          impatienceMillis,
          due -> {
            troubled = false;
            beat();
          });
    }
  }

  private static Optional<Holder> holder(Response owner, Response ttlMillis) {
    if (owner == null) {
      return Optional.empty();
    }
    String text = owner.toString();
    int nonce = text.lastIndexOf(' ');
    return Optional.of(
        new Holder(
            nonce < 0 ? text : text.substring(0, nonce), Duration.ofMillis(ttlMillis.toLong())));
  }

  /**
   * The holder of a lease.
   *
   * @param expiresIn unless it renews, which it does three times in a lease's time
   */
  public record Holder(String id, Duration expiresIn) {}
}
