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
 * lives in the system bus for {@code ttl} and is renewed three times in that time; when its holder
 * dies or hangs, another contender has it about one {@code ttl} later.
 */
public final class Leases {
  public static final Duration DEFAULT_TTL = Duration.ofSeconds(3);

  /** One counter for all names. */
  static final String TOKEN_KEY = "lease:fence";

  private static final Duration SHORTEST_TTL = Duration.ofMillis(100);

  private final Vertx vertx;
  private final RedisBus system;
  private final String holderId;
  private final Duration ttl;
  private final Set<Lease> open = ConcurrentHashMap.newKeySet();

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
  }

  /**
   * Contends for a name until the lease is released: each time it is won {@code acquired} is
   * called, each time it is lost {@code lost}, in turn and on the context of the caller.
   */
  public Lease contend(String name, Lease.Listener listener) {
    Lease lease = new Lease(vertx, system, name, holderId, ttl, listener, open::remove);
    open.add(lease);
    lease.start();
    return lease;
  }

  /** Who holds a name now, for operators to read. */
  public Future<Optional<Holder>> holder(String name) {
    return system
        .atomically(
            List.of(
                Request.cmd(Command.GET).arg(key(name)), Request.cmd(Command.PTTL).arg(key(name))))
        .map(answers -> holder(answers.get(0), answers.get(1)));
  }

  /** Releases everything that was contended for here. */
  public Future<Void> close() {
    return Future.join(open.stream().map(Lease::release).toList()).mapEmpty();
  }

  static String key(String name) {
    return "lease:" + name;
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
