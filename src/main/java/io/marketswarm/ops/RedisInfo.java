package io.marketswarm.ops;

import io.marketswarm.ops.Snapshot.Bus;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a Redis server says about itself. */
final class RedisInfo {
  private static final double BYTES_PER_MEGABYTE = 1_024 * 1_024;
  private static final Pattern KEYS = Pattern.compile("keys=(\\d+)");
  private static final Pattern DATABASE = Pattern.compile("db\\d+");

  private RedisInfo() {}

  static Bus.Up read(Map<String, String> info) {
    double hits = number(info, "keyspace_hits");
    double misses = number(info, "keyspace_misses");
    return new Bus.Up(
        round(number(info, "used_memory") / BYTES_PER_MEGABYTE, 1),
        round(number(info, "used_memory_peak") / BYTES_PER_MEGABYTE, 1),
        number(info, "connected_clients"),
        keys(info),
        number(info, "uptime_in_seconds"),
        number(info, "instantaneous_ops_per_sec"),
        hits + misses == 0 ? 0 : round(hits / (hits + misses), 3),
        number(info, "maxmemory"),
        number(info, "evicted_keys"));
  }

  private static long keys(Map<String, String> info) {
    long sum = 0;
    for (Map.Entry<String, String> fact : info.entrySet()) {
      Matcher keys = KEYS.matcher(fact.getValue());
      if (DATABASE.matcher(fact.getKey()).matches() && keys.find()) {
        sum += Long.parseLong(keys.group(1));
      }
    }
    return sum;
  }

  private static long number(Map<String, String> info, String name) {
    try {
      return Long.parseLong(info.getOrDefault(name, "0").strip());
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  static double round(double value, int places) {
    double scale = Math.pow(10, places);
    return Math.round(value * scale) / scale;
  }
}
