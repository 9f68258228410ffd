package io.marketswarm.market.spot;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the spot worker counts. Numbers in Redis go on from owner to owner, so that increments are
 * sent, with the next write.
 */
final class SpotCounts {
  private static final String KEY = "massive:spot:analytics";

  /** What is counted, by its field's name. */
  enum Count {
    TICKS,
    UPDATES,
    ERRORS,
    TIMEOUTS_INDEX,
    TIMEOUTS_STOCK,
    TIMEOUTS_TICK,
    TIMEOUTS_REDIS
  }

  private final MeterRegistry metrics;
  private final Map<Count, Long> unsent = new EnumMap<>(Count.class);
  private Map<Count, Long> sending = Map.of();
  private long latencyMillis = -1;
  private long lastMillis;

  SpotCounts(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void add(Count count, long number) {
    if (number > 0) {
      unsent.merge(count, number, Long::sum);
      metrics.counter("marketswarm.market.spot." + name(count).replace('_', '.')).increment(number);
    }
  }

  /** A request failed: it was too slow, or something else. */
  void failed(Throwable cause, Count tooSlow) {
    add(SpotPoll.isTimeout(cause) ? tooSlow : Count.ERRORS, 1);
  }

  /** Values came in. */
  void updated(long wallMillis, long latency) {
    lastMillis = wallMillis;
    latencyMillis = latency;
  }

  /** The commands that bring Redis up to date; to be confirmed when they have run. */
  List<Request> commands() {
    List<Request> commands = new ArrayList<>(unsent.size() + 1);
    sending = Map.copyOf(unsent);
    sending.forEach(
        (count, number) ->
            commands.add(Request.cmd(Command.HINCRBY).arg(KEY).arg(name(count)).arg(number)));
    if (latencyMillis >= 0) {
      commands.add(
          Request.cmd(Command.HSET)
              .arg(KEY)
              .arg("latency_last_ms")
              .arg(latencyMillis)
              .arg("last_ts")
              .arg(BigDecimal.valueOf(lastMillis, 3).toPlainString()));
    }
    return commands;
  }

  /** The latest commands have run. */
  void sent() {
    sending.forEach(
        (count, number) -> unsent.computeIfPresent(count, (c, all) -> rest(all, number)));
    sending = Map.of();
  }

  private static Long rest(long all, long sent) {
    return all == sent ? null : Long.valueOf(all - sent);
  }

  private static String name(Count count) {
    return count.name().toLowerCase(Locale.ROOT);
  }
}
