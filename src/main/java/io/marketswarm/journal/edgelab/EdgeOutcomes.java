package io.marketswarm.journal.edgelab;

import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Columns;
import io.marketswarm.web.api.Moments;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What was expected of a setup and what came of it: one hypothesis, locked before, and one outcome,
 * confirmed after.
 */
public final class EdgeOutcomes {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int CONFLICT = 409;
  private static final int DUPLICATE = 1062;

  private final Database database;

  public EdgeOutcomes(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.read(
            "getEdgeHypothesis",
            call -> of(call, EdgeSql.HYPOTHESIS_OF, EdgeSql.HYPOTHESIS, "Hypothesis"))
        .read("getEdgeOutcome", call -> of(call, EdgeSql.OUTCOME_OF, EdgeSql.OUTCOME, "Outcome"))
        .write("createEdgeHypothesis", this::expect)
        .write("lockEdgeHypothesis", this::lock)
        .write("createEdgeOutcome", this::resolve)
        .write("confirmEdgeOutcome", this::confirm);
  }

  private Future<Reply> of(Call call, String sql, Columns columns, String what) {
    String setup = call.text("id");
    return EdgeSetups.read(database.pool(), EdgeSql.GET, setup, call.userId())
        .compose(known -> EdgeSetups.find(database.pool(), sql, setup, call.userId()))
        .map(found -> found.orElseThrow(() -> ApiError.notFound(what + " not found")))
        .map(row -> Rows.one(OK, columns, row));
  }

  private Future<Reply> expect(Call call, SqlConnection transaction) {
    JsonObject body = Spelling.snake(call.body());
    Spelling.require(body, List.of("setup_id", "thesis", "convexity_source", "failure_condition"));
    String setup = body.getString("setup_id");
    return add(
        transaction,
        call.userId(),
        setup,
        EdgeSql.INSERT_HYPOTHESIS,
        Arrays.asList(
            UUID.randomUUID().toString(),
            setup,
            call.userId(),
            body.getString("thesis"),
            body.getString("convexity_source"),
            body.getString("failure_condition"),
            Spelling.flag(body, "max_risk_defined"),
            Moments.now()),
        EdgeSql.HYPOTHESIS_OF,
        EdgeSql.HYPOTHESIS,
        "The setup has a hypothesis already");
  }

  private Future<Reply> resolve(Call call, SqlConnection transaction) {
    JsonObject body = Spelling.snake(call.body());
    Spelling.require(body, List.of("setup_id", "outcome_type"));
    String setup = body.getString("setup_id");
    return add(
        transaction,
        call.userId(),
        setup,
        EdgeSql.INSERT_OUTCOME,
        Arrays.asList(
            UUID.randomUUID().toString(),
            setup,
            call.userId(),
            body.getString("outcome_type"),
            body.getString("system_suggestion"),
            body.getDouble("suggestion_confidence"),
            body.getString("suggestion_reasoning"),
            Spelling.flag(body, "hypothesis_valid"),
            Spelling.flag(body, "structure_resolved"),
            Spelling.flag(body, "exit_per_plan"),
            body.getString("notes"),
            body.getDouble("pnl_result"),
            Moments.now()),
        EdgeSql.OUTCOME_OF,
        EdgeSql.OUTCOME,
        "The setup has an outcome already");
  }

  private static Future<Reply> add(
      SqlConnection transaction,
      int user,
      String setup,
      String insert,
      List<Object> values,
      String read,
      Columns columns,
      String again) {
    return EdgeSetups.read(transaction, EdgeSql.GET, setup, user)
        .compose(known -> transaction.preparedQuery(insert).execute(Tuple.from(values)))
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof MySQLException error && error.getErrorCode() == DUPLICATE
                        ? new ApiError(CONFLICT, again)
                        : cause))
        .compose(done -> EdgeSetups.find(transaction, read, setup, user))
        .map(row -> Rows.one(CREATED, columns, row.orElseThrow()));
  }

  private Future<Reply> lock(Call call, SqlConnection transaction) {
    return finish(
        call,
        transaction,
        EdgeSql.LOCK_HYPOTHESIS,
        EdgeSql.HYPOTHESIS_LOCKED,
        EdgeSql.HYPOTHESIS,
        "locked_at",
        "Hypothesis");
  }

  private Future<Reply> confirm(Call call, SqlConnection transaction) {
    return finish(
        call,
        transaction,
        EdgeSql.LOCK_OUTCOME,
        EdgeSql.OUTCOME_CONFIRMED,
        EdgeSql.OUTCOME,
        "confirmed_at",
        "Outcome");
  }

  /** What is locked or confirmed stays as it is. */
  private static Future<Reply> finish(
      Call call,
      SqlConnection transaction,
      String read,
      String update,
      Columns columns,
      String when,
      String what) {
    String id = call.text("id");
    int user = call.userId();
    return EdgeSetups.find(transaction, read, id, user)
        .compose(
            found -> {
              if (found.orElseThrow(() -> ApiError.notFound(what + " not found")).getValue(when)
                  != null) {
                throw ApiError.badRequest(what + " is " + when.replace("_at", "") + " already");
              }
              return transaction.preparedQuery(update).execute(Tuple.of(Moments.now(), id, user));
            })
        .compose(done -> EdgeSetups.find(transaction, read, id, user))
        .map(row -> Rows.one(OK, columns, row.orElseThrow()));
  }
}
