package io.marketswarm.market.desk;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.bus.Subscription;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.feed.Flaws;
import io.marketswarm.market.model.ExpiryClock;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.TileBuilder;
import io.marketswarm.market.model.TilePlan;
import io.marketswarm.market.publish.HeatmapPress;
import io.marketswarm.market.publish.Publisher;
import io.marketswarm.market.publish.ReplayLog;
import io.marketswarm.market.publish.Topics;
import io.marketswarm.market.tape.HydrationReport;
import io.marketswarm.market.tape.Hydrator;
import io.marketswarm.market.tape.Tape;
import io.marketswarm.market.tape.TapeReport;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.Backoff;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.StoreAway;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The desk of one symbol, on the node that owns it: goes on where the previous owner stopped, hears
 * chain, values and stream, and builds every model of the symbol.
 */
public final class Desk extends VerticleBase {
  private static final Backoff AGAIN =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2);

  private static final long VOLUMES_MILLIS = Duration.ofMinutes(1).toMillis();

  private final ServiceContext context;
  private final String symbol;
  private final MassiveSettings settings;
  private final UnaryOperator<String> tokens;
  private final MarketClock clock;
  private final RedisBus market;
  private final Fence fence;
  private final boolean primary;
  private final TilePlan plan;

  private final Flaws flaws;
  private final StoredValues stored;
  private final Counter badChains;
  private final Publisher publisher;
  private final Inputs inputs;
  private final Hydrator hydrator;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private Tape.Seat seat;
  private JournalIdeas journal;
  private Analyses analyses;
  private Rounds rounds;
  private long volumesTimer = -1;
  private int failures;

  /**
   * @param tokens of a path, the word by which the journal recognises this service
   */
  public Desk(ServiceContext context, String symbol, UnaryOperator<String> tokens) {
    this(context, symbol, MassiveSettings.from(context.config().env().all()), tokens);
  }

  Desk(
      ServiceContext context,
      String symbol,
      MassiveSettings settings,
      UnaryOperator<String> tokens) {
    this.context = context;
    this.symbol = symbol;
    this.settings = settings;
    this.tokens = tokens;
    this.clock = context.clock();
    this.market = context.bus(BusName.MARKET);
    this.fence = context.fence();
    List<String> symbols = settings.chain().symbols();
    String first =
        symbols.contains(settings.models().biasSymbol())
            ? settings.models().biasSymbol()
            : symbols.get(0);
    this.primary = symbol.equals(first);
    this.plan =
        new TilePlan(
            symbol,
            settings.models().widths(symbol),
            settings.models().dtes(),
            settings.models().tileEpsilon());
    this.flaws = new Flaws(context.metrics());
    this.stored = new StoredValues(market, context.log());
    this.badChains = context.metrics().counter("marketswarm.market.chains.refused");
    this.publisher =
        new Publisher(
            market, context.messages(), fence, context.config().retention(), context.metrics());
    this.inputs = new Inputs(symbol, primary ? Set.copyOf(symbols) : Set.of(), clock);
    this.hydrator = new Hydrator(inputs.chain().state(), settings.stream().tradeMid());
  }

  @Override
  public Future<?> start() {
    return takeOver();
  }

  /** Goes on where the previous owner stopped; tries again when Redis is away just then. */
  private Future<Void> takeOver() {
    return market
        .fenced(fence, List.of())
        .compose(known -> LastState.read(vertx, market, symbol, primary, plan, context.log()))
        .compose(this::resume)
        .compose(resumed -> listen())
        .compose(listening -> lookUp())
        .onSuccess(this::begin)
        .recover(this::tryAgain);
  }

  private Future<Void> tryAgain(Throwable cause) {
    if (cause instanceof StoreAway && fence.holds()) {
      long delay = AGAIN.delayMillis(++failures);
      context.log().warn("desk " + symbol + " waits " + delay + " ms: " + cause.getMessage());
      return letGo().onComplete(done -> vertx.setTimer(delay, timer -> takeOver())).mapEmpty();
    }
    return Future.failedFuture(cause);
  }

  @Override
  public Future<?> stop() {
    return letGo();
  }

  private Future<?> letGo() {
    vertx.cancelTimer(volumesTimer);
    List<Future<?>> ends = new ArrayList<>();
    subscriptions.forEach(subscription -> ends.add(subscription.close()));
    subscriptions.clear();
    if (seat != null) {
      ends.add(seat.leave());
    }
    if (rounds != null) {
      ends.add(rounds.end());
    }
    if (journal != null) {
      journal.close();
    }
    context.vitals().forget(vital());
    return Future.join(ends);
  }

  private String vital() {
    return "desk " + symbol;
  }

  /** Takes over from the previous owner, and tells its last words again. */
  private Future<Void> resume(LastState last) {
    last.retell(publisher);
    Tape tape = Tape.of(vertx, market, clock, settings.stream().batchSize());
    return tape.sit(symbol, hydrator, inputs::heard)
        .compose(
            taken -> {
              seat = taken;
              return market.send(Request.cmd(Command.HGETALL).arg(IdeaKeeper.ACTIVE));
            })
        .map(
            ideas -> {
              rounds = rounds(last, tape, ideas);
              return null;
            });
  }

  private Rounds rounds(LastState last, Tape tape, Response activeIdeas) {
    long wallMillis = clock.wallMillis();
    ExpiryClock expiries = expiries();
    Builders builders = Builders.of(symbol, context.metrics(), context.log());
    TileBuilder tiles = new TileBuilder(plan, expiries, last.tiles());
    Duration replayLife = settings.models().replayTtl();
    ReplayLog replay =
        new ReplayLog(Topics.heatmapReplay(symbol), replayLife, context.config().retention());
    replay.inherit(last.newestDiff(), last.diffBytes());
    HeatmapPress press = new HeatmapPress(tiles, replay, settings.models().liveTtl(), wallMillis);
    HydrationReport report = new HydrationReport(symbol, hydrator, seat, publisher);
    Optional<TapeReport> tapeReport =
        primary
            ? Optional.of(
                new TapeReport(
                    tape, publisher, settings.stream().emitInterval().toMillis(), wallMillis))
            : Optional.empty();
    Analyst analyst = new Analyst(symbol, primary, settings.models(), expiries, builders);
    analyses = new Analyses(vertx, inputs, analyst, settings.models(), context.log());
    return new Rounds(
        vertx,
        fence,
        settings,
        inputs,
        publisher,
        new Hydration(hydrator, seat, report, tapeReport),
        new TileWork(symbol, settings, tiles, press, builders),
        analyses,
        ideas(activeIdeas),
        new DeskFigures(symbol, publisher, builders, context.log(), wallMillis),
        context.log());
  }

  private ExpiryClock expiries() {
    MarketCalendar calendar = clock.calendar();
    return settings.models().fixedEstClose()
        ? ExpiryClock.fixedEastern()
        : ExpiryClock.newYork(
            day -> calendar.isEarlyClose(day) ? MarketCalendar.EARLY_CLOSE : MarketCalendar.CLOSE);
  }

  private Optional<IdeaKeeper> ideas(Response active) {
    if (!settings.models().selectorTracking()) {
      return Optional.empty();
    }
    journal = new JournalIdeas(vertx, settings.models().journalUrl(), tokens);
    IdeaOutbox outbox =
        new IdeaOutbox(symbol, market, fence, journal, context.metrics(), context.log());
    IdeaTotals totals = new IdeaTotals(symbol, settings.chain().symbols());
    ClosingSpots closes = new ClosingSpots(market, clock);
    IdeaKeeper keeper =
        new IdeaKeeper(symbol, market, fence, totals, outbox, closes, context.log());
    keeper.resume(active, clock.now());
    return Optional.of(keeper);
  }

  private Future<Void> listen() {
    context.vitals().watch(vital(), rounds::condition);
    subscriptions.add(context.messages().consume(Addresses.MARKET_CHAIN, this::chain));
    subscriptions.add(context.messages().consume(Addresses.MARKET_TICK, this::value));
    return Future.join(subscriptions.stream().map(Subscription::ready).toList()).mapEmpty();
  }

  private void value(MarketTick tick) {
    if (inputs.take(tick)) {
      rounds.valueCame();
    }
  }

  private void chain(ChainUpdate update) {
    try {
      if (inputs.take(update)) {
        hydrator.reshape();
        rounds.chainCame();
      }
    } catch (IllegalArgumentException senseless) {
      badChains.increment();
      context.log().warn("a chain of " + symbol + " is left out: " + senseless.getMessage());
    }
  }

  private Future<Void> lookUp() {
    Set<String> symbols = new LinkedHashSet<>(settings.chain().symbols());
    symbols.addAll(List.of(symbol, Underlyings.VIX, Underlyings.SP_500));
    Future<?> chain =
        new FirstChain(vertx, context.messages(), market, clock, flaws, context.log())
            .of(symbol)
            .onSuccess(found -> found.ifPresent(this::chain));
    return Future.join(stored.restore(symbols, inputs.underlyings()), chain).mapEmpty();
  }

  private void begin(Void known) {
    rounds.begin();
    if (symbol.equals(Underlyings.SP_500)) {
      volumesTimer = vertx.setPeriodic(0, VOLUMES_MILLIS, t -> lookUpVolumes());
    }
  }

  private void lookUpVolumes() {
    stored.volumes().onSuccess(analyses::volumes);
  }
}
