package io.marketswarm.market.desk;

import io.marketswarm.log.Log;
import io.marketswarm.market.trail.SpotKeys;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.OffsetDateTime;
import java.util.Collection;

/** What others keep in Redis that a desk looks up. */
final class StoredValues {
  private final RedisBus market;
  private final Log log;

  StoredValues(RedisBus market, Log log) {
    this.market = market;
    this.log = log;
  }

  /** Tells what underlyings cost before we listened. */
  Future<Void> restore(Collection<String> symbols, Underlyings into) {
    Request question = Request.cmd(Command.MGET);
    symbols.forEach(symbol -> question.arg(SpotKeys.latest(symbol)));
    return market
        .send(question)
        .onSuccess(
            values -> {
              int at = 0;
              for (String symbol : symbols) {
                restore(symbol, values.get(at++), into);
              }
            })
        .mapEmpty();
  }

  private void restore(String symbol, Response value, Underlyings into) {
    if (value == null) {
      return;
    }
    try {
      JsonObject spot = new JsonObject(value.toBuffer());
      long millis = OffsetDateTime.parse(spot.getString("ts")).toInstant().toEpochMilli();
      into.restore(symbol, spot.getDouble("value"), millis);
    } catch (RuntimeException unreadable) {
      log.warn("the value of " + symbol + " is left out: " + unreadable.getMessage());
    }
  }

  /** At which prices volume lies, unknown when nobody says. */
  Future<Pins.Volumes> volumes() {
    return market
        .send(Request.cmd(Command.GET).arg(Pins.Volumes.KEY))
        .map(
            levels ->
                levels == null
                    ? Pins.Volumes.UNKNOWN
                    : Pins.Volumes.read(new JsonObject(levels.toBuffer())))
        .otherwise(Pins.Volumes.UNKNOWN);
  }
}
