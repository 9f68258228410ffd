package io.marketswarm.journal.edgelab;

import io.marketswarm.journal.jobs.SingleFlight;
import io.marketswarm.journal.market.MarketTime;
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
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** What confirmed outcomes say about a trader's edge. Asking keeps nothing; computing does. */
public final class EdgeAnalysis {
  private static final int OK = 200;
  private static final int DASHBOARD_DAYS = 90;
  private static final int ACTIVE_DAYS = 30;
  private static final String REGIMES = "regime_correlation";
  private static final String BIASES = "bias_overlay";

  private final Database database;
  private final MarketTime time;

  public EdgeAnalysis(Database database, MarketTime time) {
    this.database = database;
    this.time = time;
  }

  public void on(ApiRoutes api) {
    api.read(
            "getEdgeRegimes",
            call -> confirmed(call).map(known -> Reply.ok(known.regimeCorrelation())))
        .read("getEdgeBiases", call -> confirmed(call).map(known -> Reply.ok(known.biasOverlay())))
        .read("getEdgeScore", this::score)
        .read("listEdgeScores", this::scores)
        .read("listEdgeSignatures", this::signatures)
        .read("getEdgeDashboard", this::dashboard)
        .write("computeEdge", this::compute)
        .read("listEdgeActiveUsers", this::activeUsers)
        .read("materializeEdge", this::materialize);
  }

  /** The days a request is about, first to last. */
  private record Window(LocalDate start, LocalDate end) {
    static Window of(String start, String end) {
      Window window = new Window(LocalDate.parse(start), LocalDate.parse(end));
      if (window.end.isBefore(window.start)) {
        throw ApiError.badRequest("end must not be before start");
      }
      return window;
    }

    static Window lastDays(LocalDate today) {
      return new Window(today.minusDays(DASHBOARD_DAYS), today);
    }
  }

  private Future<Confirmed> confirmed(Call call) {
    return confirmed(
        database.pool(), call.userId(), Window.of(call.text("start"), call.text("end")));
  }

  private static Future<Confirmed> confirmed(SqlClient client, int user, Window window) {
    return client
        .preparedQuery(EdgeSql.CONFIRMED)
        .execute(Tuple.of(user, window.start, window.end))
        .map(rows -> Confirmed.of(rows, window.start, window.end));
  }

  private Future<Reply> score(Call call) {
    return confirmed(call)
        .map(
            known ->
                Reply.flat(
                    OK,
                    scored(known, call.userId(), Window.of(call.text("start"), call.text("end")))));
  }

  private static JsonObject scored(Confirmed known, int user, Window window) {
    if (known.sample() < EdgeScore.FEWEST) {
      return new JsonObject()
          .put("status", "insufficient_sample")
          .put("sample_size", known.sample())
          .put("minimum_required", EdgeScore.FEWEST);
    }
    EdgeScore score = known.score();
    return new JsonObject()
        .put("status", "computed")
        .put(
            "data",
            new JsonObject()
                .putNull("id")
                .put("userId", user)
                .put("windowStart", window.start.toString())
                .put("windowEnd", window.end.toString())
                .put("scope", "all")
                .put("structuralIntegrity", score.integrity())
                .put("executionDiscipline", score.discipline())
                .put("biasInterferenceRate", score.bias())
                .put("regimeAlignment", score.alignment())
                .put("finalScore", score.value())
                .put("sampleSize", score.sample())
                .put("computedAt", Moments.iso(Moments.now())));
  }

  private Future<Reply> scores(Call call) {
    return scoresOf(call.userId(), call.integer("days", DASHBOARD_DAYS))
        .map(rows -> Rows.list(EdgeSql.SCORE, rows));
  }

  private Future<RowSet<Row>> scoresOf(int user, int days) {
    return database
        .pool()
        .preparedQuery(EdgeSql.SCORES_SINCE)
        .execute(Tuple.of(user, Moments.now().minusDays(days)));
  }

  private Future<Reply> signatures(Call call) {
    return signaturesOf(call.userId()).map(Reply::ok);
  }

  private Future<JsonArray> signaturesOf(int user) {
    return database
        .pool()
        .preparedQuery(EdgeSql.SIGNATURES)
        .execute(Tuple.of(user))
        .map(
            rows -> {
              JsonArray list = new JsonArray();
              for (Row row : rows) {
                long n = row.getLong("n");
                list.add(
                    new JsonObject()
                        .put("structureSignature", row.getString("structure_signature"))
                        .put("setupCount", n)
                        .put("firstSeen", row.getLocalDate("first_seen").toString())
                        .put("lastSeen", row.getLocalDate("last_seen").toString())
                        .put("insufficientSample", n < EdgeScore.FEWEST));
              }
              return list;
            });
  }

