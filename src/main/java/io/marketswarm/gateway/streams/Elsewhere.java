package io.marketswarm.gateway.streams;

import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.marketswarm.stream.Census;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many streams each user and session has open on the other nodes, so that limits hold for all
 * of them together. Every node tells its counts and hears those of the others every few seconds.
 */
final class Elsewhere {
  private static final String KEY = "sse:streams:";
  private static final String NODES = "sse:streams";
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final long LIFE_SECONDS = 15;
  static final List<String> DIMENSIONS = List.of("user", "session", "channel");

  private final Vertx vertx;
  private final RedisBus system;
  private final String node;
  private final Census census;
  private volatile Map<String, Map<String, Integer>> others = Map.of();
  private Cadence beats;

  Elsewhere(Vertx vertx, RedisBus system, String node, Census census) {
    this.vertx = vertx;
    this.system = system;
    this.node = node;
    this.census = census;
  }

  void open() {
    beats = Cadence.every(vertx, BEAT, this::beat);
    beat();
  }

  void close() {
    if (beats != null) {
      beats.stop();
    }
    system.batch(
        List.of(
            Request.cmd(Command.DEL).arg(KEY + node),
            Request.cmd(Command.ZREM).arg(NODES).arg(node)));
  }

  /** Streams on other nodes that carry a label, as of a few seconds ago. */
  int count(String dimension, String key) {
    return others.getOrDefault(dimension, Map.of()).getOrDefault(key, 0);
  }

  private void beat() {
    long now = System.currentTimeMillis() / 1_000;
    JsonObject counts = new JsonObject();
    for (String dimension : DIMENSIONS) {
      counts.put(dimension, new JsonObject(new HashMap<>(census.counts(dimension))));
    }
    system
        .batch(
            List.of(
                Request.cmd(Command.SET)
                    .arg(KEY + node)
                    .arg(counts.encode())
                    .arg("EX")
                    .arg(LIFE_SECONDS),
                Request.cmd(Command.ZADD).arg(NODES).arg(now + LIFE_SECONDS).arg(node),
                Request.cmd(Command.ZREMRANGEBYSCORE).arg(NODES).arg("-inf").arg("(" + now),
                Request.cmd(Command.ZRANGE).arg(NODES).arg(0).arg(-1)))
        .compose(answers -> read(answers.get(3)))
        .onFailure(away -> others = Map.of());
  }

  private Future<Void> read(Response nodes) {
    List<String> keys = new ArrayList<>();
    for (Response each : nodes) {
      if (!each.toString().equals(node)) {
        keys.add(KEY + each);
      }
    }
    if (keys.isEmpty()) {
      others = Map.of();
      return Future.succeededFuture();
    }
    Request mget = Request.cmd(Command.MGET);
    keys.forEach(mget::arg);
    return system.send(mget).onSuccess(this::add).mapEmpty();
  }

  private void add(Response counts) {
    Map<String, Map<String, Integer>> sum = new HashMap<>();
    for (Response each : counts) {
      if (each != null) {
        JsonObject told = new JsonObject(each.toString());
        for (String dimension : told.fieldNames()) {
          Map<String, Integer> here = sum.computeIfAbsent(dimension, d -> new HashMap<>());
          told.getJsonObject(dimension)
              .forEach(
                  count -> here.merge(count.getKey(), (Integer) count.getValue(), Integer::sum));
        }
      }
    }
    others = sum;
  }
}
