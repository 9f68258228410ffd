package io.marketswarm.market.volume;

import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Volume by bucket as it is stored. */
final class LiveVolume {
  private LiveVolume() {}

  /** The volumes of a hash; fields that are no bucket are passed over. */
  static Future<NavigableMap<Integer, Long>> read(RedisBus bus, String key) {
    return bus.send(Request.cmd(Command.HGETALL).arg(key)).map(LiveVolume::volumes);
  }

  private static NavigableMap<Integer, Long> volumes(Response hash) {
    NavigableMap<Integer, Long> volumes = new TreeMap<>();
    for (String field : hash.getKeys()) {
      try {
        long volume = Math.round(Double.parseDouble(hash.get(field).toString()));
        if (volume > 0) {
          volumes.put(Integer.valueOf(field), volume);
        }
      } catch (NumberFormatException noBucket) {
        continue;
      }
    }
    return volumes;
  }

  static long sum(NavigableMap<Integer, Long> volumes) {
    return volumes.values().stream().mapToLong(Long::longValue).sum();
  }
}
