package io.marketswarm.market.spot;

import io.marketswarm.log.Log;
import io.marketswarm.market.MarketEvents;
import io.marketswarm.market.MarketEvents.Type;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Request;
import java.util.List;

/** Tells when the provider has gone, and when it is back. */
final class ProviderWatch {
  /** One failed round may be chance. */
  private static final int FAILURES_TO_BE_DOWN = 5;

  private final Log log;
  private int failures;
  private boolean down;

  ProviderWatch(Log log) {
    this.log = log;
  }

  /** Takes the outcome of a round; the commands tell of a turn, if it is one. */
  List<Request> heard(Throwable failure, long wallMillis) {
    if (failure == null) {
      failures = 0;
      return down ? up(wallMillis) : List.of();
    }
    failures++;
    return failures == FAILURES_TO_BE_DOWN && !down
        ? down(failure.getMessage(), wallMillis)
        : List.of();
  }

  private List<Request> down(String reason, long wallMillis) {
    down = true;
    log.error("the provider does not answer: " + reason);
    return MarketEvents.tell(
        Type.PROVIDER_DOWN, wallMillis, new JsonObject().put("reason", reason));
  }

  private List<Request> up(long wallMillis) {
    down = false;
    log.ok("the provider answers again");
    return MarketEvents.tell(Type.PROVIDER_UP, wallMillis, new JsonObject());
  }
}
