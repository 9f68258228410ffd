package io.marketswarm.store;

import io.marketswarm.log.Log;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One contender for one name. A tick every tenth of the lease's time decides what to do next: try
 * to take the lease, renew it, or notice that it is lost.
 *
 * <p>The holder trusts its lease for only 0.8 of the time the server grants, counted from before
 * the request left; so it stops before the server lets the next one in.
 */
public final class Lease {
  /** Takes the lease if it is free or already ours: an answer may have been lost on the way. */
  private static final String TAKE =
      """
      local owner = redis.call('get', KEYS[1])
      if owner and owner ~= ARGV[1] then
        return false
      end
      redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
      local time = redis.call('time')
      local token = math.max(
        redis.call('incr', KEYS[2]), time[1] * 1000000 + time[2], ARGV[3] + 1)
      redis.call('set', KEYS[2], string.format('%.0f', token))
      return token
      """;

  private static final String RENEW =
      """
      if redis.call('get', KEYS[1]) ~= ARGV[1] then
        return 0
      end
      return redis.call('pexpire', KEYS[1], ARGV[2])
      """;

  private static final String RELEASE =
      """
      if redis.call('get', KEYS[1]) ~= ARGV[1] then
        return 0
      end
      return redis.call('del', KEYS[1])
      """;

  private static final double TRUSTED_SHARE = 0.8;
  private static final int TICKS_PER_TTL = 10;
  private static final int RENEWALS_PER_TTL = 3;
  private static final Log LOG = Log.of("store");

  private final Vertx vertx;
  private final Context context;
  private final RedisBus system;
  private final String name;
  private final String me;
  private final Duration ttl;
  private final Listener listener;
  private final Consumer<Lease> ended;

  private volatile Fence fence;
  private long renewedAt;
  private long outrunBy;
  private boolean asking;
  private boolean released;

  Lease(
      Vertx vertx,
      RedisBus system,
      String name,
      String holderId,
      Duration ttl,
      Listener listener,
      Consumer<Lease> ended) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.system = system;
    this.name = name;
    this.me = holderId + " " + UUID.randomUUID();
    this.ttl = ttl;
    this.listener = listener;
    this.ended = ended;
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
    context.runOnContext(now -> giveUp().onComplete(done));
    return done.future();
  }

  void start() {
    context.runOnContext(now -> tick());
  }

  private void tick() {
    if (released) {
      return;
    }
    Fence held = fence;
    if (held != null && !held.holds()) {
      lose(held, held.outrunBy() > 0 ? "a newer owner has written" : "it was not renewed in time");
    }
    if (!asking) {
      next();
    }
    vertx.setTimer(Math.max(ttl.toMillis() / TICKS_PER_TTL, 1), timer -> tick());
  }

  private void next() {
    long now = System.nanoTime();
    if (fence == null) {
      ask(TAKE, answer -> taken(answer, now));
    } else if (now - renewedAt >= ttl.toNanos() / RENEWALS_PER_TTL) {
      Fence held = fence;
      ask(RENEW, answer -> renewed(held, answer, now));
    }
  }

  /** An error is no answer: the next tick asks again, and the fence runs out by itself. */
  private void ask(String script, Consumer<Response> answered) {
    asking = true;
    system
        .send(request(script))
        .onComplete(
            answer -> {
              asking = false;
              if (!released) {
                answered.accept(answer);
              }
            },
            cause -> {
              asking = false;
              LOG.debug("lease of " + name + ": " + cause.getMessage());
            });
  }

  private void taken(Response token, long sentAt) {
    if (token == null) {
      return;
    }
    Fence won = new Fence(name, token.toLong(), deadline(sentAt));
    if (won
        .holds()) { // otherwise the answer came too late; the lease is ours, the next try says so
      renewedAt = sentAt;
      fence = won;
      LOG.debug("lease of " + name + " won with token " + won.token());
      listener.acquired(won);
    }
  }

  private void renewed(Fence held, Response mine, long sentAt) {
    if (held != fence) {
      return;
    }
    if (mine.toLong() == 1 && held.prolong(deadline(sentAt))) {
      renewedAt = sentAt;
    } else {
      lose(held, mine.toLong() == 1 ? "it was not renewed in time" : "somebody else has it");
    }
  }

  private void lose(Fence held, String reason) {
    held.end();
    fence = null;
    outrunBy = Math.max(outrunBy, held.outrunBy());
    LOG.warn("lease of " + name + " lost: " + reason);
    listener.lost(reason);
  }

  private Future<Void> giveUp() {
    released = true;
    ended.accept(this);
    if (fence != null) {
      fence.end();
      fence = null;
    }
    return system.send(request(RELEASE)).mapEmpty();
  }

  private Request request(String script) {
    boolean take = script.equals(TAKE);
    Request request = Request.cmd(Command.EVAL).arg(script).arg(take ? 2 : 1).arg(Leases.key(name));
    if (take) {
      request.arg(Leases.TOKEN_KEY);
    }
    return request.arg(me).arg(ttl.toMillis()).arg(Long.toString(outrunBy));
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
