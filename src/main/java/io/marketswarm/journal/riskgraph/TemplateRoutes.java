package io.marketswarm.journal.riskgraph;

import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.journal.money.Cents;
import io.marketswarm.store.Assignments;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.JsonText;
import io.marketswarm.web.api.Moments;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;

/** Templates from which strategies are made around the spot of the moment. */
public final class TemplateRoutes {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int SHARE_CODE_BYTES = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The fields an owner may edit: their columns, and how they are read. */
  private static final Map<String, BiFunction<JsonObject, String, Object>> EDITABLE =
      new LinkedHashMap<>();

  static {
    for (String text : Arrays.asList("name", "description", "symbol", "strategy", "side")) {
      EDITABLE.put(text, JsonObject::getString);
    }
    for (String whole : Arrays.asList("strikeOffset", "width", "dteTarget")) {
      EDITABLE.put(whole, JsonObject::getInteger);
    }
    EDITABLE.put("debitEstimate", NewStrategy::decimal);
    EDITABLE.put("isPublic", (body, field) -> body.getBoolean(field) ? 1 : 0);
  }

  private final Database database;
  private final MarketTime time;
  private final StrategyRoutes strategies;

  public TemplateRoutes(Database database, MarketTime time, StrategyRoutes strategies) {
    this.database = database;
    this.time = time;
    this.strategies = strategies;
  }

  public void on(ApiRoutes api) {
    api.alias("/api/risk-graph/templates", "/api/templates")
        .read("listTemplates", this::list)
        .read("getTemplate", this::get)
        .read("getSharedTemplate", this::shared)
        .write("createTemplate", this::create)
        .write("patchTemplate", this::patch)
        .write("deleteTemplate", this::delete)
        .write("shareTemplate", this::share)
        .write("useTemplate", this::use);
  }

  private Future<Reply> list(Call call) {
    return database
        .pool()
        .preparedQuery(RiskGraphSql.LIST_TEMPLATES)
        .execute(Tuple.of(call.userId(), call.flag("include_public")))
        .map(rows -> Rows.list(RiskGraphSql.TEMPLATE, rows));
  }

  private Future<Reply> get(Call call) {
    return database
        .pool()
        .preparedQuery(RiskGraphSql.GET_TEMPLATE)
        .execute(Tuple.of(call.text("id"), call.userId()))
        .map(rows -> Rows.first(rows).orElseThrow(TemplateRoutes::notFound))
        .map(row -> Rows.one(OK, RiskGraphSql.TEMPLATE, row));
  }

  /** Whoever has the code may look; whose template it is stays private. */
  private Future<Reply> shared(Call call) {
    return database
        .pool()
        .preparedQuery(RiskGraphSql.SHARED_TEMPLATE)
        .execute(Tuple.of(call.text("code")))
        .map(rows -> Rows.first(rows).orElseThrow(TemplateRoutes::notFound))
        .map(
            row -> {
              JsonObject template =
                  JsonText.of(out -> RiskGraphSql.TEMPLATE.object(row, out)).toJsonObject();
              template.remove("userId");
              return Reply.ok(template);
            });
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    JsonObject body = call.body();
    NewStrategy.requireWidth(body, "");
    String id = UUID.randomUUID().toString();
    Integer offset = body.getInteger("strikeOffset");
    return transaction
        .preparedQuery(RiskGraphSql.INSERT_TEMPLATE)
        .execute(
            Tuple.from(
                Arrays.asList(
                    id,
                    call.userId(),
                    body.getString("name").strip(),
                    body.getString("description"),
                    body.getString("symbol", "SPX").strip().toUpperCase(Locale.ROOT),
                    body.getString("strategy"),
                    body.getString("side"),
                    offset == null ? 0 : offset,
                    body.getInteger("width"),
                    body.getInteger("dteTarget"),
                    NewStrategy.decimal(body, "debitEstimate"),
                    Boolean.TRUE.equals(body.getBoolean("isPublic")) ? 1 : 0,
                    Moments.now())))
        .compose(done -> own(transaction, id, call.userId()))
        .map(row -> Rows.one(CREATED, RiskGraphSql.TEMPLATE, row));
  }

