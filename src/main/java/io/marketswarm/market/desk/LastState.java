package io.marketswarm.market.desk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.marketswarm.bus.ModelUpdate.Kind;
import io.marketswarm.log.Log;
import io.marketswarm.market.model.OptionSide;
import io.marketswarm.market.model.TilePlan;
import io.marketswarm.market.model.TileSeed;
import io.marketswarm.market.publish.Publisher;
import io.marketswarm.market.publish.Topics;
import io.marketswarm.market.wire.HeatmapDecoder;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the previous owner of a desk has left: the models it published last, which are told again so
 * that nobody has to wait, and the tiles that clients hold, which the whole model and the diffs
 * after it make together.
 */
final class LastState {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_DIFFS = 1_000;

  private final List<Told> told;
  private final TileSeed tiles;
  private final long newestDiff;
  private final long diffBytes;

  /** Something that was published; its version is its time where it has none of its own. */
  private record Told(String topic, byte[] json, Kind kind, long version, long wallMillis) {}

  private LastState(List<Told> told, TileSeed tiles, long newestDiff, long diffBytes) {
    this.told = told;
    this.tiles = tiles;
    this.newestDiff = newestDiff;
    this.diffBytes = diffBytes;
  }

  /** Reads what there is; what cannot be read is as if it were not there. */
  static Future<LastState> read(
      Vertx vertx, RedisBus market, String symbol, boolean primary, TilePlan plan, Log log) {
    List<String> topics = topics(symbol, primary);
    String replay = Topics.heatmapReplay(symbol);
    List<Request> questions = new ArrayList<>();
    topics.forEach(topic -> questions.add(Request.cmd(Command.GET).arg(topic)));
    questions.add(Request.cmd(Command.XREVRANGE).arg(replay).arg("+").arg("-").arg("COUNT").arg(1));
    questions.add(Request.cmd(Command.MEMORY).arg("USAGE").arg(replay));
    return market
        .batch(questions)
        .compose(
            answers -> {
              List<Told> models = new ArrayList<>();
              for (int i = 0; i < topics.size(); i++) {
                if (answers.get(i) != null) {
                  read(topics.get(i), answers.get(i).toBytes(), Kind.FULL, log)
                      .ifPresent(models::add);
                }
              }
              long newest = newest(answers.get(topics.size()));
              Response bytes = answers.get(topics.size() + 1);
              return diffs(market, symbol, models, log)
                  .compose(
                      diffs ->
                          vertx.executeBlocking(
                              () ->
                                  restore(
                                      symbol,
                                      plan,
                                      models,
                                      diffs,
                                      newest,
                                      bytes == null ? 0 : bytes.toLong(),
                                      log)));
            });
  }

  private static List<String> topics(String symbol, boolean primary) {
    List<String> topics =
        new ArrayList<>(
            List.of(
                Topics.heatmap(symbol),
                Topics.gamma(symbol, OptionSide.CALL),
                Topics.gamma(symbol, OptionSide.PUT),
                Topics.exposure(symbol),
                Topics.bias(symbol),
                Topics.pin(symbol),
                Topics.selector(symbol)));
    if (primary) {
      topics.addAll(
          List.of(Topics.GAMMA_OF_ALL, Topics.BIAS, Topics.MARKET_MODE, Topics.VIX_REGIME));
    }
    return topics;
  }

  private static long newest(Response entries) {
    return entries.size() == 0 ? 0 : version(entries.get(0));
  }

  private static long version(Response entry) {
    String id = entry.get(0).toString();
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }

  /** The diffs after the whole model; without one they are of no use. */
  private static Future<List<Told>> diffs(
      RedisBus market, String symbol, List<Told> models, Log log) {
    Optional<Told> whole = heatmap(symbol, models);
    if (whole.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return market
        .send(
            Request.cmd(Command.XRANGE)
                .arg(Topics.heatmapReplay(symbol))
                .arg(whole.get().version + 1)
                .arg("+")
                .arg("COUNT")
                .arg(MOST_DIFFS))
        .map(
            entries -> {
              List<Told> diffs = new ArrayList<>();
              for (Response entry : entries) {
                byte[] diff = entry.get(1).get(1).toBytes();
                read(Topics.heatmapDiff(symbol), diff, Kind.DIFF, log).ifPresent(diffs::add);
              }
              return diffs;
            });
  }

  private static Optional<Told> heatmap(String symbol, List<Told> models) {
    return models.stream().filter(told -> told.topic.equals(Topics.heatmap(symbol))).findFirst();
  }

  /** Models begin with their time, those with a version have it close by. */
  private static Optional<Told> read(String topic, byte[] json, Kind kind, Log log) {
    long millis = 0;
    long version = 0;
    try (JsonParser in = JSON.createParser(json)) {
      in.nextToken();
      for (String name = in.nextFieldName();
          name != null && (millis == 0 || version == 0);
          name = in.nextFieldName()) {
        boolean number = in.nextToken().isNumeric();
        if (number && name.equals("ts")) {
          millis = Math.round(in.getDoubleValue() * 1_000);
        } else if (number && name.equals("version")) {
          version = in.getLongValue();
        } else if (millis > 0 && in.currentToken().isStructStart()) {
          break;
        }
      }
    } catch (IOException | RuntimeException unreadable) {
      log.warn(topic + " is left alone: " + unreadable.getMessage());
      return Optional.empty();
    }
    return Optional.of(new Told(topic, json, kind, version > 0 ? version : millis, millis));
  }

  private static LastState restore(
      String symbol,
      TilePlan plan,
      List<Told> models,
      List<Told> diffs,
      long newestDiff,
      long diffBytes,
      Log log) {
    List<Told> told = new ArrayList<>(models);
    told.addAll(diffs);
    TileSeed tiles = new TileSeed(plan);
    try {
      Optional<Told> whole = heatmap(symbol, models);
      if (whole.isPresent()) {
        tiles = HeatmapDecoder.seed(plan, whole.get().json);
        for (Told diff : diffs) {
          HeatmapDecoder.apply(tiles, diff.json);
        }
      }
    } catch (IOException | RuntimeException unreadable) {
      log.warn("the tiles of " + symbol + " begin anew: " + unreadable.getMessage());
      tiles = new TileSeed(plan);
    }
    tiles.version(Math.max(tiles.version(), newestDiff));
    return new LastState(told, tiles, newestDiff, diffBytes);
  }

  /** The tiles that clients hold. */
  TileSeed tiles() {
    return tiles;
  }

  /** Version of the newest diff that is kept, 0 without. */
  long newestDiff() {
    return newestDiff;
  }

  /** What the diffs that are kept take. */
  long diffBytes() {
    return diffBytes;
  }

  /** Tells everything again, as it was told. */
  void retell(Publisher publisher) {
    told.forEach(
        model ->
            publisher.retell(model.topic, model.json, model.kind, model.version, model.wallMillis));
  }
}
