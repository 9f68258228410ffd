package io.marketswarm.market.options;

import io.marketswarm.market.feed.SocketCounts;
import io.marketswarm.market.feed.SocketEvent;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What operators read about the options socket; taken once a second, not with every frame. */
final class OptionsReport {
  static final String KEY = "massive:ws:analytics";

  private static final DateTimeFormatter HUMAN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private final Map<String, LongSupplier> sums = new LinkedHashMap<>();
  private final Map<String, Long> reported = new LinkedHashMap<>();
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> changed = new LinkedHashMap<>();

  OptionsReport(SocketCounts socket, LongSupplier dropped) {
    sums.put("frames", socket::frames);
    sums.put("bytes", socket::bytes);
    sums.put("messages_processed", socket::elements);
    sums.put("reconnects", () -> socket.of(SocketEvent.RECONNECT));
    sums.put("auth_failures", () -> socket.of(SocketEvent.AUTH_FAILURE));
    sums.put("stalls", () -> socket.of(SocketEvent.STALL));
    sums.put("garbage", () -> socket.of(SocketEvent.GARBAGE));
    sums.put("dropped", dropped);
  }

  void frame(long millis) {
    put("last_ts", seconds(millis));
  }

  void tick(long millis) {
    frame(millis);
    put("last_tick_ts", seconds(millis));
    put("last_tick_ts_human", HUMAN.format(Instant.ofEpochMilli(millis)));
  }

  void connected(boolean connected) {
    put("connected", connected ? "1" : "0");
  }

  void subscribed(int current, int added, int removed, long millis) {
    put("subscriptions_current", Integer.toString(current));
    put("subscriptions_added_last", Integer.toString(added));
    put("subscriptions_removed_last", Integer.toString(removed));
    put("last_subscription_update_ts", seconds(millis));
  }

  private void put(String field, String value) {
    if (!value.equals(values.put(field, value))) {
      changed.put(field, value);
    }
  }

  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).toPlainString();
  }

  /** The commands for what has changed since the last of them. */
  List<Request> take() {
    List<Request> commands = new ArrayList<>();
    sums.forEach(
        (field, sum) -> {
          long now = sum.getAsLong();
          Long before = reported.put(field, now);
          long more = now - (before == null ? 0 : before);
          if (more != 0 || before == null) {
            commands.add(Request.cmd(Command.HINCRBY).arg(KEY).arg(field).arg(more));
          }
        });
    if (!changed.isEmpty()) {
      Request set = Request.cmd(Command.HSET).arg(KEY);
      changed.forEach((field, value) -> set.arg(field).arg(value));
      commands.add(set);
      changed.clear();
    }
    return commands;
  }
}
