package io.marketswarm.market.volume;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.ModelNotice;
import io.marketswarm.market.Providers;
import io.marketswarm.market.feed.Manner;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.model.GravityEvent;
import io.marketswarm.market.trail.InTurn;
import io.marketswarm.market.volume.ProfileFold.Change;
import io.marketswarm.market.volume.ProfileFold.Outcome;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the volume profile that is served: builds it when there is none, folds in what is counted
 * live, draws it for charts, and follows spot through it.
 */
public final class ProfileWorker extends VerticleBase {
  private static final String NAME = "profile";
  private static final String SPOT = "I:SPX";
  private static final long FOLD_MILLIS = 60_000;
  private static final Duration LOCATE = Duration.ofSeconds(5);
  private static final double USUAL_MULTIPLIER = 10;
  private static final Duration LEVELS_TTL = Duration.ofSeconds(300);

  private final ServiceContext context;
  private final MassiveSettings settings;
  private final RedisBus market;
  private final RedisBus system;
  private GravityDesk gravity;
  private SessionLevels levels;
  private ProfileFold fold;
  private ProviderRest rest;
  private InTurn turns;
  private RedisBus.Subscription heard;
  private Future<?> folding = Future.succeededFuture();
  private boolean foldAgain;
  private double spot = Double.NaN;
  private volatile boolean well = true;

  public ProfileWorker(ServiceContext context) {
    this.context = context;
    this.settings = MassiveSettings.from(context.config().env().all());
    this.market = context.bus(BusName.MARKET);
    this.system = context.bus(BusName.SYSTEM);
  }

  @Override
  public Future<?> start() {
    turns = new InTurn(vertx, settings.provider().historyPause().toMillis());
    rest =
        new ProviderRest(
            vertx, new Providers(vertx, market, settings.provider()), context.metrics());
    gravity = new GravityDesk(system, market, context.fence(), context.clock());
    levels =
        new SessionLevels(
            market,
            context.fence(),
            context.clock(),
            context.config().retention().ttl(VolumeKeys.LEVELS, LEVELS_TTL));
    fold =
        new ProfileFold(
            new StoredProfile(system, context.fence()), market, context.clock(), history());
    context.vitals().mode(settings.provider().source().id());
    context.vitals().watch(NAME, () -> well ? Condition.OK : Condition.DEGRADED);
    context.messages().consume(Addresses.MARKET_TICK, this::ticked);
    heard = market.subscribe(Set.of(VolumeKeys.GRAVITY_CHANNEL), this::heard, () -> {});
    vertx.setPeriodic(1, FOLD_MILLIS, timer -> fold());
    Cadence.every(vertx, LOCATE, this::locate);
    return Future.succeededFuture();
  }

  private Optional<ProfileHistory> history() {
    double multiplier = context.config().block("vp").getDouble("spy_multiplier", USUAL_MULTIPLIER);
    return settings.provider().source().asks()
        ? Optional.of(new ProfileHistory(rest.in(Manner.HISTORY), turns, multiplier, context.log()))
        : Optional.empty();
  }

  private void ticked(MarketTick tick) {
    if (tick.symbol().equals(SPOT)) {
      spot = tick.value();
    }
  }

  /** Somebody has put another profile or other structures there. */
  private void heard(String channel, String event) {
    if (!event.contains(GravityEvent.Kind.ARTIFACT.id())) {
      fold();
    }
  }

  private void fold() {
    if (!folding.isComplete()) {
      foldAgain = true;
      return;
    }
    foldAgain = false;
    folding =
        fold.run()
            .compose(outcome -> outcome.map(this::publish).orElse(Future.succeededFuture()))
            .compose(v -> levels.write())
            .onComplete(this::folded);
  }

  private Future<Void> publish(Outcome outcome) {
    List<Request> word = new ArrayList<>();
    if (outcome.change() != Change.NONE) {
      long now = context.clock().wallMillis();
      word.add(ModelNotice.of("volume_profile", ProfileHistory.INDEX, now));
    }
    if (outcome.change() == Change.BUILT) {
      context.log().ok("volume profile built, " + outcome.profile().bins() + " bins");
      word.add(
          Request.cmd(Command.PUBLISH)
              .arg(VolumeKeys.REBUILT_CHANNEL)
              .arg(StoredProfile.announcement(outcome.profile())));
    }
    return gravity
        .draw(outcome.profile())
        .compose(v -> market.fenced(context.fence(), word))
        .mapEmpty();
  }

  private void folded(AsyncResult<Void> done) {
    well = done.succeeded();
    if (done.failed() && !turns.ended()) {
      context.log().warn("the volume profile has to wait: " + done.cause().getMessage());
    } else {
      locate();
    }
    if (foldAgain) {
      vertx.runOnContext(v -> fold());
    }
  }

  private void locate() {
    if (Double.isNaN(spot)) {
      return;
    }
    gravity
        .locate(spot)
        .onFailure(cause -> context.log().debug("no gravity context: " + cause.getMessage()));
  }

  @Override
  public Future<?> stop() {
    turns.end();
    context.vitals().forget(NAME);
    return heard.close().eventually(rest::close);
  }
}
