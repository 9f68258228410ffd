package io.marketswarm.market.keeper;

import io.marketswarm.log.Log;
import io.marketswarm.store.CommandRefused;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;

/** Creates the keys readers expect to find, where they are absent. Never overwrites anything. */
final class InitKeys {
  /** A stream without entries comes from a group that is made with it and taken away again. */
  private static final String SCAFFOLD = "init";

  private static final String GROUP_EXISTS = "BUSYGROUP";

  private final RedisBus market;
  private final Fence fence;
  private final Log log;

  InitKeys(RedisBus market, Fence fence, Log log) {
    this.market = market;
    this.fence = fence;
    this.log = log;
  }

  /**
   * @param keys a list of {@code {key, type, value?, group?, ttl?}}
   */
  Future<Void> create(JsonArray keys) {
    List<Future<?>> created = new ArrayList<>();
    for (Object key : keys) {
      if (key instanceof JsonObject wanted && wanted.getValue("key") instanceof String name) {
        created.add(
            create(name, wanted)
                .onFailure(
                    cause -> log.warn(name + " could not be created: " + cause.getMessage())));
      } else {
        log.warn("market_redis_setup.init_keys has an entry without a key: " + key);
      }
    }
    return created.isEmpty()
        ? Future.succeededFuture()
        : Future.join(created).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<?> create(String key, JsonObject wanted) {
    return market
        .send(Request.cmd(Command.EXISTS).arg(key))
        .compose(
            found -> {
              boolean absent = found.toInteger() == 0;
              List<Request> commands = commands(key, wanted, absent);
              if (absent && wanted.getLong("ttl", 0L) > 0) {
                commands.add(Request.cmd(Command.EXPIRE).arg(key).arg(wanted.getLong("ttl")));
              }
              return commands.isEmpty() ? Future.succeededFuture() : run(commands);
            });
  }

  private static List<Request> commands(String key, JsonObject wanted, boolean absent) {
    String type = wanted.getString("type", "");
    return switch (type) {
      case "stream" -> stream(key, wanted.getString("group"), absent);
      case "hash" -> hash(key, wanted.getJsonObject("value", new JsonObject()), absent);
      case "string" -> string(key, String.valueOf(wanted.getValue("value", "")), absent);
      default -> throw new IllegalArgumentException("type " + type + " is not known");
    };
  }

  /** A group is added to a stream that stands as well: it takes nothing from anybody. */
  private static List<Request> stream(String key, String group, boolean absent) {
    List<Request> commands = new ArrayList<>();
    if (group != null) {
      commands.add(makeGroup(key, group));
    } else if (absent) {
      commands.add(makeGroup(key, SCAFFOLD));
      commands.add(Request.cmd(Command.XGROUP).arg("DESTROY").arg(key).arg(SCAFFOLD));
    }
    return commands;
  }

  private static Request makeGroup(String key, String group) {
    return Request.cmd(Command.XGROUP).arg("CREATE").arg(key).arg(group).arg("$").arg("MKSTREAM");
  }

  private static List<Request> hash(String key, JsonObject fields, boolean absent) {
    List<Request> commands = new ArrayList<>();
    if (absent) {
      fields.forEach(
          field ->
              commands.add(
                  Request.cmd(Command.HSETNX)
                      .arg(key)
                      .arg(field.getKey())
                      .arg(String.valueOf(field.getValue()))));
    }
    return commands;
  }

  private static List<Request> string(String key, String value, boolean absent) {
    List<Request> commands = new ArrayList<>();
    if (absent) {
      commands.add(Request.cmd(Command.SET).arg(key).arg(value).arg("NX"));
    }
    return commands;
  }

  private Future<?> run(List<Request> commands) {
    return market
        .fenced(fence, commands)
        .recover(
            cause ->
                cause instanceof CommandRefused refused
                        && refused.getMessage().contains(GROUP_EXISTS)
                    ? Future.succeededFuture()
                    : Future.failedFuture(cause));
  }
}