  private Future<Reply> patch(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    Assignments changes = new Assignments();
    EDITABLE.forEach(
        (field, reader) -> {
          if (call.body().containsKey(field)) {
            changes.set(column(field), reader.apply(call.body(), field));
          }
        });
    return own(transaction, id, user)
        .compose(
            row ->
                changes.isEmpty()
                    ? Future.succeededFuture()
                    : transaction
                        .preparedQuery(RiskGraphSql.UPDATE_TEMPLATE.formatted(changes.clause()))
                        .execute(changes.valuesAnd(id, user)))
        .compose(done -> own(transaction, id, user))
        .map(row -> Rows.one(OK, RiskGraphSql.TEMPLATE, row));
  }

  private static String column(String field) {
    return field.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private Future<Reply> delete(Call call, SqlConnection transaction) {
    return transaction
        .preparedQuery(RiskGraphSql.DELETE_TEMPLATE)
        .execute(Tuple.of(call.text("id"), call.userId()))
        .map(
            gone -> {
              if (gone.rowCount() == 0) {
                throw notFound();
              }
              return Reply.done("Template deleted");
            });
  }

  private Future<Reply> share(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    return own(transaction, id, user)
        .compose(
            row -> {
              String known = row.getString("share_code");
              if (known != null && !call.flag("rotate")) {
                return Future.succeededFuture(known);
              }
              String code = newCode();
              return transaction
                  .preparedQuery(RiskGraphSql.SHARE)
                  .execute(Tuple.of(code, id, user))
                  .map(code);
            })
        .map(code -> Reply.ok(new JsonObject().put("shareCode", code)));
  }

  private static String newCode() {
    byte[] bytes = new byte[SHARE_CODE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private Future<Reply> use(Call call, SqlConnection transaction) {
    return transaction
        .preparedQuery(RiskGraphSql.GET_TEMPLATE)
        .execute(Tuple.of(call.text("id"), call.userId()))
        .map(rows -> Rows.first(rows).orElseThrow(TemplateRoutes::notFound))
        .compose(
            template ->
                transaction
                    .preparedQuery(RiskGraphSql.USED)
                    .execute(Tuple.of(call.text("id")))
                    .compose(
                        done ->
                            strategies.addIfRoom(
                                call, transaction, strategy(template, call.body()))))
        .map(row -> Rows.one(CREATED, RiskGraphSql.STRATEGY, row));
  }

  private NewStrategy strategy(Row template, JsonObject body) {
    String symbol = template.getString("symbol");
    int dte = template.getInteger("dte_target");
    LocalDate expiration = time.today().plusDays(dte);
    BigDecimal debit = NewStrategy.decimal(body, "debit");
    String underlying = body.getString("underlying");
    return new NewStrategy(
        UUID.randomUUID().toString(),
        symbol,
        underlying == null ? "I:" + symbol : underlying,
        template.getString("strategy"),
        template.getString("side"),
        strike(
            symbol,
            Cents.decimal((Number) body.getValue("spotPrice")),
            template.getInteger("strike_offset")),
        template.getInteger("width"),
        dte,
        expiration,
        debit == null || debit.signum() == 0 ? template.getBigDecimal("debit_estimate") : debit,
        true,
        0,
        null,
        template.getString("name"),
        System.currentTimeMillis());
  }

  /** The listed strike nearest to the spot, moved by the offset. */
  static BigDecimal strike(String symbol, BigDecimal spot, int offset) {
    BigDecimal step = BigDecimal.valueOf(symbol.equals("NDX") ? 50 : 5);
    BigDecimal strike = nearest(spot, offset, step);
    if (strike.signum() <= 0) {
      throw ApiError.badRequest("spotPrice " + spot + " leaves no strike above 0");
    }
    return strike;
  }

  private static BigDecimal nearest(BigDecimal spot, int offset, BigDecimal step) {
    return spot.add(BigDecimal.valueOf(offset))
        .divide(step, MathContext.DECIMAL64)
        .setScale(0, RoundingMode.HALF_EVEN)
        .multiply(step);
  }

  private static Future<Row> own(SqlConnection transaction, String id, int user) {
    return transaction
        .preparedQuery(RiskGraphSql.LOCK_OWN_TEMPLATE)
        .execute(Tuple.of(id, user))
        .map(rows -> Rows.first(rows).orElseThrow(TemplateRoutes::notFound));
  }

  private static ApiError notFound() {
    return ApiError.notFound("Template not found");
  }
}
