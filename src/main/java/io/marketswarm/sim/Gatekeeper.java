package io.marketswarm.sim;

import io.marketswarm.sim.Faults.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a request has to pass before it is answered: the faults of the day, its key, its quota. */
final class Gatekeeper {
  private static final String BEARER = "Bearer ";
  private static final long MINUTE = 60_000;

  private final Vertx vertx;
  private final Exchange exchange;
  private final Replies replies;
  private final Map<String, Integer> requestsThisMinute = new HashMap<>();
  private long minute;

  Gatekeeper(Vertx vertx, Exchange exchange, Replies replies) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.replies = replies;
  }

  void check(RoutingContext ctx) {
    exchange.counters().requests++;
    exchange
        .faults()
        .active(Kind.LATENCY)
        .filter(fault -> exchange.faults().strikes(Kind.LATENCY))
        .filter(fault -> fault.millis() > 0)
        .ifPresentOrElse(
            fault -> vertx.setTimer(fault.millis(), timer -> admit(ctx)), () -> admit(ctx));
  }

  private void admit(RoutingContext ctx) {
    Optional<String> key = key(ctx);
    Faults faults = exchange.faults();
    if (key.isEmpty()) {
      replies.error(ctx, 401, "API Key was not provided");
    } else if (faults.strikes(Kind.AUTH_FAIL) || !exchange.accepts(key.get())) {
      replies.error(ctx, 401, "Unknown API Key");
    } else if (faults.strikes(Kind.HTTP_429)) {
      exchange.counters().faulted++;
      tooMany(ctx);
    } else if (faults.strikes(Kind.HTTP_500)) {
      exchange.counters().faulted++;
      replies.error(ctx, 500, "Internal server error");
    } else if (overQuota(key.get())) {
      tooMany(ctx);
    } else {
      ctx.next();
    }
  }

  private static Optional<String> key(RoutingContext ctx) {
    String header = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
    String key =
        header != null && header.startsWith(BEARER)
            ? header.substring(BEARER.length())
            : ctx.request().getParam(Parameters.KEY);
    return Optional.ofNullable(key).filter(text -> !text.isBlank());
  }

  private void tooMany(RoutingContext ctx) {
    replies.error(
        ctx,
        429,
        "You've exceeded the maximum requests per minute, please wait or upgrade your subscription");
  }

  private boolean overQuota(String key) {
    int quota = exchange.options().requestsPerMinute();
    if (quota == 0) {
      return false;
    }
    long now = exchange.clock().millis() / MINUTE;
    if (now != minute) {
      minute = now;
      requestsThisMinute.clear();
    }
    return requestsThisMinute.merge(key, 1, Integer::sum) > quota;
  }
}
