package io.marketswarm.market.chain;

import io.marketswarm.market.model.TrailPoint;
import io.marketswarm.market.trail.SpotKeys;
import io.marketswarm.market.wire.TrailReader;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What underlyings are worth now, as far as that is known.
 *
 * @param vix the volatility index, NaN when unknown
 */
record Spots(Map<String, Double> values, double vix) {
  private static final String VIX = "I:VIX";

  static Future<Spots> read(RedisBus market, List<String> symbols) {
    List<String> all = new ArrayList<>(symbols);
    all.add(VIX);
    Request request = Request.cmd(Command.MGET);
    all.forEach(symbol -> request.arg(SpotKeys.latest(symbol)));
    return market.send(request).map(answer -> of(all, answer));
  }

  private static Spots of(List<String> symbols, Response answer) {
    Map<String, Double> values = new HashMap<>();
    for (int i = 0; i < symbols.size(); i++) {
      Response stored = answer.get(i);
      double value =
          stored == null
              ? Double.NaN
              : TrailReader.read(stored.toString(), 0).map(TrailPoint::value).orElse(Double.NaN);
      if (value > 0) {
        values.put(symbols.get(i), value);
      }
    }
    double vix = values.getOrDefault(VIX, Double.NaN);
    values.keySet().retainAll(symbols.subList(0, symbols.size() - 1));
    return new Spots(values, vix);
  }

  List<ChainFetcher.Quote> quotes() {
    return values.entrySet().stream()
        .map(entry -> new ChainFetcher.Quote(entry.getKey(), entry.getValue()))
        .toList();
  }
}
