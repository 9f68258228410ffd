package io.marketswarm.market.spot;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.model.MinuteBars;
import io.marketswarm.market.model.SpotValue;
import io.marketswarm.market.model.TrailPoint;
import io.marketswarm.market.spot.SpotTape.Entry;
import io.marketswarm.market.spot.SpotTape.Standing;
import io.marketswarm.market.trail.Archive;
import io.marketswarm.market.trail.SpotKeys;
import io.marketswarm.market.trail.Trail;
import io.marketswarm.market.wire.TrailReader;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.marketswarm.truth.Retention;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Writes values of underlyings as their owner: all that came together in one step and one round
 * trip, then word of them on the event bus. It goes on where its predecessor stopped. To be used
 * from one context, one write after the other.
 */
public final class SpotWriter {
  /** More rows than a minute can have. */
  private static final int MOST_SEED_ROWS = 5_000;

  /** Values put into the past in one step. */
  private static final int MOST_REMEMBERED = 500;

  private static final int TICK_STREAM_LENGTH = 10_000;

  private final RedisBus market;
  private final Fence fence;
  private final MessageBus messages;
  private final MarketClock clock;
  private final MassiveSettings.Spot settings;
  private final Retention retention;
  private final Archive archive;
  private final long latestEveryMillis;
  private final Map<String, SpotTape> tapes = new HashMap<>();

  SpotWriter(ServiceContext context, MassiveSettings.Spot settings) {
    this(context, settings, Archive.LIVE, SpotTape.LATEST_EVERY_MILLIS);
  }

  /**
   * A writer of values that were written before: each is worth writing again.
   *
   * @param archive where the past is kept
   */
  public static SpotWriter again(
      ServiceContext context, MassiveSettings.Spot settings, Archive archive) {
    return new SpotWriter(context, settings, archive, 0);
  }

  private SpotWriter(
      ServiceContext context,
      MassiveSettings.Spot settings,
      Archive archive,
      long latestEveryMillis) {
    this.archive = archive;
    this.latestEveryMillis = latestEveryMillis;
    this.market = context.bus(BusName.MARKET);
    this.fence = context.fence();
    this.messages = context.messages();
    this.clock = context.clock();
    this.retention = context.config().retention();
    this.settings = settings;
  }

  /**
   * Writes what is worth it of these values, together with further commands.
   *
   * @return what was told of the values that were written; fails with a timeout or what the store
   *     says, and then the next write looks afresh at what is stored
   */
  public Future<List<MarketTick>> write(List<SpotValue> values, List<Request> more) {
    Set<String> symbols = new LinkedHashSet<>();
    values.forEach(value -> symbols.add(value.symbol()));
    return settle(symbols)
        .compose(v -> writeSettled(values, more))
        .onFailure(cause -> symbols.forEach(tapes::remove));
  }

  private Future<List<MarketTick>> writeSettled(List<SpotValue> values, List<Request> more) {
    List<Entry> entries = new ArrayList<>();
    for (SpotValue value : values) {
      tapes.get(value.symbol()).take(value, clock).ifPresent(entries::add);
    }
    List<Request> commands = new ArrayList<>();
    entries.forEach(entry -> commands.addAll(entry.commands()));
    commands.addAll(more);
    return inTime(market.fenced(fence, commands))
        .map(
            done -> {
              entries.forEach(this::tell);
              return entries.stream().map(Entry::tick).toList();
            });
  }

  /** A value of the past and the time it was received at. */
  public record Past(SpotValue value, MarketClock then) {}

  /** Puts values of the past where they belong, in their order and without telling anybody. */
  public Future<Void> remember(List<Past> past) {
    Set<String> symbols = new LinkedHashSet<>();
    past.forEach(each -> symbols.add(each.value.symbol()));
    return settle(symbols)
        .compose(v -> rememberFrom(past, 0))
        .onFailure(cause -> symbols.forEach(tapes::remove));
  }

  private Future<Void> rememberFrom(List<Past> past, int from) {
    if (from == past.size()) {
      return Future.succeededFuture();
    }
    int to = Math.min(past.size(), from + MOST_REMEMBERED);
    List<Request> commands = new ArrayList<>();
    for (Past each : past.subList(from, to)) {
      commands.addAll(tapes.get(each.value.symbol()).remember(each.value, each.then));
    }
    Future<?> written =
        commands.isEmpty() ? Future.succeededFuture() : market.fenced(fence, commands);
    return written.compose(v -> rememberFrom(past, to));
  }

  /** Forgets what symbols were worth from a moment on, and their latest values altogether. */
  public Future<Void> forgetFrom(Collection<String> symbols, long millis) {
    symbols.forEach(tapes::remove);
    List<Request> commands = new ArrayList<>();
    for (String symbol : symbols) {
      commands.add(Request.cmd(Command.DEL).arg(SpotKeys.latest(symbol)));
      commands.addAll(new Trail(market, symbol, archive).forgetFrom(millis / 1_000.0));
    }
    return market.fenced(fence, commands).mapEmpty();
  }

  private void tell(Entry entry) {
    messages.publish(Addresses.MARKET_TICK, entry.tick());
    messages.publish(Addresses.MARKET_MODEL, entry.update());
  }

  /** Finds out how symbols stand that were not written yet. */
  private Future<Void> settle(Set<String> symbols) {
    List<Future<?>> unsettled = new ArrayList<>();
    for (String symbol : symbols) {
      if (!tapes.containsKey(symbol)) {
        Trail trail = new Trail(market, symbol, archive);
        unsettled.add(
            inTime(standing(trail))
                .onSuccess(
                    standing ->
                        tapes.put(
                            symbol,
                            new SpotTape(
                                trail,
                                settings,
                                retention.maxLength(
                                    SpotTape.tickStream(symbol), TICK_STREAM_LENGTH),
                                latestEveryMillis,
                                standing))));
      }
    }
    return unsettled.isEmpty() ? Future.succeededFuture() : Future.all(unsettled).mapEmpty();
  }

  private Future<Standing> standing(Trail trail) {
    return market
        .batch(
            List.of(
                Request.cmd(Command.GET).arg(SpotKeys.latest(trail.symbol())),
                Request.cmd(Command.ZRANGE).arg(trail.key()).arg(-1).arg(-1).arg("WITHSCORES")))
        .compose(
            found -> {
              double value =
                  found.get(0) == null
                      ? Double.NaN
                      : TrailReader.read(found.get(0).toString(), 0)
                          .map(TrailPoint::value)
                          .orElse(Double.NaN);
              return found.get(1).size() == 0
                  ? Future.succeededFuture(new Standing(value, 0, Standing.fresh().bars()))
                  : standing(trail, value, found.get(1).get(0));
            });
  }

  /** The minute of the last row may go on; the ones before it are over. */
  private Future<Standing> standing(Trail trail, double value, Response lastRow) {
    double score = lastRow.get(1).toDouble();
    long minute =
        TrailReader.read(lastRow.get(0).toString(), score)
            .orElse(new TrailPoint(score, score, 0))
            .minute();
    return trail
        .rows(minute, score + 1, MOST_SEED_ROWS)
        .map(
            rows -> {
              MinuteBars bars = new MinuteBars(minute);
              rows.forEach(row -> bars.add(row.point()));
              return new Standing(value, Math.round(score * 1_000), bars);
            });
  }

  private <T> Future<T> inTime(Future<T> operation) {
    return operation.timeout(settings.redisTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }
}
