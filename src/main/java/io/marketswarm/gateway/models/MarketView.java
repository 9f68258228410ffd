package io.marketswarm.gateway.models;

import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The node's view of the market, one for all instances of the gateway: it opens with the first of
 * them and closes with the last.
 */
public final class MarketView {
  private static final Map<Vertx, MarketView> OPEN = new HashMap<>();

  private final Vertx vertx;
  private final Desk desk;
  private final ModelCache models;
  private final Heatmaps heatmaps;
  private final SpotBoard spots;
  private final Candles candles;
  private final Chains chains;
  private final VolumeProfiles profiles;
  private final Gravity gravity;
  private final Map<String, Composite> exposures = new ConcurrentHashMap<>();
  private final Composite playByPlay;
  private final ModelFeed feed;
  private final ViewSettings settings;
  private int instances;

  private MarketView(Vertx vertx, ServiceContext context) {
    RedisBus market = context.stores().market();
    this.vertx = vertx;
    this.settings = ViewSettings.of(context.config());
    this.desk = new Desk(vertx);
    this.models = new ModelCache(desk, market, context.metrics());
    this.heatmaps = new Heatmaps(desk, market, context.metrics());
    this.spots = new SpotBoard(models, market, context.clock());
    this.candles = new Candles(desk, market);
    this.chains = new Chains(desk, market);
    this.profiles = new VolumeProfiles(desk, context.stores().system());
    this.gravity = new Gravity(desk, context.stores().system(), models, profiles);
    this.playByPlay = Composite.playByPlay(models);
    this.feed = new ModelFeed(desk, market, context.messages(), models, heatmaps);
  }

  /** The view of this node, for one more instance; each closes it once. */
  public static Future<MarketView> open(Vertx vertx, ServiceContext context) {
    synchronized (OPEN) {
      MarketView view = OPEN.computeIfAbsent(vertx, first -> new MarketView(vertx, context));
      return view.instances++ == 0 ? view.begin() : Future.succeededFuture(view);
    }
  }

  public Future<Void> close() {
    synchronized (OPEN) {
      if (--instances > 0) {
        return Future.succeededFuture();
      }
      OPEN.remove(vertx);
    }
    return desk.ask(
        () -> {
          desk.stopTimers();
          return feed.close();
        });
  }

  private Future<MarketView> begin() {
    return desk.ask(
        () -> {
          feed.register(settings.spotSymbols(), settings.chainSymbols());
          feed.open(settings.beat().toMillis());
          return Future.succeededFuture(this);
        });
  }

  public ModelCache models() {
    return models;
  }

  public Heatmaps heatmaps() {
    return heatmaps;
  }

  public SpotBoard spots() {
    return spots;
  }

  public Candles candles() {
    return candles;
  }

  public Chains chains() {
    return chains;
  }

  public VolumeProfiles profiles() {
    return profiles;
  }

  public Gravity gravity() {
    return gravity;
  }

  public Composite playByPlay() {
    return playByPlay;
  }

  /** Gamma exposure of a symbol whose calls and puts come apart. */
  public Composite gamma(String symbol) {
    Composite known = exposures.get(symbol);
    if (known != null) {
      return known;
    }
    Composite made = Composite.gamma(models, symbol);
    boolean worthKeeping = settings.chainSymbols().contains(symbol);
    return worthKeeping ? keep(symbol, made) : made;
  }

  private Composite keep(String symbol, Composite made) {
    Composite before = exposures.putIfAbsent(symbol, made);
    return before == null ? made : before;
  }

  public ViewSettings settings() {
    return settings;
  }
}
