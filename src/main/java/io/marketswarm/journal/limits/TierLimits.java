package io.marketswarm.journal.limits;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.log.Log;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.identity.Tier;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How many of a thing a member may have, as the operator set it. Without a word from the operator,
 * or when it cannot be read, nothing is limited. For one event loop.
 */
public final class TierLimits {
  private static final String KEY = "tier_gates";
  private static final String UPDATED = "tier_gates:updated";
  private static final String UNLIMITED_MODE = "full_production";
  private static final Duration KEPT = Duration.ofSeconds(30);
  private static final int TOO_MANY = 429;
  private static final Set<Tier> UNLIMITED = Set.of(Tier.ADMINISTRATOR, Tier.COACHING);

  private final RedisBus system;
  private final Log log;
  private JsonObject gates;
  private long readAt;

  public TierLimits(RedisBus system, MessageBus messages, Log log) {
    this.system = system;
    this.log = log;
    messages.consume(Addresses.TIER_GATES_UPDATED, news -> gates = null);
    system.subscribe(Set.of(UPDATED), (channel, message) -> gates = null, () -> gates = null);
  }

  /** The limit a feature has for a tier; empty when there is none. */
  public Future<OptionalInt> of(String feature, Tier tier) {
    return UNLIMITED.contains(tier)
        ? Future.succeededFuture(OptionalInt.empty())
        : gates().map(known -> limit(known, feature, tier));
  }

  /** The refusal of one more. */
  public static ApiError reached(String feature, int limit, long current, String what) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("feature", feature);
    details.put("limit", limit);
    details.put("current", current);
    details.put("message", "Your membership includes " + limit + " " + what);
    return new ApiError(TOO_MANY, "limit_reached", details);
  }

  private Future<JsonObject> gates() {
    JsonObject known = gates;
    if (known != null && System.nanoTime() - readAt < KEPT.toNanos()) {
      return Future.succeededFuture(known);
    }
    return system
        .send(Request.cmd(Command.GET).arg(KEY))
        .map(answer -> answer == null ? new JsonObject() : new JsonObject(answer.toString()))
        .otherwise(this::unreadable)
        .onSuccess(
            read -> {
              gates = read;
              readAt = System.nanoTime();
            });
  }

  private JsonObject unreadable(Throwable cause) {
    if (cause instanceof DecodeException) {
      log.warn(KEY + " is not JSON: no limits hold");
    }
    return new JsonObject();
  }

  private static OptionalInt limit(JsonObject gates, String feature, Tier tier) {
    if (UNLIMITED_MODE.equals(gates.getValue("mode"))) {
      return OptionalInt.empty();
    }
    Object own = object(object(gates, "tiers"), tier.id()).getValue(feature);
    Object limit =
        own instanceof Number ? own : object(object(gates, "defaults"), feature).getValue("value");
    return limit instanceof Number number && number.intValue() >= 0
        ? OptionalInt.of(number.intValue())
        : OptionalInt.empty();
  }

  private static JsonObject object(JsonObject in, String name) {
    return in.getValue(name) instanceof JsonObject object ? object : new JsonObject();
  }
}
