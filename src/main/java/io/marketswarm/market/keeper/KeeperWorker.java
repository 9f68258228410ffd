package io.marketswarm.market.keeper;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.MassiveSettings.Source;
import io.marketswarm.market.Providers;
import io.marketswarm.market.feed.Manner;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.trail.Backfill;
import io.marketswarm.market.trail.Compaction;
import io.marketswarm.market.trail.InTurn;
import io.marketswarm.market.trail.TrailWriter;
import io.marketswarm.market.trail.Upkeep;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps what is not live: the market's status and calendar, and the past of its underlyings. */
public final class KeeperWorker extends VerticleBase {
  private static final String NAME = "keeper";
  private static final Duration STATUS = Duration.ofSeconds(1);
  private static final Duration STATUS_AT_REST = Duration.ofSeconds(5);
  private static final Duration UPKEEP_EVERY = Duration.ofMinutes(15);
  private static final Duration UPKEEP_AFTER_FAILURE = Duration.ofSeconds(30);

  /** By then the minutes are over that were running when we began. */
  private static final Duration UPKEEP_AFTER_START = Duration.ofMinutes(3);

  /** Upkeep leaves the machine to others for so long after each step. */
  private static final long BREATH_MILLIS = 10;

  private final ServiceContext context;
  private final MassiveSettings settings;
  private final RedisBus market;
  private InTurn turns;
  private StatusBoard status;
  private Upkeep upkeep;
  private ProviderRest rest;
  private Runnable turned;
  private int rounds;
  private volatile boolean well = true;

  public KeeperWorker(ServiceContext context) {
    this.context = context;
    this.settings = MassiveSettings.from(context.config().env().all());
    this.market = context.bus(BusName.MARKET);
  }

  @Override
  public Future<?> start() {
    rest =
        new ProviderRest(
            vertx, new Providers(vertx, market, settings.provider()), context.metrics());
    status = new StatusBoard(market, context.fence(), context.clock(), context.log());
    turns = new InTurn(vertx, BREATH_MILLIS);
    upkeep = upkeep();
    context.vitals().mode(settings.provider().source().id());
    context.vitals().watch(NAME, () -> well ? Condition.OK : Condition.DEGRADED);
    vertx.setTimer(1, once -> status.look());
    Cadence.every(vertx, this::statusRhythm, status::look);
    Context own = vertx.getOrCreateContext();
    turned = () -> own.runOnContext(now -> status.look());
    context.clock().follow(turned);
    keep();
    if (settings.provider().source() == Source.LIVE) {
      watch(new CalendarWatch(rest, market, context.fence(), context.log()));
    }
    new InitKeys(market, context.fence(), context.log()).create(initKeys());
    return Future.succeededFuture();
  }

  private Duration statusRhythm() {
    return context.clock().isSteady(STATUS_AT_REST) ? STATUS_AT_REST : STATUS;
  }

  private JsonArray initKeys() {
    return context.config().block("market_redis_setup").getJsonArray("init_keys", new JsonArray());
  }

  private Upkeep upkeep() {
    TrailWriter writer = commands -> market.fenced(context.fence(), commands);
    Optional<Backfill> backfill =
        settings.provider().source().asks()
            ? Optional.of(
                new Backfill(
                    market,
                    rest.in(Manner.HISTORY),
                    context.clock(),
                    settings.spot().trailTtl(),
                    turns,
                    writer))
            : Optional.empty();
    return new Upkeep(
        symbols(),
        Set.copyOf(settings.spot().futures()),
        settings.spot().trailWindow(),
        context.clock(),
        context.log(),
        backfill,
        new Compaction(market, turns, writer),
        writer,
        turns);
  }

  /** Those with candles on screen come first. */
  private List<String> symbols() {
    Set<String> symbols = new LinkedHashSet<>(settings.chain().symbols());
    symbols.retainAll(settings.spot().indices());
    symbols.addAll(settings.spot().indices());
    symbols.addAll(settings.spot().stocks());
    symbols.addAll(settings.spot().streamedStocks());
    if (settings.spot().futuresEnabled()) {
      symbols.addAll(settings.spot().futures());
    }
    return new ArrayList<>(symbols);
  }

  private void keep() {
    upkeep
        .round()
        .onSuccess(
            done -> {
              well = done;
              vertx.setTimer(pause(done).toMillis(), timer -> keep());
            });
  }

  private Duration pause(boolean done) {
    if (!done) {
      return UPKEEP_AFTER_FAILURE;
    }
    return rounds++ == 0 ? UPKEEP_AFTER_START : UPKEEP_EVERY;
  }

  private void watch(CalendarWatch calendar) {
    calendar.look().onSuccess(again -> vertx.setTimer(again.toMillis(), timer -> watch(calendar)));
  }

  @Override
  public Future<?> stop() {
    turns.end();
    context.clock().forget(turned);
    context.vitals().forget(NAME);
    return rest.close();
  }
}
