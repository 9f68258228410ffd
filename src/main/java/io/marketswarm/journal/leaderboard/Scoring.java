package io.marketswarm.journal.leaderboard;

import io.marketswarm.journal.jobs.SingleFlight;
import io.marketswarm.store.Database;
import io.marketswarm.store.JsonColumn;
import io.marketswarm.web.api.Moments;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scores all traders and ranks them. */
public final class Scoring {
  /** Whoever stakes less than ten thousand dollars is scored, but not ranked. */
  private static final long VERIFIED_CAPITAL_CENTS = 1_000_000;

  private static final double UNRANKED_SCORE = 500;

  private final Database database;

  public Scoring(Database database) {
    this.database = database;
  }

  /** Returns how many were scored; nobody while another node does it. */
  public Future<Integer> run() {
    return SingleFlight.run(database, "afi", this::scoreAll).map(scored -> scored.orElse(0));
  }

  private Future<Integer> scoreAll() {
    return database
        .pool()
        .query(LeaderboardSql.TRADERS)
        .execute()
        .compose(
            traders -> {
              Future<Void> all = Future.succeededFuture();
              for (Row trader : traders) {
                all =
                    all.compose(
                        done -> score(trader.getInteger("user_id"), trader.getLong("capital")));
              }
              return all.compose(done -> database.pool().query(LeaderboardSql.RANK).execute())
                  .map(traders.size());
            });
  }

  private Future<Void> score(int user, long capital) {
    return database
        .pool()
        .preparedQuery(LeaderboardSql.TRADES)
        .execute(Tuple.of(user, user))
        .compose(
            rows -> {
              List<AfiScore.Closed> trades = new ArrayList<>();
              rows.forEach(row -> add(trades, row));
              return trades.isEmpty()
                  ? Future.succeededFuture()
                  : history(user)
                      .compose(
                          history -> keep(user, capital, AfiScore.of(trades, capital), history));
            });
  }

  /** A trade counts when its multiple can be told. */
  private static void add(List<AfiScore.Closed> trades, Row row) {
    long pnl = row.getLong(1);
    Double multiple = row.getDouble(0);
    if (multiple == null) {
      Long planned = row.getLong(2);
      double risk =
          planned != null && planned > 0
              ? planned
              : (double) row.getLong(3) * row.getLong(5) * row.getInteger(4);
      multiple = risk > 0 ? pnl / risk : null;
    }
    if (multiple != null) {
      trades.add(new AfiScore.Closed(multiple, pnl, row.getLocalDateTime(6)));
    }
  }

  private Future<JsonArray> history(int user) {
    return database
        .pool()
        .preparedQuery(LeaderboardSql.HISTORY)
        .execute(Tuple.of(user))
        .map(
            rows ->
                Rows.first(rows)
                    .map(row -> JsonColumn.array(row, "wss_history"))
                    .orElseGet(JsonArray::new));
  }

  private Future<Void> keep(int user, long capital, AfiScore score, JsonArray before) {
    JsonArray history = AfiTrend.with(before, Moments.now().toLocalDate(), score.durability());
    boolean verified = capital >= VERIFIED_CAPITAL_CENTS;
    return database
        .pool()
        .preparedQuery(LeaderboardSql.KEEP)
        .execute(
            Tuple.from(
                Arrays.asList(
                    user,
                    round(verified ? score.composite() : UNRANKED_SCORE, 2),
                    round(score.composite(), 2),
                    round(score.durability(), 5),
                    round(score.trades() + 0.5 * score.days(), 2),
                    AfiTrend.of(history),
                    score.isProvisional() ? 1 : 0,
                    score.trades(),
                    score.days(),
                    Moments.now(),
                    history.encode(),
                    verified ? "verified" : "unverified",
                    verified ? 1 : 0,
                    round(score.current(), 2),
                    round(score.robust(), 2),
                    round(score.composite(), 2),
                    round(Math.max(0, Math.min(1, (score.lifetimeSharpe() + 1) / 4)), 4),
                    round(score.resilience(), 4),
                    round(score.asymmetry(), 4),
                    round(score.velocity(), 4),
                    round(score.confidence(), 4),
                    round(score.momentum(), 4),
                    round(score.durability(), 4),
                    round(score.lifetimeSharpe(), 4))))
        .mapEmpty();
  }

  private static BigDecimal round(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
  }
}
