package io.marketswarm.journal.trades;

import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Problem;
import io.marketswarm.web.api.ValueSchema;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Enters many trades of one import at once: the good ones as a whole, and tells what is wrong with
 * the others. A trade may give its legs with their prices instead of one price; then it is named
 * and netted here.
 */
final class BulkEntry {
  private static final int BAD_REQUEST = 400;
  private static final int CREATED = 201;

  /** What the request as a whole says, and no trade of it. */
  private static final List<String> OF_THE_WHOLE = List.of("log_id", "import_batch_id");

  private final MarketTime time;
  private final TradeEntry entry;
  private final ValueSchema trade;
  private final ValueSchema leg;

  BulkEntry(ApiRoutes api, MarketTime time, TradeEntry entry) {
    this.time = time;
    this.entry = entry;
    this.trade = api.schema("NewTrade");
    this.leg = api.schema("DealtLeg");
  }

  /** What became of a list of bodies: trades without a log, and why the others are none. */
  private record Made(List<NewTrade> trades, JsonArray errors) {}

  Future<Reply> enter(Call call, SqlConnection transaction) {
    int user = call.userId();
    return entry
        .log(transaction, user, Optional.empty(), new TradeBody(call.body()))
        .compose(
            log ->
                Multipliers.of(transaction, user)
                    .compose(known -> made(call, log.id(), known))
                    .compose(
                        made ->
                            TradeWriter.insert(transaction, made.trades)
                                .map(done -> reply(made, log))));
  }

  /** Off the event loop: thousands of trades take their time. */
  private Future<Made> made(Call call, String log, Multipliers multipliers) {
    JsonArray given = call.body().getJsonArray("trades");
    String batch = call.body().getString("import_batch_id");
    LocalDate today = time.today();
    return call.request()
        .vertx()
        .executeBlocking(
            () -> {
              Made made = new Made(new ArrayList<>(), new JsonArray());
              for (int i = 0; i < given.size(); i++) {
                try {
                  TradeBody body = body(given.getJsonObject(i), batch);
                  made.trades.add(body.trade(log, multipliers.of(body.symbol()), today));
                } catch (ApiError unusable) {
                  made.errors.add(
                      new JsonObject().put("index", i).put("error", unusable.getMessage()));
                }
              }
              return made;
            },
            false);
  }

  private TradeBody body(JsonObject given, String batch) {
    JsonObject body = given.copy();
    OF_THE_WHOLE.forEach(body::remove);
    if (batch != null) {
      body.put("import_batch_id", batch);
    }
    if (body.remove("legs") instanceof JsonArray legs) {
      net(body, legs);
    }
    require(trade, body, "");
    return new TradeBody(body);
  }

  private void net(JsonObject body, JsonArray given) {
    List<Structure.Leg> entered = legs(given, "price");
    Structure structure = Structure.of(entered);
    body.put("price_unit", "dollars")
        .put("entry_price", structure.price())
        .put("quantity", structure.quantity());
    named(body, structure);
    if (given.stream().allMatch(leg -> ((JsonObject) leg).getValue("exit_price") != null)) {
      BigDecimal side = BigDecimal.valueOf(Integer.signum(structure.quantity()));
      body.put("exit_price", Structure.net(legs(given, "exit_price")).multiply(side));
    }
  }

  private static void named(JsonObject body, Structure structure) {
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("strategy", structure.strategy());
    names.put("side", structure.side());
    names.put("strike", structure.strike());
    names.put("width", structure.width());
    names.forEach(
        (field, value) -> {
          if (body.getValue(field) == null && value != null) {
            body.put(field, value);
          }
        });
  }

  private List<Structure.Leg> legs(JsonArray given, String price) {
    List<Structure.Leg> legs = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      require(leg, given.getValue(i), "legs[" + i + "]");
      JsonObject one = given.getJsonObject(i);
      legs.add(
          new Structure.Leg(
              new BigDecimal(one.getValue("strike").toString()),
              LocalDate.parse(one.getString("expiration")),
              one.getString("right").equals("call"),
              one.getInteger("quantity"),
              new BigDecimal(one.getValue(price).toString())));
    }
    if (legs.isEmpty()) {
      throw ApiError.badRequest("legs must not be empty");
    }
    return legs;
  }

  private static void require(ValueSchema schema, Object value, String at) {
    List<Problem> problems = new ArrayList<>();
    schema.check(value, at, problems);
    if (!problems.isEmpty()) {
      throw Problem.refusal(problems);
    }
  }

  private static Reply reply(Made made, TradeEntry.Log log) {
    if (made.trades.isEmpty()) {
      throw new ApiError(
          BAD_REQUEST, "None of the trades can be used", Map.of("errors", made.errors));
    }
    JsonObject answer =
        new JsonObject()
            .put("created", made.trades.size())
            .put(
                "ids",
                new JsonArray(made.trades.stream().map(NewTrade::id).collect(Collectors.toList())))
            .put("errors", made.errors);
    log.warning().ifPresent(warning -> answer.put("warning", warning));
    return Reply.flat(CREATED, answer);
  }
}
