package io.marketswarm.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Shareable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How many clients listen on each kind of stream on this node, all instances together. */
public final class Clients implements Shareable {
  private static final List<String> CHANNELS =
      List.of(
          "spot",
          "gex",
          "heatmap",
          "candles",
          "trade_selector",
          "vexy",
          "bias_lfi",
          "alerts",
          "risk_graph",
          "trade_log",
          "positions",
          "dealer_gravity",
          "vexy_interaction",
          "exposure",
          "vix_regime",
          "market_clock",
          "market_mode",
          "logs",
          "market",
          "intel",
          "tier_gates",
          "all");

  private final Map<String, AtomicInteger> counts = new LinkedHashMap<>();

  private Clients() {
    CHANNELS.forEach(channel -> counts.put(channel, new AtomicInteger()));
  }

  /** Those of the node. */
  public static Clients of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, Clients>getLocalMap("gateway")
        .computeIfAbsent("clients", name -> new Clients());
  }

  /** One more listens on a channel, named as health reports it. */
  public void opened(String channel) {
    count(channel).incrementAndGet();
  }

  public void closed(String channel) {
    count(channel).decrementAndGet();
  }

  public int on(String channel) {
    return count(channel).get();
  }

  private AtomicInteger count(String channel) {
    AtomicInteger count = counts.get(channel);
    if (count == null) {
      throw new IllegalArgumentException("there is no kind of stream called " + channel);
    }
    return count;
  }

  /** By channel, and all together. */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    int total = 0;
    for (Map.Entry<String, AtomicInteger> entry : counts.entrySet()) {
      int count = entry.getValue().get();
      json.put(entry.getKey(), count);
      total += count;
    }
    return json.put("total", total);
  }
}