  private Future<Reply> dashboard(Call call) {
    int user = call.userId();
    Future<Object> score = latest(EdgeSql.LATEST_SCORE, EdgeSql.SCORE, Tuple.of(user));
    Future<Object> regimes = latest(EdgeSql.LATEST_METRIC, EdgeSql.METRIC, Tuple.of(user, REGIMES));
    Future<Object> biases = latest(EdgeSql.LATEST_METRIC, EdgeSql.METRIC, Tuple.of(user, BIASES));
    Future<JsonArray> history =
        scoresOf(user, DASHBOARD_DAYS)
            .map(
                rows -> {
                  JsonArray list = new JsonArray();
                  rows.forEach(row -> list.add(json(EdgeSql.SCORE, row)));
                  return list;
                });
    Future<JsonArray> signatures = signaturesOf(user);
    return Future.all(score, regimes, biases, history, signatures)
        .map(
            read ->
                Reply.ok(
                    new JsonObject()
                        .put("edge_score", score.result())
                        .put(REGIMES, regimes.result())
                        .put(BIASES, biases.result())
                        .put("score_history", history.result())
                        .put("signatures", signatures.result())));
  }

  /** The latest row that was kept, or null. */
  private Future<Object> latest(String sql, Columns columns, Tuple values) {
    return database
        .pool()
        .preparedQuery(sql)
        .execute(values)
        .map(rows -> Rows.first(rows).map(row -> json(columns, row)).orElse(null));
  }

  private static JsonObject json(Columns columns, Row row) {
    return JsonText.of(out -> columns.object(row, out)).toJsonObject();
  }

  private Future<Reply> compute(Call call, SqlConnection transaction) {
    Window window = Window.of(call.body().getString("start"), call.body().getString("end"));
    return compute(transaction, call.userId(), window)
        .map(
            known ->
                Reply.ok(
                    new JsonObject()
                        .put("edge_score", scored(known, call.userId(), window))
                        .put(REGIMES, known.regimeCorrelation())
                        .put(BIASES, known.biasOverlay())));
  }

  /** Works out a window and keeps the result. */
  private static Future<Confirmed> compute(SqlConnection transaction, int user, Window window) {
    LocalDateTime now = Moments.now();
    return confirmed(transaction, user, window)
        .compose(
            known ->
                keep(transaction, user, window, REGIMES, known.regimeCorrelation(), now)
                    .compose(
                        done -> keep(transaction, user, window, BIASES, known.biasOverlay(), now))
                    .compose(done -> keepScore(transaction, user, window, known, now))
                    .map(known));
  }

  private static Future<?> keep(
      SqlConnection transaction,
      int user,
      Window window,
      String type,
      JsonObject metric,
      LocalDateTime now) {
    return transaction
        .preparedQuery(EdgeSql.KEEP_METRIC)
        .execute(
            Tuple.of(
                user,
                type,
                window.start,
                window.end,
                metric.encode(),
                metric.getInteger("total_records"),
                now));
  }

  private static Future<?> keepScore(
      SqlConnection transaction, int user, Window window, Confirmed known, LocalDateTime now) {
    if (known.sample() < EdgeScore.FEWEST) {
      return Future.succeededFuture();
    }
    EdgeScore score = known.score();
    return transaction
        .preparedQuery(EdgeSql.KEEP_SCORE)
        .execute(
            Tuple.of(
                user,
                window.start,
                window.end,
                score.integrity(),
                score.discipline(),
                score.bias(),
                score.alignment(),
                score.value(),
                score.sample(),
                now));
  }

  private Future<Reply> activeUsers(Call call) {
    return activeUsers(call.integer("days", ACTIVE_DAYS))
        .map(
            rows -> {
              JsonArray ids = new JsonArray();
              rows.forEach(row -> ids.add(row.getInteger("user_id")));
              return Reply.flat(OK, new JsonObject().put("user_ids", ids).put("count", ids.size()));
            });
  }

  private Future<RowSet<Row>> activeUsers(int days) {
    return database
        .pool()
        .preparedQuery(EdgeSql.ACTIVE_USERS)
        .execute(Tuple.of(Moments.now().minusDays(days)));
  }

  private Future<Reply> materialize(Call call) {
    return materialize()
        .map(users -> Reply.flat(OK, new JsonObject().put("users_processed", users)));
  }

  /** Works out the last months of everybody who is active; nobody while another node does it. */
  public Future<Integer> materialize() {
    return SingleFlight.run(database, "edge lab", this::materializeAll)
        .map(users -> users.orElse(0));
  }

  private Future<Integer> materializeAll() {
    Window window = Window.lastDays(time.today());
    return activeUsers(ACTIVE_DAYS)
        .compose(
            users -> {
              Future<?> all = Future.succeededFuture();
              for (Row user : users) {
                int id = user.getInteger("user_id");
                all = all.compose(done -> database.transaction(tx -> compute(tx, id, window)));
              }
              return all.map(users.size());
            });
  }
}
