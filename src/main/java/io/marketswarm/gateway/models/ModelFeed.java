package io.marketswarm.gateway.models;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.bus.Subscription;
import io.marketswarm.log.Log;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where models come from: the event bus, the channels of the market bus, and its keys. */
final class ModelFeed {
  private static final String UPDATED = "massive:model:updated";
  private static final String PLAY_BY_PLAY = "vexy:playbyplay";
  private static final long NEWCOMERS_MILLIS = 60_000;
  private static final String KEYS_PER_STEP = "1000";
  private static final long NANOS_A_MILLI = 1_000_000;

  /** Who announces nothing and has changed nothing for long is looked after when all loops wake. */
  private static final Duration REST = Duration.ofSeconds(5);

  private static final Log LOG = Log.of("gateway");

  private final Desk desk;
  private final RedisBus market;
  private final MessageBus messages;
  private final ModelCache models;
  private final Heatmaps heatmaps;
  private Subscription updates;
  private RedisBus.Subscription channels;
  private RedisBus.Subscription diffs;
  private volatile boolean closed;

  ModelFeed(Desk desk, RedisBus market, MessageBus messages, ModelCache models, Heatmaps heatmaps) {
    this.desk = desk;
    this.market = market;
    this.messages = messages;
    this.models = models;
    this.heatmaps = heatmaps;
  }

  /** Begins to listen; at the desk. */
  void open(long beatMillis) {
    updates = messages.consume(Addresses.MARKET_MODEL, this::update);
    channels = market.subscribe(Set.of(UPDATED, PLAY_BY_PLAY), this::announced, models::resync);
    diffs =
        market.psubscribe(
            Set.of(ModelKeys.heatmapDiffs()),
            (channel, json) -> diff(channel, Buffer.buffer(json), false),
            heatmaps::resync);
    beat(beatMillis);
    desk.every(NEWCOMERS_MILLIS, this::lookForNewcomers);
    lookForNewcomers();
  }

  /** Where nothing changes for a while, it is enough to look after the models now and then. */
  private void beat(long millis) {
    if (closed) {
      return;
    }
    models.beat();
    heatmaps.beat();
    long rest = models.isResting() ? Cadence.nanosToNext(REST) / NANOS_A_MILLI : 0;
    desk.after(Math.max(millis, rest), () -> beat(millis));
  }

  Future<Void> close() {
    closed = true;
    return Future.join(updates.close(), channels.close(), diffs.close()).mapEmpty();
  }

  private void update(ModelUpdate update) {
    if (update.kind() == ModelUpdate.Kind.DIFF) {
      diff(update.topic(), update.payload(), true);
      return;
    }
    Optional<String> symbol = ModelKeys.symbolOfHeatmap(update.topic());
    if (symbol.isPresent()) {
      heatmaps.offer(symbol.get(), update.payload());
    } else {
      models.offer(update.topic(), update.payload());
    }
  }

  private void diff(String topic, Buffer json, boolean sound) {
    ModelKeys.symbolOfDiff(topic).ifPresent(symbol -> heatmaps.change(symbol, json, sound));
  }

  private void announced(String channel, String message) {
    if (channel.equals(PLAY_BY_PLAY)) {
      models.announce(ModelKeys.announced("vexy", ""));
      return;
    }
    TopFields said = TopFields.of(Buffer.buffer(message), "model", "symbol");
    if (said.text("model").isPresent()) {
      models.announce(
          ModelKeys.announced(said.text("model").get(), said.text("symbol").orElse("")));
    }
  }

  /** Symbols nobody configured here, of publishers that announce nothing. */
  private void lookForNewcomers() {
    scan("0").onFailure(away -> LOG.debug("newcomers are looked for later: " + away.getMessage()));
  }

  private Future<Void> scan(String cursor) {
    return market
        .send(
            Request.cmd(Command.SCAN)
                .arg(cursor)
                .arg("MATCH")
                .arg("massive:*model:*")
                .arg("COUNT")
                .arg(KEYS_PER_STEP))
        .compose(
            step -> {
              for (Response key : step.get(1)) {
                notice(key.toString());
              }
              String next = step.get(0).toString();
              return next.equals("0") ? Future.succeededFuture() : scan(next);
            });
  }

  private void notice(String key) {
    if (ModelKeys.isModel(key)) {
      models.register(key);
    }
    ModelKeys.symbolOfHeatmap(key).ifPresent(heatmaps::register);
  }

  /** What is looked after whether or not it exists yet. */
  void register(List<String> spotSymbols, List<String> chainSymbols) {
    ModelKeys.GLOBAL.forEach(models::register);
    spotSymbols.forEach(symbol -> models.register(ModelKeys.spot(symbol)));
    for (String symbol : chainSymbols) {
      models.register(ModelKeys.calls(symbol));
      models.register(ModelKeys.puts(symbol));
      models.register(ModelKeys.selector(symbol));
      models.register(ModelKeys.exposure(symbol));
      models.register(ModelKeys.pin(symbol));
      heatmaps.register(symbol);
    }
  }
}
