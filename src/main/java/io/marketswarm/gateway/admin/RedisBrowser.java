package io.marketswarm.gateway.admin;

import io.marketswarm.gateway.models.Moments;
import io.marketswarm.gateway.models.TopFields;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Looks into the market bus, gently: it never asks for all keys at once, never for large values as
 * a whole, and never for what might be a secret.
 */
final class RedisBrowser {
  private static final Pattern HIDDEN =
      Pattern.compile("(?i)^(truth|sess:|sso:).*|.*(secret|token|password).*");
  private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final String STEP = "1000";
  private static final int MOST_KEYS = 200_000;
  private static final int LARGEST_TEXT = 1 << 20;
  private static final int HEAD = 1_024;
  private static final int MOST_MEMBERS = 100;
  private static final int MOST_FIELDS = 5_000;

  /** How the size of each type is asked for. */
  private static final Map<String, Command> SIZES =
      Map.of(
          "string", Command.STRLEN,
          "list", Command.LLEN,
          "hash", Command.HLEN,
          "set", Command.SCARD,
          "zset", Command.ZCARD,
          "stream", Command.XLEN);

  private final RedisBus market;

  RedisBrowser(RedisBus market) {
    this.market = market;
  }

  /** Keys that match a glob pattern; the total is a lower bound when time was up. */
  Future<JsonObject> list(String pattern, int limit) {
    TreeSet<String> found = new TreeSet<>();
    return scan(pattern, "0", found, System.nanoTime() + BUDGET_NANOS)
        .compose(
            complete -> {
              List<String> shown = found.stream().limit(limit).toList();
              return describe(shown)
                  .map(
                      keys ->
                          new JsonObject()
                              .put("pattern", pattern)
                              .put("total", found.size())
                              .put("returned", keys.size())
                              .put("truncated", !complete)
                              .put("keys", keys));
            });
  }

  private Future<Boolean> scan(String pattern, String cursor, TreeSet<String> found, long until) {
    return market
        .send(
            Request.cmd(Command.SCAN).arg(cursor).arg("MATCH").arg(pattern).arg("COUNT").arg(STEP))
        .compose(
            step -> {
              for (Response key : step.get(1)) {
                if (!isHidden(key.toString())) {
                  found.add(key.toString());
                }
              }
              String next = step.get(0).toString();
              if (next.equals("0")) {
                return Future.succeededFuture(true);
              }
              return System.nanoTime() > until || found.size() > MOST_KEYS
                  ? Future.succeededFuture(false)
                  : scan(pattern, next, found, until);
            });
  }

  private Future<JsonArray> describe(List<String> keys) {
    List<Request> questions = new ArrayList<>();
    for (String key : keys) {
      questions.add(Request.cmd(Command.TYPE).arg(key));
      questions.add(Request.cmd(Command.TTL).arg(key));
    }
    return market
        .batch(questions)
        .compose(
            answers -> {
              List<Request> sizes = new ArrayList<>();
              for (int i = 0; i < keys.size(); i++) {
                String type = answers.get(2 * i).toString();
                sizes.add(Request.cmd(SIZES.getOrDefault(type, Command.EXISTS)).arg(keys.get(i)));
                sizes.add(
                    type.equals("string")
                        ? Request.cmd(Command.GETRANGE).arg(keys.get(i)).arg(0).arg(HEAD - 1)
                        : Request.cmd(Command.EXISTS).arg(keys.get(i)));
              }
              return market.batch(sizes).map(told -> keys(keys, answers, told));
            });
  }

  private static JsonArray keys(List<String> keys, List<Response> types, List<Response> sizes) {
    JsonArray all = new JsonArray();
    Instant now = Instant.now();
    for (int i = 0; i < keys.size(); i++) {
      String type = types.get(2 * i).toString();
      if (type.equals("none")) {
        continue;
      }
      JsonObject key =
          new JsonObject()
              .put("key", keys.get(i))
              .put("type", type)
              .put("size", sizes.get(2 * i).toLong());
      if (type.equals("string")) {
        time(sizes.get(2 * i + 1))
            .ifPresent(
                ts ->
                    key.put("ts", ts.toEpochMilli() / 1_000.0)
                        .put("age_sec", Duration.between(ts, now).toSeconds()));
      }
      long ttl = types.get(2 * i + 1).toLong();
      if (ttl >= 0) {
        key.put("ttl", ttl);
      }
      all.add(key);
    }
    return all;
  }

  private static Optional<Instant> time(Response head) {
    return head == null
        ? Optional.empty()
        : TopFields.of(head.toBuffer(), "ts").value("ts").flatMap(Moments::of);
  }

  /** One key with what it holds. */
  Future<JsonObject> read(String key) {
    if (isHidden(key)) {
      return Future.failedFuture(notFound(key));
    }
    return market
        .batch(List.of(Request.cmd(Command.TYPE).arg(key), Request.cmd(Command.TTL).arg(key)))
        .compose(
            answers -> {
              String type = answers.get(0).toString();
              if (type.equals("none")) {
                return Future.failedFuture(notFound(key));
              }
              long ttl = answers.get(1).toLong();
              return market
                  .send(question(type, key))
                  .map(
                      value ->
                          new JsonObject()
                              .put("key", key)
                              .put("type", type)
                              .put("ttl", ttl < 0 ? null : ttl)
                              .put("value", value(type, value)));
            });
  }

  private static Request question(String type, String key) {
    return switch (type) {
      case "string" -> Request.cmd(Command.GETRANGE).arg(key).arg(0).arg(LARGEST_TEXT - 1);
      case "list" -> Request.cmd(Command.LRANGE).arg(key).arg(0).arg(MOST_MEMBERS);
      case "zset" ->
          Request.cmd(Command.ZRANGE).arg(key).arg(0).arg(MOST_MEMBERS).arg("WITHSCORES");
      case "hash" -> Request.cmd(Command.HSCAN).arg(key).arg(0).arg("COUNT").arg(MOST_FIELDS);
      case "set" -> Request.cmd(Command.SSCAN).arg(key).arg(0).arg("COUNT").arg(MOST_FIELDS);
      case "stream" ->
          Request.cmd(Command.XREVRANGE).arg(key).arg("+").arg("-").arg("COUNT").arg(MOST_MEMBERS);
      default -> Request.cmd(Command.TYPE).arg(key);
    };
  }

  private static Object value(String type, Response value) {
    return switch (type) {
      case "string" -> parsed(value);
      case "hash" -> hash(value.get(1));
      case "set" -> plain(value.get(1));
      default -> plain(value);
    };
  }

  /** JSON as it is; anything else, and what was cut off, as text. */
  private static Object parsed(Response value) {
    String text = value.toString(StandardCharsets.UTF_8);
    try {
      return Json.decodeValue(text);
    } catch (DecodeException none) {
      return text;
    }
  }

  private static JsonObject hash(Response fields) {
    JsonObject hash = new JsonObject();
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      hash.put(fields.get(i).toString(), fields.get(i + 1).toString());
    }
    return hash;
  }

  private static Object plain(Response value) {
    if (value == null) {
      return null;
    }
    if (value.type() != ResponseType.MULTI) {
      return value.toString();
    }
    JsonArray list = new JsonArray();
    value.forEach(member -> list.add(plain(member)));
    return list;
  }

  private static boolean isHidden(String key) {
    return HIDDEN.matcher(key).matches();
  }

  private static ApiError notFound(String key) {
    return ApiError.whole(404, new JsonObject().put("error", "Key not found").put("key", key));
  }
}
