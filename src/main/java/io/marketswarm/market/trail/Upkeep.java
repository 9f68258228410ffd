package io.marketswarm.market.trail;

import io.marketswarm.log.Log;
import io.marketswarm.service.MarketClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks after the trails of all underlyings: fills them up after a start and after every gap, and
 * thins them when they are a day old. What fails is tried again with the next round.
 */
public final class Upkeep {
  private static final Duration THIN_AFTER = Duration.ofHours(24);

  /** Hours that ended by then have no rows on their way any more. */
  private static final Duration SETTLED_AFTER = Duration.ofMinutes(10);

  /** How far rounds overlap, so that nothing falls between. */
  private static final Duration OVERLAP = Duration.ofHours(2);

  private final List<String> symbols;
  private final Set<String> withoutBars;
  private final Duration window;
  private final MarketClock clock;
  private final Log log;
  private final Optional<Backfill> backfill;
  private final Compaction compaction;
  private final TrailWriter writer;
  private final InTurn turns;
  private final Map<String, Instant> filledUntil = new HashMap<>();
  private final Map<String, Instant> thinnedUntil = new HashMap<>();
  private int failures;

  /**
   * @param symbols in the order in which their candles are wanted
   * @param withoutBars those the provider has no bars of
   * @param window how far trails reach back
   * @param backfill if there is a provider to ask
   */
  public Upkeep(
      List<String> symbols,
      Set<String> withoutBars,
      Duration window,
      MarketClock clock,
      Log log,
      Optional<Backfill> backfill,
      Compaction compaction,
      TrailWriter writer,
      InTurn turns) {
    this.symbols = symbols;
    this.withoutBars = withoutBars;
    this.window = window;
    this.clock = clock;
    this.log = log;
    this.backfill = backfill;
    this.compaction = compaction;
    this.writer = writer;
    this.turns = turns;
  }

  /** Goes once over everything and tells whether all could be done; fails only when ended. */
  public Future<Boolean> round() {
    Instant now = Instant.ofEpochMilli(clock.wallMillis());
    failures = 0;
    return turns
        .each(symbols, symbol -> logged(symbol, fill(symbol, now)))
        .compose(v -> turns.each(symbols, symbol -> logged(symbol, thin(symbol, now))))
        .map(v -> failures == 0);
  }

  private Future<?> logged(String symbol, Future<?> work) {
    return work.onFailure(
            cause -> {
              if (!turns.ended()) {
                failures++;
                log.warn("the trail of " + symbol + " has to wait: " + cause.getMessage());
              }
            })
        .otherwiseEmpty();
  }

  private Future<?> fill(String symbol, Instant now) {
    if (backfill.isEmpty() || withoutBars.contains(symbol)) {
      return Future.succeededFuture();
    }
    Instant oldest = now.minus(window);
    Instant since = filledUntil.getOrDefault(symbol, oldest);
    return backfill
        .get()
        .fill(symbol, since.isBefore(oldest) ? oldest : since)
        .onSuccess(
            minutes -> {
              filledUntil.put(symbol, now.minus(OVERLAP));
              if (minutes > 0) {
                log.info("trail of " + symbol + ": " + minutes + " missing minutes filled");
              }
            });
  }

  private Future<?> thin(String symbol, Instant now) {
    Instant oldest = now.minus(window);
    long until = now.minus(THIN_AFTER).getEpochSecond();
    Instant done = thinnedUntil.get(symbol);
    Future<Integer> thinned =
        done == null
            ? compaction.survey(
                symbol, oldest.getEpochSecond(), now.minus(SETTLED_AFTER).getEpochSecond(), until)
            : compaction.thin(symbol, done.getEpochSecond(), until);
    return thinned
        .compose(rows -> trim(symbol, now).map(rows))
        .onSuccess(
            rows -> {
              thinnedUntil.put(symbol, now.minus(THIN_AFTER).minus(OVERLAP));
              if (rows > 0) {
                log.debug("trail of " + symbol + ": " + rows + " rows no candle needs removed");
              }
            });
  }

  private Future<?> trim(String symbol, Instant now) {
    return writer.run(List.of(Trail.trimBars(symbol, now.getEpochSecond())));
  }
}
