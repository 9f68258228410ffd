package io.marketswarm.gateway.models;

import io.marketswarm.gateway.rest.Fields;
import io.marketswarm.market.model.PinProbability;
import io.marketswarm.market.wire.PinJson;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where a symbol is likely to be pinned, by the models there are of it at the moment. */
final class PinForecast {
  private static final String WITH_LEVELS = "I:SPX";
  private static final double ANY = Double.MAX_VALUE;

  private final RedisBus market;
  private final MarketView view;

  PinForecast(RedisBus market, MarketView view) {
    this.market = market;
    this.view = view;
  }

  /** The three likeliest strikes; empty without spot or gamma. */
  Future<Optional<Model>> of(String symbol) {
    Future<Optional<Model>> spot = view.models().read(ModelKeys.spot(symbol));
    Future<Optional<Model>> gamma = view.gamma(symbol).read();
    Future<Optional<Model>> bias = view.models().read(ModelKeys.BIAS);
    Future<Optional<ChainDigest>> chain = view.chains().read();
    Future<JsonObject> levels = levels(symbol);
    return Future.all(spot, gamma, bias, chain, levels)
        .map(
            read ->
                spot.result().isEmpty() || gamma.result().isEmpty()
                    ? Optional.empty()
                    : forecast(
                        symbol,
                        TopFields.of(spot.result().get().json(), "value").number("value"),
                        new JsonObject(gamma.result().get().json()),
                        bias.result(),
                        chain.result().flatMap(digest -> digest.of(symbol)),
                        levels.result()));
  }

  private Future<JsonObject> levels(String symbol) {
    return symbol.equals(WITH_LEVELS)
        ? market
            .send(Request.cmd(Command.GET).arg(ModelKeys.VOLUME_LEVELS))
            .map(found -> found == null ? new JsonObject() : object(found.toBuffer()))
        : Future.succeededFuture(new JsonObject());
  }

  private static JsonObject object(Buffer json) {
    try {
      return new JsonObject(json);
    } catch (DecodeException broken) {
      return new JsonObject();
    }
  }

  private static Optional<Model> forecast(
      String symbol,
      double spot,
      JsonObject gamma,
      Optional<Model> bias,
      Optional<ChainDigest.Strikes> chain,
      JsonObject levels) {
    if (!Double.isFinite(spot)) {
      return Optional.empty();
    }
    Map<Double, Double> net = new TreeMap<>();
    add(net, gamma.getJsonObject("calls"), PinProbability.dollarGamma(1, spot));
    add(net, gamma.getJsonObject("puts"), -PinProbability.dollarGamma(1, spot));
    return Optional.of(
        model(
            new PinProbability.Inputs(
                spot,
                zeroGamma(symbol, bias),
                net,
                chain.map(ChainDigest.Strikes::openCalls).orElse(Map.of()),
                chain.map(ChainDigest.Strikes::openPuts).orElse(Map.of()),
                prices(levels, "hvns"),
                prices(levels, "lvns"),
                new Fields(levels).number("poc", -ANY, ANY).orElse(Double.NaN))));
  }

  private static double zeroGamma(String symbol, Optional<Model> bias) {
    return bias.map(model -> TopFields.of(model.json(), "symbol", "gex_flip_level"))
        .filter(fields -> fields.text("symbol").filter(symbol::equals).isPresent())
        .map(fields -> fields.number("gex_flip_level"))
        .orElse(Double.NaN);
  }

  /** Sums one side over all expirations. */
  private static void add(Map<Double, Double> net, JsonObject side, double dollars) {
    if (side == null || !(side.getValue("expirations") instanceof JsonObject expirations)) {
      return;
    }
    for (Map.Entry<String, Object> expiry : expirations) {
      if (expiry.getValue() instanceof JsonObject strikes) {
        byStrike(strikes).forEach((k, units) -> net.merge(k, units * dollars, Double::sum));
      }
    }
  }

  /** The forecast for what a client describes. */
  static Model of(JsonObject asked) {
    Fields fields = new Fields(asked);
    JsonObject profile = object(asked, "volume_profile");
    return model(
        new PinProbability.Inputs(
            fields
                .number("spot", -ANY, ANY)
                .orElseThrow(() -> ApiError.badRequest("spot is required")),
            fields.number("zero_gamma", -ANY, ANY).orElse(Double.NaN),
            byStrike(object(asked, "gex")),
            byStrike(object(asked, "call_oi")),
            byStrike(object(asked, "put_oi")),
            prices(profile, "hvn"),
            prices(profile, "lvn"),
            new Fields(profile).number("poc", -ANY, ANY).orElse(Double.NaN)));
  }

  private static Model model(PinProbability.Inputs inputs) {
    return new Model(Buffer.buffer(PinJson.PINS.bytes(PinProbability.of(inputs))));
  }

  private static JsonObject object(JsonObject from, String name) {
    return from.getValue(name) instanceof JsonObject object ? object : new JsonObject();
  }

  /** Strikes are keys in JSON, and so they are texts; what is no number is left out. */
  private static Map<Double, Double> byStrike(JsonObject values) {
    Map<Double, Double> strikes = new TreeMap<>();
    for (Map.Entry<String, Object> entry : values) {
      if (entry.getKey().matches("\\d{1,9}(\\.\\d{1,6})?")
          && entry.getValue() instanceof Number value
          && Double.isFinite(value.doubleValue())) {
        strikes.put(Double.valueOf(entry.getKey()), value.doubleValue());
      }
    }
    return strikes;
  }

  private static Set<Double> prices(JsonObject from, String name) {
    Set<Double> prices = new HashSet<>();
    if (from.getValue(name) instanceof JsonArray list) {
      list.stream()
          .filter(Number.class::isInstance)
          .map(Number.class::cast)
          .forEach(price -> prices.add(price.doubleValue()));
    }
    return prices;
  }
}
