package io.marketswarm.market.trail;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.feed.Manner;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.service.MarketClock;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Loads the past of a group of underlyings into their trails, on an operator's word. */
public final class HistoryLoad {
  /** Underlyings that belong together. */
  public enum Group {
    SPX_COMPLEX("I:SPX", "I:VIX", "SPY"),
    NDX_COMPLEX("I:NDX", "QQQ");

    private final List<String> symbols;

    Group(String... symbols) {
      this.symbols = List.of(symbols);
    }

    public List<String> symbols() {
      return symbols;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Vertx vertx;
  private final RedisBus market;
  private final ProviderRest rest;
  private final MassiveSettings settings;
  private final Consumer<String> progress;

  /**
   * @param progress is told of each symbol that is done
   */
  public HistoryLoad(
      Vertx vertx,
      RedisBus market,
      ProviderRest rest,
      MassiveSettings settings,
      Consumer<String> progress) {
    this.vertx = vertx;
    this.market = market;
    this.rest = rest.in(Manner.HISTORY);
    this.settings = settings;
    this.progress = progress;
  }

  /** Fills the holes of the last days; ends with the first symbol that cannot be loaded. */
  public Future<Void> run(Group group, int days) {
    MarketClock clock = MarketClock.ofTheWall();
    Instant since = Instant.ofEpochMilli(clock.wallMillis()).minus(Duration.ofDays(days));
    Backfill backfill =
        new Backfill(
            market,
            rest,
            clock,
            settings.spot().trailTtl(),
            new InTurn(vertx, 1),
            commands -> market.atomically(commands));
    return new InTurn(vertx, settings.provider().historyPause().toMillis())
        .each(
            group.symbols(),
            symbol ->
                backfill
                    .fill(symbol, since)
                    .onSuccess(
                        minutes -> progress.accept(symbol + ": " + minutes + " minutes loaded")));
  }
}
