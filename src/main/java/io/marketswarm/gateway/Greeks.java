package io.marketswarm.gateway;

import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.JsonBody;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Optional;

/**
 * The Greeks of a trader's open positions, as their own page worked them out. Each trader has their
 * own; the sum over all of them is kept for older readers.
 */
final class Greeks implements RouteGroup {
  private static final List<String> PATHS =
      List.of("/sse/greeks-update", "/api/services/sse/greeks-update");
  private static final List<String> NAMES = List.of("delta", "gamma", "theta");
  private static final String USER = "copilot:greeks:user:";
  private static final String AGGREGATE = "copilot:greeks:aggregate";
  private static final String USERS = "copilot:greeks:users";
  private static final int LIFE_SECONDS = 300;
  private static final int INTERNAL = 500;

  /**
   * Keeps one user's values and sums those of all whose are fresh. KEYS: users, aggregate. ARGV:
   * user id, values, ts in s, life in s, prefix of the users' keys.
   */
  private static final String UPLOAD =
      """
      redis.call('SET', ARGV[5] .. ARGV[1], ARGV[2], 'EX', ARGV[4])
      redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
      redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3] - ARGV[4])
      redis.call('EXPIRE', KEYS[1], ARGV[4])
      local sum = {delta = 0, gamma = 0, theta = 0}
      for _, user in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
        local stored = redis.call('GET', ARGV[5] .. user)
        if stored then
          local greeks = cjson.decode(stored)
          for name in pairs(sum) do sum[name] = sum[name] + (tonumber(greeks[name]) or 0) end
        end
      end
      redis.call('SET', KEYS[2], string.format(
        '{"delta":%.17g,"gamma":%.17g,"theta":%.17g,"ts":%s}',
        sum.delta, sum.gamma, sum.theta, ARGV[3]), 'EX', ARGV[4])
      return 1
      """;

  private final RedisBus market;

  Greeks(Edge edge) {
    this.market = edge.context().bus(BusName.MARKET);
  }

  @Override
  public void mount(Router router) {
    PATHS.forEach(path -> router.post(path).handler(this::upload));
  }

  private void upload(RoutingContext request) {
    JsonObject body = JsonBody.object(request);
    double seconds = System.currentTimeMillis() / 1_000.0;
    JsonObject values = new JsonObject();
    boolean any = false;
    for (String name : NAMES) {
      Optional<Double> value = finite(body, name);
      any |= value.isPresent();
      values.put(name, value.orElse(0.0));
    }
    if (!any) {
      throw ApiError.whole(400, new JsonObject().put("error", "At least one Greek value required"));
    }
    values.put("ts", seconds);
    Visitor.of(request)
        .id()
        .compose(id -> store(id, values, seconds))
        .onSuccess(stored -> request.json(new JsonObject().put("ok", true)))
        .onFailure(request::fail);
  }

  private Future<Void> store(int user, JsonObject values, double seconds) {
    return market
        .send(
            Request.cmd(Command.EVAL)
                .arg(UPLOAD)
                .arg(2)
                .arg(USERS)
                .arg(AGGREGATE)
                .arg(user)
                .arg(values.encode())
                .arg(String.valueOf(seconds))
                .arg(LIFE_SECONDS)
                .arg(USER))
        .recover(
            cause ->
                Future.failedFuture(
                    ApiError.whole(
                        INTERNAL, new JsonObject().put("error", "Failed to publish Greeks"))))
        .mapEmpty();
  }

  private static Optional<Double> finite(JsonObject body, String name) {
    Object value = body.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return Optional.of(number.doubleValue());
    }
    throw ApiError.whole(400, new JsonObject().put("error", name + " must be a finite number"));
  }
}
