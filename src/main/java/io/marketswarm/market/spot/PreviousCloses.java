package io.marketswarm.market.spot;

import io.marketswarm.log.Log;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.service.MarketClock;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The closes of the session before, for symbols whose stream does not tell them. */
final class PreviousCloses {
  private static final long TRY_AGAIN_MILLIS = 60_000;

  private final ProviderRest rest;
  private final Collection<String> symbols;
  private final MarketClock clock;
  private final Log log;
  private final Map<String, Double> closes = new HashMap<>();
  private LocalDate date;
  private long triedMillis;

  PreviousCloses(ProviderRest rest, Collection<String> symbols, MarketClock clock, Log log) {
    this.rest = rest;
    this.symbols = symbols;
    this.clock = clock;
    this.log = log;
  }

  /** NaN when unknown. */
  double of(String symbol) {
    return closes.getOrDefault(symbol, Double.NaN);
  }

  /** Asks once for each day of the market, one symbol after the other, and again what failed. */
  void look() {
    LocalDate today = clock.today();
    if (!today.equals(date)) {
      date = today;
      triedMillis = 0;
      closes.clear();
    }
    long now = clock.wallMillis();
    if (closes.size() < symbols.size() && Math.abs(now - triedMillis) >= TRY_AGAIN_MILLIS) {
      triedMillis = now;
      ask(symbols.stream().filter(symbol -> !closes.containsKey(symbol)).toList(), today);
    }
  }

  private void ask(List<String> missing, LocalDate forDate) {
    Future<Void> asked = Future.succeededFuture();
    for (String symbol : missing) {
      asked =
          asked
              .compose(v -> rest.stock(symbol))
              .map(
                  quote -> {
                    if (forDate.equals(date)) {
                      quote.ifPresent(day -> closes.put(symbol, day.previousClose()));
                    }
                    return null;
                  });
    }
    asked.onFailure(cause -> log.debug("no previous closes yet: " + cause.getMessage()));
  }
}
