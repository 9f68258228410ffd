package io.marketswarm.store;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;

/** What contenders for leases ask of the system bus; each in one step, judged by its clock. */
final class LeaseScript {
  /** Says which name has become free. */
  static final String FREED = "lease:freed";

  /** One counter for all names. */
  private static final String TOKEN_KEY = "lease:fence";

  /**
   * Takes the lease if it is free or already ours, for an answer may have been lost on the way.
   * Answers with the token, or with the negative of the time the holder has left: 0 when it has no
   * end.
   */
  private static final String TAKE =
      """
      local owner = redis.call('get', KEYS[1])
      if owner and owner ~= ARGV[1] then
        return -math.max(redis.call('pttl', KEYS[1]), 0)
      end
      redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
      local time = redis.call('time')
      local token = math.max(
        redis.call('incr', KEYS[2]), time[1] * 1000000 + time[2], ARGV[3] + 1)
      redis.call('set', KEYS[2], string.format('%.0f', token))
      return token
      """;

  /** Prolongs each lease that is still its contender's; answers with 1 or 0 for each. */
  private static final String RENEW =
      """
      local answers = {}
      for i, key in ipairs(KEYS) do
        if redis.call('get', key) == ARGV[i + 1] then
          answers[i] = redis.call('pexpire', key, ARGV[1])
        else
          answers[i] = 0
        end
      end
      return answers
      """;

  /** Gives the lease up if it is ours and wakes those who wait for it. */
  private static final String RELEASE =
      """
      if redis.call('get', KEYS[1]) ~= ARGV[1] then
        return 0
      end
      redis.call('del', KEYS[1])
      redis.call('publish', ARGV[2], ARGV[3])
      return 1
      """;

  private LeaseScript() {}

  static String key(String name) {
    return "lease:" + name;
  }

  /**
   * @param above what the token must exceed
   */
  static Request take(String name, String contender, Duration ttl, long above) {
    return Request.cmd(Command.EVAL)
        .arg(TAKE)
        .arg(2)
        .arg(key(name))
        .arg(TOKEN_KEY)
        .arg(contender)
        .arg(ttl.toMillis())
        .arg(Long.toString(above));
  }

  static Request renew(List<Lease> leases, Duration ttl) {
    Request request = Request.cmd(Command.EVAL).arg(RENEW).arg(leases.size());
    leases.forEach(lease -> request.arg(key(lease.name())));
    request.arg(ttl.toMillis());
    leases.forEach(lease -> request.arg(lease.contender()));
    return request;
  }

  static Request release(String name, String contender) {
    return Request.cmd(Command.EVAL)
        .arg(RELEASE)
        .arg(1)
        .arg(key(name))
        .arg(contender)
        .arg(FREED)
        .arg(name);
  }
}
