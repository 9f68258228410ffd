package io.marketswarm.gateway;

import io.marketswarm.store.RedisBus;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.identity.ShortMemory;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Counts how often somebody does something, on all nodes together. While the bus is away each
 * instance counts for itself. For one event loop.
 */
public final class RateLimits {
  private static final String KEY = "sse:rate:";
  private static final int TOO_MANY = 429;
  private static final Duration LONGEST_OWN = Duration.ofHours(1);
  private static final int MOST_OWN = 10_000;

  /** Counts one more and lets the count end with its window. KEYS: the counter. ARGV: seconds. */
  private static final String COUNT =
      """
      local n = redis.call('INCR', KEYS[1])
      if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
      return n
      """;

  /**
   * So many in each window of time.
   *
   * @param name of what is limited, part of a Redis key
   */
  public record Limit(String name, int most, Duration window) {
    public static Limit perMinute(String name, int most) {
      return new Limit(name, most, Duration.ofMinutes(1));
    }
  }

  private final RedisBus system;
  private final InstantSource clock;
  private final ShortMemory<String, Integer> own;

  RateLimits(RedisBus system, InstantSource clock) {
    this.system = system;
    this.clock = clock;
    this.own = new ShortMemory<>(LONGEST_OWN, MOST_OWN, clock);
  }

  /** Counts one more by this somebody; fails with 429 when they are too many. */
  public Future<Void> count(Limit limit, String who) {
    String key = key(limit, who);
    return system
        .send(Request.cmd(Command.EVAL).arg(COUNT).arg(1).arg(key).arg(limit.window().toSeconds()))
        .map(count -> count.toInteger())
        .otherwise(away -> countHere(key))
        .compose(count -> count > limit.most() ? refuse(limit) : Future.succeededFuture());
  }

  /** Fails with 429 when one more would be too many; counts nothing. */
  public Future<Void> check(Limit limit, String who) {
    String key = key(limit, who);
    return system
        .send(Request.cmd(Command.GET).arg(key))
        .map(count -> count == null ? 0 : count.toInteger())
        .otherwise(away -> own.recall(key).orElse(0))
        .compose(count -> count >= limit.most() ? refuse(limit) : Future.succeededFuture());
  }

  private String key(Limit limit, String who) {
    long window = clock.instant().getEpochSecond() / limit.window().toSeconds();
    return KEY + limit.name() + ":" + who + ":" + window;
  }

  private int countHere(String key) {
    int count = own.recall(key).orElse(0) + 1;
    own.note(key, count);
    return count;
  }

  private Future<Void> refuse(Limit limit) {
    long seconds = limit.window().toSeconds();
    long left = seconds - clock.instant().getEpochSecond() % seconds;
    return Future.failedFuture(new ApiError(TOO_MANY, "Too many requests").retryAfter(left));
  }
}
