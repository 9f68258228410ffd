package io.marketswarm.gateway.streams;

import io.marketswarm.gateway.models.HeatmapDiff;
import io.marketswarm.gateway.models.Heatmaps;
import io.marketswarm.gateway.models.MarketView;
import io.marketswarm.gateway.models.Model;
import io.marketswarm.gateway.models.ModelCache;
import io.marketswarm.gateway.models.ModelKeys;
import io.marketswarm.gateway.models.SpotBoard;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.marketswarm.stream.EventTopic;
import io.marketswarm.stream.Hub;
import io.marketswarm.stream.SharedTopic;
import io.marketswarm.stream.SseEvent;
import io.marketswarm.stream.StateTopic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What everybody may hear of the market, fed from the node's view of it. Models leave as they were
 * published; those that come in parts leave when their parts have settled.
 */
final class MarketTopics {
  /** Parts of one publication arrive this close together. */
  private static final long SETTLE_MILLIS = 5;

  /** Spot values of some twenty symbols are told together this often at most. */
  private static final long SPOT_MILLIS = 100;

  private static final String GRAVITY_CHANNEL = "dealer_gravity_updated";
  private static final String GRAVITY_EVENT = "dealer_gravity_artifact_updated";

  private final Vertx vertx;
  private final Hub hub;
  private final MarketView view;
  private final StateTopic spot;
  private final StateTopic vexy;
  private final StateTopic bias;
  private final StateTopic mode;
  private final StateTopic regime;
  private final StateTopic gravity;
  private final EventTopic gravityNews;
  private final Map<String, StateTopic> gamma = new ConcurrentHashMap<>();
  private final Map<String, StateTopic> exposure = new ConcurrentHashMap<>();
  private final Map<String, StateTopic> selector = new ConcurrentHashMap<>();
  private final Map<String, CandleTopic> candles = new ConcurrentHashMap<>();
  private final Map<String, HeatmapTopic> heatmaps = new ConcurrentHashMap<>();
  private final Map<String, BriefHeatmapTopic> briefHeatmaps = new ConcurrentHashMap<>();
  private final Set<String> settling = ConcurrentHashMap.newKeySet();

  /** Symbols of whose heatmaps nothing is missing here. */
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  private final HeatmapNews heatmapNews = new HeatmapNews();
  private ModelCache.Follower follower;
  private RedisBus.Subscription gravityUpdates;
  private Cadence candleLooks;

  MarketTopics(Vertx vertx, Hub hub, MarketView view) {
    this.vertx = vertx;
    this.hub = hub;
    this.view = view;
    spot = hub.state("spot");
    vexy = hub.state("vexy");
    bias = hub.state("bias_lfi");
    mode = hub.state("market_mode");
    regime = hub.state("vix_regime");
    gravity = hub.state("dealer_gravity");
    gravityNews = hub.events("dealer_gravity:news", List::of);
  }

  void open(RedisBus market, Duration candleBeat) {
    follower = view.models().follow(key -> true, this::changed);
    view.heatmaps().listen(heatmapNews);
    gravityUpdates =
        market.subscribe(Set.of(GRAVITY_CHANNEL), (channel, json) -> gravity(json), () -> {});
    view.settings().chainSymbols().forEach(this::candles);
    candleLooks =
        Cadence.every(vertx, candleBeat, () -> candles.values().forEach(CandleTopic::refresh));
  }

  Future<Void> close() {
    follower.stop();
    view.heatmaps().ignore(heatmapNews);
    candleLooks.stop();
    return gravityUpdates.close();
  }

  StateTopic spot() {
    return spot;
  }

  StateTopic vexy() {
    return vexy;
  }

  StateTopic bias() {
    return bias;
  }

  StateTopic mode() {
    return mode;
  }

  StateTopic regime() {
    return regime;
  }

  /** With the last event for newcomers. */
  StateTopic gravity() {
    return gravity;
  }

  /** Only what is new. */
  EventTopic gravityNews() {
    return gravityNews;
  }

  StateTopic gamma(String symbol) {
    return gamma.computeIfAbsent(symbol, s -> hub.state("gex:" + s));
  }

  StateTopic exposure(String symbol) {
    return exposure.computeIfAbsent(symbol, s -> hub.state("exposure:" + s));
  }

  StateTopic selector(String symbol) {
    return selector.computeIfAbsent(symbol, s -> hub.state("trade_selector:" + s));
  }

  SharedTopic heatmap(String symbol) {
    return heatmaps.computeIfAbsent(symbol, s -> new HeatmapTopic(hub, view.heatmaps(), s)).topic();
  }

  /** The same with each tile's prices alone. */
  SharedTopic briefHeatmap(String symbol) {
    return inBrief(symbol).topic();
  }

  private BriefHeatmapTopic inBrief(String symbol) {
    return briefHeatmaps.computeIfAbsent(
        symbol, s -> new BriefHeatmapTopic(vertx, hub, view.heatmaps(), s));
  }

