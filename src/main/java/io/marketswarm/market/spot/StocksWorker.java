package io.marketswarm.market.spot;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.Providers;
import io.marketswarm.market.feed.Cluster;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.feed.ProviderSocket;
import io.marketswarm.market.feed.SecondBar;
import io.marketswarm.market.feed.SocketRhythm;
import io.marketswarm.market.feed.SocketState;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.market.model.SpotValue;
import io.marketswarm.market.model.SpotValue.Prices;
import io.marketswarm.market.volume.VolumeCount;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.store.Cadence;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Follows the provider's stream of stocks over its one connection: the seconds of the stocks we
 * keep, and the trades of the fund whose volume by price stands for the index's. Futures come by a
 * connection of their own, if at all.
 */
public final class StocksWorker extends VerticleBase {
  private static final String NAME = "stocks";
  private static final String VOLUME = "volume";

  /** The fund that is counted. */
  private static final String FUND = "SPY";

  private static final Duration TICK = Duration.ofSeconds(1);

  /** A connection may be away for so long, and volume wait, before something is wrong. */
  private static final long PATIENCE_MILLIS = 30_000;

  private final ServiceContext context;
  private final MassiveSettings settings;
  private final StreamHours hours;
  private final List<ProviderSocket> sockets = new ArrayList<>();
  private VolumeCount volume;
  private SpotQueue queue;
  private ProviderRest rest;
  private PreviousCloses closes;
  private boolean open;
  private volatile long wellMillis;
  private volatile long storedMillis;

  public StocksWorker(ServiceContext context) {
    this.context = context;
    this.settings = MassiveSettings.from(context.config().env().all());
    this.hours = new StreamHours(settings.provider().hours(), context.clock());
  }

  @Override
  public Future<?> start() {
    if (!settings.provider().source().asks()) {
      return Future.succeededFuture();
    }
    Providers directory = new Providers(vertx, context.stores().market(), settings.provider());
    volume = new VolumeCount(context);
    queue = new SpotQueue(new SpotWriter(context, settings.spot()), context.metrics());
    rest = new ProviderRest(vertx, directory, context.metrics());
    closes =
        new PreviousCloses(rest, settings.spot().streamedStocks(), context.clock(), context.log());
    follow(directory);
    wellMillis = context.clock().wallMillis();
    storedMillis = wellMillis;
    context.vitals().mode(settings.provider().source().id());
    context.vitals().watch(NAME, () -> feeling(wellMillis));
    context.vitals().watch(VOLUME, () -> feeling(storedMillis));
    vertx.setTimer(1, once -> tick());
    Cadence.every(vertx, TICK, this::tick);
    return Future.succeededFuture();
  }

  private void follow(Providers directory) {
    List<String> channels = new ArrayList<>();
    settings.spot().streamedStocks().forEach(symbol -> channels.add("A." + symbol));
    channels.add("T." + FUND);
    connect(directory, Cluster.STOCKS, channels, new Stocks());
    if (settings.spot().futuresEnabled()) {
      connect(
          directory,
          Cluster.FUTURES,
          settings.spot().futures().stream().map(symbol -> "A." + symbol).toList(),
          new Futures());
    }
  }

  private void connect(
      Providers directory, Cluster cluster, List<String> channels, Listener listener) {
    ProviderSocket socket =
        new ProviderSocket(
            vertx,
            directory,
            cluster,
            SocketRhythm.USUAL,
            () -> context.clock().phase() == Phase.OPEN,
            listener,
            context.metrics(),
            context.log());
    socket.want(channels);
    sockets.add(socket);
  }

  private void tick() {
    long now = context.clock().wallMillis();
    boolean wanted = hours.now();
    if (wanted != open) {
      open = wanted;
      sockets.forEach(wanted ? ProviderSocket::open : ProviderSocket::pause);
    }
    if (wanted) {
      closes.look();
    }
    if (!wanted || sockets.stream().allMatch(socket -> socket.state() == SocketState.LIVE)) {
      wellMillis = now;
    }
    if (context.fence().holds()) {
      volume.flush().onSuccess(v -> storedMillis = context.clock().wallMillis());
    }
  }

  private Condition feeling(long sinceMillis) {
    return Math.abs(context.clock().wallMillis() - sinceMillis) > PATIENCE_MILLIS
        ? Condition.DEGRADED
        : Condition.OK;
  }

  @Override
  public Future<?> stop() {
    context.vitals().forget(NAME);
    context.vitals().forget(VOLUME);
    if (rest == null) {
      return Future.succeededFuture();
    }
    return Future.join(sockets.stream().map(ProviderSocket::close).toList())
        .eventually(volume::flushAll)
        .eventually(rest::close)
        .otherwiseEmpty();
  }

  /** What comes in one frame is written together. */
  private abstract class Listener implements ProviderSocket.Listener {
    private final Set<String> wanted;

    Listener(List<String> symbols) {
      this.wanted = Set.copyOf(symbols);
    }

    abstract SpotValue value(SecondBar bar, Prices prices, long millis);

    @Override
    public void second(SecondBar bar) {
      if (wanted.contains(bar.symbol())) {
        Prices prices = new Prices(bar.open(), bar.high(), bar.low(), bar.close(), bar.volume());
        queue.add(value(bar, prices, millis(bar)));
      }
    }

    private long millis(SecondBar bar) {
      if (bar.startMillis() > 0) {
        return bar.startMillis();
      }
      return bar.endMillis() > 0 ? bar.endMillis() : context.clock().wallMillis();
    }

    @Override
    public void frame(byte[] frame) {
      queue.flush();
    }
  }

  private final class Stocks extends Listener {
    Stocks() {
      super(settings.spot().streamedStocks());
    }

    @Override
    SpotValue value(SecondBar bar, Prices prices, long millis) {
      return SpotValue.stock(bar.symbol(), prices, millis, closes.of(bar.symbol()));
    }

    @Override
    public void stockTrade(String symbol, double price, long size, long millis) {
      if (FUND.equals(symbol)) {
        volume.trade(price, size);
      }
    }
  }

  private final class Futures extends Listener {
    Futures() {
      super(settings.spot().futures());
    }

    @Override
    SpotValue value(SecondBar bar, Prices prices, long millis) {
      return SpotValue.future(bar.symbol(), prices, millis, bar.dollarVolume());
    }
  }
}
