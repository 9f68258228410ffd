package io.marketswarm.market.spot;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.Providers;
import io.marketswarm.market.feed.ProviderException;
import io.marketswarm.market.feed.ProviderException.Trouble;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.market.spot.SpotCounts.Count;
import io.marketswarm.market.spot.SpotPoll.Round;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.Vitals.Condition;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Asks the provider for the underlyings every second and keeps them on the market bus. */
public final class SpotWorker extends VerticleBase {
  private static final String NAME = "spot";

  /** Without a value for so long, while the market is open, something is wrong. */
  private static final long SILENCE_MILLIS = 15_000;

  /** A fund that comes by stream needs no questions. */
  private static final long STREAMED_MILLIS = 5_000;

  private static final Duration REFUSED_PAUSE = Duration.ofSeconds(60);

  private final ServiceContext context;
  private final MassiveSettings settings;
  private final SpotCounts counts;
  private final ProviderWatch provider;
  private final PollRhythm rhythm;
  private final Map<String, MarketTick> own = new HashMap<>();
  private final Map<String, Long> streamed = new HashMap<>();
  private SpotWriter writer;
  private ProviderRest rest;
  private SpotPoll poll;
  private Future<?> round = Future.succeededFuture();
  private volatile long updatedMillis;

  public SpotWorker(ServiceContext context) {
    this.context = context;
    this.settings = MassiveSettings.from(context.config().env().all());
    this.counts = new SpotCounts(context.metrics());
    this.provider = new ProviderWatch(context.log());
    this.rhythm =
        new PollRhythm(settings.provider().hours(), settings.spot().interval(), context.clock());
    this.updatedMillis = context.clock().wallMillis();
  }

  @Override
  public Future<?> start() {
    if (!settings.provider().source().asks()) {
      return Future.succeededFuture();
    }
    writer = new SpotWriter(context, settings.spot());
    Providers directory = new Providers(vertx, context.stores().market(), settings.provider());
    rest = new ProviderRest(vertx, directory, context.metrics());
    poll = new SpotPoll(rest, settings.spot(), context.clock());
    context.messages().consume(Addresses.MARKET_TICK, this::ticked);
    context.vitals().mode(settings.provider().source().id());
    context.vitals().watch(NAME, this::feeling);
    vertx.setPeriodic(1, settings.spot().interval().toMillis(), timer -> tick());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    context.vitals().forget(NAME);
    return rest == null
        ? Future.succeededFuture()
        : round.otherwiseEmpty().compose(v -> rest.close());
  }

  /** A round that takes longer than the interval costs rounds; they do not stack. */
  private void tick() {
    if (round.isComplete() && context.fence().holds() && rhythm.due()) {
      counts.add(Count.TICKS, 1);
      round =
          poll.ask(streamedLately())
              .compose(this::write)
              .timeout(settings.spot().tickTimeout().toMillis(), TimeUnit.MILLISECONDS)
              .onFailure(cause -> counts.failed(cause, Count.TIMEOUTS_TICK));
    }
  }

  private Future<Void> write(Round answered) {
    long now = context.clock().wallMillis();
    count(answered);
    if (isRefusal(answered.indexFailure())) {
      rhythm.rest(REFUSED_PAUSE);
    }
    if (!answered.values().isEmpty()) {
      updatedMillis = now;
      counts.updated(now, answered.latencyMillis());
    }
    List<Request> more = new ArrayList<>(provider.heard(answered.failure(), now));
    more.addAll(counts.commands());
    return writer
        .write(answered.values(), more)
        .onSuccess(this::written)
        .onFailure(cause -> counts.failed(cause, Count.TIMEOUTS_REDIS))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private void count(Round answered) {
    if (answered.indexFailure() != null) {
      counts.failed(answered.indexFailure(), Count.TIMEOUTS_INDEX);
    }
    answered.fundFailures().forEach(cause -> counts.failed(cause, Count.TIMEOUTS_STOCK));
  }

  private void written(List<MarketTick> ticks) {
    counts.sent();
    counts.add(Count.UPDATES, ticks.size());
    ticks.forEach(tick -> own.put(tick.symbol(), tick));
  }

  private static boolean isRefusal(Throwable cause) {
    return cause instanceof ProviderException failure && failure.trouble() == Trouble.UNAUTHORIZED;
  }

  private void ticked(MarketTick tick) {
    boolean fund = settings.spot().stocks().contains(tick.symbol());
    if (fund && !tick.equals(own.get(tick.symbol()))) {
      streamed.put(tick.symbol(), context.clock().wallMillis());
    }
  }

  private Set<String> streamedLately() {
    long now = context.clock().wallMillis();
    return streamed.entrySet().stream()
        .filter(entry -> Math.abs(now - entry.getValue()) <= STREAMED_MILLIS)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private Condition feeling() {
    long since = Math.abs(context.clock().wallMillis() - updatedMillis);
    boolean silent = since > SILENCE_MILLIS;
    return silent && context.clock().phase() == Phase.OPEN ? Condition.DEGRADED : Condition.OK;
  }
}
