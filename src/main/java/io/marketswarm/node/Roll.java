package io.marketswarm.node;

import io.marketswarm.node.Shares.Offer;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The nodes that share some work, and what each is ready to do. Who has not answered for a while is
 * struck off; time is the server's, so that no node's clock matters.
 */
final class Roll {
  /** Says which roll has changed. */
  private static final String CHANGED = "roll:changed";

  /**
   * Enters a node, strikes off the silent ones and answers with everybody's offer, in turn with
   * their names. KEYS: when each was heard, what each offers. ARGV: node, offer, patience in ms,
   * the channel of changes, the roll's name.
   */
  private static final String CALL =
      """
      local time = redis.call('time')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local changed = redis.call('hget', KEYS[2], ARGV[1]) ~= ARGV[2]
      redis.call('zadd', KEYS[1], now, ARGV[1])
      redis.call('hset', KEYS[2], ARGV[1], ARGV[2])
      for _, silent in ipairs(redis.call('zrangebyscore', KEYS[1], '-inf', now - ARGV[3])) do
        redis.call('zrem', KEYS[1], silent)
        redis.call('hdel', KEYS[2], silent)
        changed = true
      end
      redis.call('pexpire', KEYS[1], ARGV[3])
      redis.call('pexpire', KEYS[2], ARGV[3])
      if changed then
        redis.call('publish', ARGV[4], ARGV[5])
      end
      return redis.call('hgetall', KEYS[2])
      """;

  private static final String LEAVE =
      """
      redis.call('zrem', KEYS[1], ARGV[1])
      redis.call('hdel', KEYS[2], ARGV[1])
      redis.call('publish', ARGV[2], ARGV[3])
      return 1
      """;

  /** Between the parts of an offer. */
  private static final String SEPARATOR = " ";

  private final RedisBus system;
  private final String name;
  private final String me;
  private final Duration patience;

  /**
   * @param name what is shared
   * @param me this node
   * @param patience how long a node may be silent
   */
  Roll(RedisBus system, String name, String me, Duration patience) {
    this.system = system;
    this.name = name;
    this.me = me;
    this.patience = patience;
  }

  /** Refuses a key that could not be told from others in an offer. */
  static void requireKey(String key) {
    if (key.isBlank() || key.contains(SEPARATOR)) {
      throw new IllegalArgumentException("'" + key + "' is no key: it is blank or has a space");
    }
  }

  String me() {
    return me;
  }

  /** Enters this node with what it offers, and tells who else is there. */
  Future<Map<String, Offer>> call(Offer mine) {
    return system
        .send(
            script(CALL).arg(me).arg(written(mine)).arg(patience.toMillis()).arg(CHANGED).arg(name))
        .map(Roll::crew);
  }

  Future<Void> leave() {
    return system.send(script(LEAVE).arg(me).arg(CHANGED).arg(name)).mapEmpty();
  }

  /** Hears when somebody comes, goes or changes his offer, on the current context. */
  RedisBus.Subscription onChange(Runnable changed) {
    return system.subscribe(
        Set.of(CHANGED),
        (channel, roll) -> {
          if (roll.equals(name)) {
            changed.run();
          }
        },
        changed);
  }

  private Request script(String text) {
    return Request.cmd(Command.EVAL)
        .arg(text)
        .arg(2)
        .arg("roll:" + name)
        .arg("roll:" + name + ":offers");
  }

  private static String written(Offer offer) {
    String room = Integer.toString(offer.room());
    return offer.failing().isEmpty()
        ? room
        : room + SEPARATOR + String.join(SEPARATOR, offer.failing().stream().sorted().toList());
  }

  private static Map<String, Offer> crew(Response pairs) {
    Map<String, Offer> crew = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      List<String> parts = List.of(pairs.get(i + 1).toString().split(SEPARATOR));
      Set<String> failing = Set.copyOf(parts.subList(1, parts.size()));
      crew.put(pairs.get(i).toString(), new Offer(Integer.parseInt(parts.get(0)), failing));
    }
    return crew;
  }
}
