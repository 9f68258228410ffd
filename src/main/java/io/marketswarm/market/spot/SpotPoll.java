package io.marketswarm.market.spot;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.feed.IndexQuote;
import io.marketswarm.market.feed.Manner;
import io.marketswarm.market.feed.ProviderException;
import io.marketswarm.market.feed.ProviderException.Trouble;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.feed.StockQuote;
import io.marketswarm.market.model.SpotValue;
import io.marketswarm.market.model.SpotValue.Prices;
import io.marketswarm.market.trail.ProviderSymbol;
import io.marketswarm.service.MarketClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One round of questions to the provider: all indices in one request, and beside it one for each
 * fund. What does not answer in time is left out of the round.
 */
final class SpotPoll {
  private final ProviderRest indices;
  private final ProviderRest stocks;
  private final MassiveSettings.Spot settings;
  private final MarketClock clock;
  private final Map<String, List<String>> storedAs = new LinkedHashMap<>();

  /**
   * What a round brought.
   *
   * @param indexFailure why the request for indices failed, or null
   * @param fundFailures why requests for funds failed
   */
  record Round(
      List<SpotValue> values,
      Throwable indexFailure,
      List<Throwable> fundFailures,
      long latencyMillis) {

    /** What stands for the provider as a whole: one answer is enough to show that it lives. */
    Throwable failure() {
      return indexFailure != null && values.isEmpty() ? indexFailure : null;
    }
  }

  SpotPoll(ProviderRest rest, MassiveSettings.Spot settings, MarketClock clock) {
    this.indices = rest.in(Manner.once(settings.indexTimeout()));
    this.stocks = rest.in(Manner.once(settings.stockTimeout()));
    this.settings = settings;
    this.clock = clock;
    for (String symbol : settings.indices()) {
      storedAs.computeIfAbsent(ProviderSymbol.of(symbol), asked -> new ArrayList<>()).add(symbol);
    }
  }

  /**
   * Never fails.
   *
   * @param skipped funds that need not be asked for
   */
  Future<Round> ask(Set<String> skipped) {
    Future<List<SpotValue>> index = inTime(settings.indexTimeout(), indices());
    List<Future<?>> all = new ArrayList<>();
    List<Future<List<SpotValue>>> funds = new ArrayList<>();
    all.add(index);
    for (String symbol : settings.stocks()) {
      if (!skipped.contains(symbol)) {
        Future<List<SpotValue>> fund = inTime(settings.stockTimeout(), fund(symbol));
        funds.add(fund);
        all.add(fund);
      }
    }
    long asked = System.nanoTime();
    return Future.join(all)
        .transform(
            done -> {
              long latency = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
              return Future.succeededFuture(round(index, funds, latency));
            });
  }

  private Future<List<SpotValue>> indices() {
    return storedAs.isEmpty()
        ? Future.succeededFuture(List.of())
        : indices.indices(storedAs.keySet()).map(this::values);
  }

  private List<SpotValue> values(List<IndexQuote> quotes) {
    List<SpotValue> values = new ArrayList<>();
    for (IndexQuote quote : quotes) {
      for (String symbol : storedAs.getOrDefault(quote.symbol(), List.of())) {
        values.add(
            SpotValue.index(
                symbol,
                quote.value(),
                clock.wallMillis(),
                quote.timeframe(),
                quote.marketStatus(),
                quote.previousClose()));
      }
    }
    return values;
  }

  private Future<List<SpotValue>> fund(String symbol) {
    return stocks
        .stock(symbol)
        .map(quote -> quote.map(SpotPoll::value).map(List::of).orElse(List.of()));
  }

  private static SpotValue value(StockQuote day) {
    return SpotValue.etf(
        day.symbol(),
        new Prices(day.open(), day.high(), day.low(), day.close(), day.volume()),
        day.minuteMillis(),
        day.previousClose());
  }

  /** Looking for the provider takes time as well, so that its own limit is not enough. */
  private static <T> Future<T> inTime(Duration limit, Future<T> answer) {
    return answer.timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Round round(
      Future<List<SpotValue>> index, List<Future<List<SpotValue>>> funds, long latencyMillis) {
    List<SpotValue> values = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    if (index.succeeded()) {
      values.addAll(index.result());
    }
    for (Future<List<SpotValue>> fund : funds) {
      if (fund.succeeded()) {
        values.addAll(fund.result());
      } else {
        failures.add(fund.cause());
      }
    }
    return new Round(values, index.cause(), failures, latencyMillis);
  }

  static boolean isTimeout(Throwable cause) {
    return cause instanceof TimeoutException
        || cause instanceof ProviderException failure && failure.trouble() == Trouble.TIMEOUT;
  }
}
