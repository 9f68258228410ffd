package io.marketswarm.journal.internal;

import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Columns;
import io.marketswarm.web.api.JsonText;
import io.marketswarm.web.api.Moments;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** The versions of what the trade selector weighs, of which one is active. */
public final class SelectorParams {
  private static final int OK = 200;
  private static final int CREATED = 201;

  private static final Columns PARAMS =
      Columns.inCamelCase("p")
          .integer("id", "version")
          .text("status", "name", "description")
          .json("weights", "regime_thresholds")
          .integer("total_ideas", "win_count")
          .number("win_rate", "avg_pnl", "avg_capture_rate")
          .text("ab_test_group", "ab_test_id")
          .instant("created_at", "activated_at", "retired_at");

  private static final String SELECT = "SELECT " + PARAMS.select() + " FROM selector_params p";

  private static final String LIST =
      SELECT + " WHERE p.status <> 'retired' OR ? ORDER BY p.version DESC LIMIT 1000";

  private static final String ACTIVE = SELECT + " WHERE p.status = 'active' LIMIT 1";

  private static final String GET = SELECT + " WHERE p.version = ?";

  /** Everybody who adds or activates waits here for the others. */
  private static final String LOCK_ALL = "SELECT version FROM selector_params FOR UPDATE";

  private static final String INSERT =
      "INSERT INTO selector_params (version, status, name, description, weights,"
          + " regime_thresholds, created_at, activated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String RETIRE_ACTIVE =
      "UPDATE selector_params SET status = 'retired', retired_at = ? WHERE status = 'active'"
          + " AND version <> ?";

  private static final String ACTIVATE =
      "UPDATE selector_params SET status = 'active', activated_at = ?, retired_at = NULL"
          + " WHERE version = ?";

  private final Database database;

  public SelectorParams(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.read("listSelectorParams", this::list)
        .read("getActiveSelectorParams", this::active)
        .write("createSelectorParams", this::create)
        .write("activateSelectorParams", this::activate);
  }

  private Future<Reply> list(Call call) {
    return database
        .pool()
        .preparedQuery(LIST)
        .execute(Tuple.of(call.flag("include_retired")))
        .map(
            rows -> {
              JsonArray list = new JsonArray();
              rows.forEach(row -> list.add(told(row)));
              return Reply.ok(list);
            });
  }

  private Future<Reply> active(Call call) {
    return database
        .pool()
        .query(ACTIVE)
        .execute()
        .map(
            rows ->
                Reply.ok(
                    told(
                        Rows.first(rows)
                            .orElseThrow(() -> ApiError.notFound("No parameters are active")))));
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    JsonObject body = call.body();
    String status = body.getString("status");
    String state = status == null ? "draft" : status;
    boolean active = state.equals("active");
    JsonObject thresholds = body.getJsonObject("regime_thresholds");
    return transaction
        .query(LOCK_ALL)
        .execute()
        .compose(
            known -> {
              int version = 1;
              for (Row row : known) {
                version = Math.max(version, row.getInteger(0) + 1);
              }
              int next = version;
              return (active ? retireOthers(transaction, next) : Future.succeededFuture())
                  .compose(
                      done ->
                          transaction
                              .preparedQuery(INSERT)
                              .execute(
                                  Tuple.of(
                                      next,
                                      state,
                                      body.getString("name"),
                                      body.getString("description"),
                                      body.getJsonObject("weights").encode(),
                                      thresholds == null ? null : thresholds.encode(),
                                      Moments.now(),
                                      active ? Moments.now() : null)))
                  .compose(done -> reply(transaction, CREATED, next));
            });
  }

  private Future<Reply> activate(Call call, SqlConnection transaction) {
    int version = call.integer("version", 0);
    return transaction
        .query(LOCK_ALL)
        .execute()
        .compose(locked -> reply(transaction, OK, version)) // unknown: nothing is retired
        .compose(known -> retireOthers(transaction, version))
        .compose(
            done -> transaction.preparedQuery(ACTIVATE).execute(Tuple.of(Moments.now(), version)))
        .compose(done -> reply(transaction, OK, version));
  }

  private static Future<?> retireOthers(SqlConnection transaction, int but) {
    return transaction.preparedQuery(RETIRE_ACTIVE).execute(Tuple.of(Moments.now(), but));
  }

  private static Future<Reply> reply(SqlConnection transaction, int status, int version) {
    return transaction
        .preparedQuery(GET)
        .execute(Tuple.of(version))
        .map(
            rows -> {
              JsonObject params =
                  told(
                      Rows.first(rows)
                          .orElseThrow(() -> ApiError.notFound("There is no version " + version)));
              return Reply.flat(status, new JsonObject().put("data", params));
            });
  }

  private static JsonObject told(Row row) {
    JsonObject params = JsonText.of(out -> PARAMS.object(row, out)).toJsonObject();
    JsonObject performance = new JsonObject();
    for (String figure :
        new String[] {"totalIdeas", "winCount", "winRate", "avgPnl", "avgCaptureRate"}) {
      performance.put(figure, params.remove(figure));
    }
    Object group = params.remove("abTestGroup");
    Object test = params.remove("abTestId");
    return params
        .put("performance", performance)
        .put("abTest", test == null ? null : new JsonObject().put("group", group).put("id", test));
  }
}
