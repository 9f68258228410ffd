package io.marketswarm.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.ops.Snapshot.Bus;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisInfoTest {
  private final Map<String, String> info =
      new HashMap<>(
          Map.of(
              "used_memory", "1363148",
              "used_memory_peak", "2097152",
              "connected_clients", "12",
              "uptime_in_seconds", "3600",
              "instantaneous_ops_per_sec", "42",
              "keyspace_hits", "2",
              "keyspace_misses", "1",
              "maxmemory", "0",
              "evicted_keys", "3",
              "db0", "keys=10,expires=2,avg_ttl=5"));

  @Test
  void readsWhatTheServerSays() {
    info.put("db3", "keys=5,expires=0,avg_ttl=0");

    assertThat(RedisInfo.read(info)).isEqualTo(new Bus.Up(1.3, 2.0, 12, 15, 3600, 42, 0.667, 0, 3));
  }

  @Test
  void hasNoHitRateWithoutReads() {
    info.put("keyspace_hits", "0");
    info.put("keyspace_misses", "0");

    assertThat(RedisInfo.read(info).hitRate()).isZero();
  }

  @Test
  void livesWithWhatOtherVersionsLeaveOut() {
    assertThat(RedisInfo.read(Map.of("used_memory", "much")))
        .isEqualTo(new Bus.Up(0, 0, 0, 0, 0, 0, 0, 0, 0));
  }
}
