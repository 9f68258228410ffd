package io.marketswarm.market.options;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.Providers;
import io.marketswarm.market.chain.ChainKeys;
import io.marketswarm.market.feed.Cluster;
import io.marketswarm.market.feed.ProviderSocket;
import io.marketswarm.market.feed.SocketRhythm;
import io.marketswarm.market.feed.SocketState;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.market.spot.StreamHours;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Holds the one connection to the provider's stream of options: subscribed to what the chain wants,
 * in the hours of the market, each frame appended to the stream on the market bus as it came.
 */
public final class OptionsWorker extends VerticleBase {
  private static final String NAME = "options";
  private static final Duration JITTER = Duration.ofSeconds(2);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
  private static final long FAREWELL_SECONDS = 2;
  private static final long PATIENCE_MILLIS = 30_000;

  private final ServiceContext context;
  private final MassiveSettings settings;
  private final MarketClock clock;
  private final RedisBus market;
  private final StreamHours hours;
  private final SocketRhythm rhythm;
  private FrameStream stream;
  private ProviderSocket socket;
  private OptionsReport report;
  private RedisBus.Subscription announcements;
  private Set<String> channels = Set.of();
  private boolean open;
  private volatile long wellMillis;

  public OptionsWorker(ServiceContext context) {
    this(context, SocketRhythm.USUAL, JITTER);
  }

  OptionsWorker(ServiceContext context, SocketRhythm rhythm, Duration jitter) {
    this.context = context;
    this.settings = MassiveSettings.from(context.config().env().all());
    this.clock = context.clock();
    this.market = context.bus(BusName.MARKET);
    this.hours = new StreamHours(settings.provider().hours(), clock);
    this.rhythm = rhythm.steady(settings.stream().reconnectDelay(), jitter);
  }

  @Override
  public Future<?> start() {
    if (!settings.provider().source().asks() || !settings.stream().enabled()) {
      return Future.succeededFuture();
    }
    stream = new FrameStream(vertx, context, settings.stream().streamLength());
    socket =
        new ProviderSocket(
            vertx,
            new Providers(vertx, market, settings.provider()),
            Cluster.OPTIONS,
            rhythm,
            () -> clock.phase() == Phase.OPEN,
            new Frames(),
            context.metrics(),
            context.log());
    report = new OptionsReport(socket.counts(), stream::dropped);
    report.connected(false);
    wellMillis = clock.wallMillis();
    context.vitals().watch(NAME, this::feeling);
    announcements =
        market.subscribe(
            Set.of(ChainKeys.SUBSCRIPTIONS_UPDATED), (channel, count) -> ask(), this::ask);
    vertx.setTimer(1, once -> tick());
    Cadence.every(vertx, TICK, this::tick);
    Cadence.every(vertx, ASK_AGAIN, this::askWhileEmpty);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    context.vitals().forget(NAME);
    if (socket == null) {
      return Future.succeededFuture();
    }
    return announcements
        .close()
        .eventually(socket::close)
        .eventually(() -> stream.written().timeout(FAREWELL_SECONDS, TimeUnit.SECONDS))
        .eventually(this::sayGoodbye)
        .otherwiseEmpty();
  }

  private Future<?> sayGoodbye() {
    report.connected(false);
    return market.fenced(context.fence(), report.take());
  }

  private void tick() {
    boolean wanted = hours.now() && context.fence().holds();
    if (wanted != open) {
      open = wanted;
      if (wanted) {
        socket.open();
      } else {
        socket.pause();
      }
    }
    if (!wanted || channels.isEmpty() || socket.state() == SocketState.LIVE) {
      wellMillis = clock.wallMillis();
    }
    List<Request> commands = report.take();
    if (!commands.isEmpty()) {
      market.fenced(context.fence(), commands);
    }
  }

  private Condition feeling() {
    return Math.abs(clock.wallMillis() - wellMillis) > PATIENCE_MILLIS
        ? Condition.DEGRADED
        : Condition.OK;
  }

  private void askWhileEmpty() {
    if (channels.isEmpty()) {
      ask();
    }
  }

  private void ask() {
    market
        .send(Request.cmd(Command.SMEMBERS).arg(ChainKeys.SUBSCRIPTIONS))
        .onSuccess(this::subscribe)
        .onFailure(cause -> context.log().warn("subscriptions unknown: " + cause.getMessage()));
  }

  private void subscribe(Response members) {
    Set<String> wanted = new HashSet<>();
    members.forEach(member -> wanted.add(member.toString()));
    if (wanted.equals(channels)) {
      return;
    }
    Set<String> added = new HashSet<>(wanted);
    added.removeAll(channels);
    int removed = channels.size() + added.size() - wanted.size();
    channels = wanted;
    socket.want(wanted);
    report.subscribed(wanted.size(), added.size(), removed, clock.wallMillis());
    context
        .log()
        .info(
            "options socket: %d channels, +%d -%d".formatted(wanted.size(), added.size(), removed));
  }

  /** What comes over the connection. */
  private final class Frames implements ProviderSocket.Listener {
    @Override
    public void frame(byte[] frame) {
      long now = clock.wallMillis();
      report.tick(now);
      stream.append(frame, now);
    }

    @Override
    public void status(String status, String message) {
      report.frame(clock.wallMillis());
      context.log().debug("options socket: " + status + " " + message);
    }

    @Override
    public void changed(SocketState state, String reason) {
      report.connected(state == SocketState.LIVE);
      if (state == SocketState.LIVE) {
        context.log().ok("options socket connected");
      }
    }
  }
}