  /** Makes ready what newcomers to heatmaps in brief will want. */
  Future<Void> warmInBrief(List<String> symbols) {
    return Future.join(symbols.stream().map(symbol -> inBrief(symbol).ready()).toList())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  StateTopic candles(String symbol) {
    return candles.computeIfAbsent(symbol, s -> new CandleTopic(hub, view.candles(), s)).topic();
  }

  /** The symbols that have models of their own. */
  List<String> symbols() {
    return view.settings().chainSymbols();
  }

  /**
   * Asks for what newcomers to these symbols will want, in case nobody did before; what cannot be
   * had now comes later.
   */
  Future<Void> warm(List<String> symbols, boolean withCandles) {
    List<Future<?>> reads = new ArrayList<>();
    reads.add(view.spots().read().onSuccess(this::tellSpots));
    for (String key : List.of(ModelKeys.BIAS, ModelKeys.MARKET_MODE, ModelKeys.VIX_REGIME)) {
      reads.add(view.models().read(key));
    }
    reads.add(view.playByPlay().read());
    for (String symbol : symbols) {
      reads.add(view.gamma(symbol).read());
      reads.add(view.models().read(ModelKeys.selector(symbol)));
      reads.add(view.models().read(ModelKeys.exposure(symbol)));
      reads.add(heatmapOf(symbol));
      if (withCandles) {
        candles(symbol);
        reads.add(candles.get(symbol).refresh());
      }
    }
    return Future.join(reads).<Void>mapEmpty().otherwiseEmpty();
  }

  /**
   * The first who asks may come after changes that were told before anybody listened here; later on
   * the last whole will do, with the changes that were heard since.
   */
  private Future<?> heatmapOf(String symbol) {
    return begun.contains(symbol)
        ? view.heatmaps().whole(symbol)
        : view.heatmaps()
            .snapshot(symbol)
            .onSuccess(found -> found.ifPresent(s -> begun.add(symbol)));
  }

  private void changed(String key, Model model) {
    if (SpotBoard.concerns(key)) {
      settle("spot", SPOT_MILLIS, () -> tellSpots(view.spots().known()));
    } else if (key.equals(ModelKeys.BIAS)) {
      tell(bias, "bias_lfi", model);
    } else if (key.equals(ModelKeys.MARKET_MODE)) {
      tell(mode, "market_mode", model);
    } else if (key.equals(ModelKeys.VIX_REGIME)) {
      tell(regime, "vix_regime", model);
    } else if (key.equals(ModelKeys.VEXY_EPOCH) || key.equals(ModelKeys.VEXY_EVENT)) {
      settle("vexy", SETTLE_MILLIS, () -> tell(vexy, "vexy", view.playByPlay().knownOrEmpty()));
    } else {
      ofSymbol(key, model);
    }
  }

  private void ofSymbol(String key, Model model) {
    ModelKeys.symbolOfGamma(key)
        .ifPresent(symbol -> settle("gex:" + symbol, SETTLE_MILLIS, () -> tellGamma(symbol)));
    ModelKeys.symbolOfSelector(key)
        .ifPresent(symbol -> tell(selector(symbol), "trade_selector", model));
    ModelKeys.symbolOfExposure(key).ifPresent(symbol -> tell(exposure(symbol), "exposure", model));
  }

  /** Does something once when what belongs together has come. */
  private void settle(String what, long millis, Runnable tell) {
    if (settling.add(what)) {
      vertx.setTimer(
          millis,
          t -> {
            settling.remove(what);
            tell.run();
          });
    }
  }

  private void tellSpots(Model board) {
    if (board.length() > "{}".length()) {
      tellOnce(spot, "spot", board);
    }
  }

  private void tellGamma(String symbol) {
    view.gamma(symbol).known().ifPresent(model -> tellOnce(gamma(symbol), "gex", model));
  }

  private final Map<StateTopic, Model> told = new ConcurrentHashMap<>();

  /** A model that is put together here may turn out to be the one that was told last. */
  private void tellOnce(StateTopic topic, String event, Model model) {
    if (told.put(topic, model) != model) {
      tell(topic, event, model);
    }
  }

  private static void tell(StateTopic topic, String event, Model model) {
    topic.publish(SseEvent.of(event, model.json()));
  }

  private void gravity(String json) {
    SseEvent event = SseEvent.of(GRAVITY_EVENT, json);
    gravity.publish(event);
    gravityNews.publish(event);
  }

  private final class HeatmapNews implements Heatmaps.Listener {
    @Override
    public void changed(HeatmapDiff diff) {
      known(diff.symbol()).changed(diff);
      Optional.ofNullable(briefHeatmaps.get(diff.symbol())).ifPresent(brief -> brief.changed(diff));
    }

    @Override
    public void replaced(String symbol, Model whole) {
      known(symbol).replaced();
      Optional.ofNullable(briefHeatmaps.get(symbol)).ifPresent(brief -> brief.replaced(whole));
    }

    private HeatmapTopic known(String symbol) {
      heatmap(symbol);
      return heatmaps.get(symbol);
    }
  }
}
