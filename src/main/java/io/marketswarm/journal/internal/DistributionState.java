package io.marketswarm.journal.internal;

import io.marketswarm.journal.leaderboard.Drawdowns;
import io.marketswarm.store.Database;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the outcomes of a trader are distributed, for those who watch over traders. */
public final class DistributionState {
  private static final int FEWEST = 10;
  private static final int DAYS = 30;
  private static final long KEPT_SECONDS = 300;
  private static final int MOST_KEPT = 10_000;

  private static final String TRADES =
      "SELECT t.r_multiple + 0E0, t.pnl, t.planned_risk, t.exit_time FROM trades t"
          + " JOIN trade_logs l ON l.id = t.log_id WHERE l.user_id = ? AND t.status = 'closed'"
          + " AND t.planned_risk > 0 AND t.pnl IS NOT NULL AND t.r_multiple IS NOT NULL"
          + " AND t.exit_time IS NOT NULL ORDER BY t.exit_time, t.id";

  private final Database database;
  private final Map<Integer, Known> known = new LinkedHashMap<>();

  private record Known(JsonObject state, long nanos) {
    long ageSeconds() {
      return (System.nanoTime() - nanos) / 1_000_000_000L;
    }
  }

  public DistributionState(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.read("getDistributionState", this::get);
  }

  private Future<Reply> get(Call call) {
    int user = call.integer("user_id", 0);
    Known state = known.get(user);
    if (state != null && state.ageSeconds() < KEPT_SECONDS) {
      return Future.succeededFuture(reply(state));
    }
    return database
        .pool()
        .preparedQuery(TRADES)
        .execute(Tuple.of(user))
        .map(
            rows -> {
              if (known.size() >= MOST_KEPT) {
                known.remove(known.keySet().iterator().next());
              }
              Known fresh = new Known(state(rows, Moments.now()), System.nanoTime());
              known.put(user, fresh);
              return reply(fresh);
            });
  }

  private static Reply reply(Known known) {
    return Reply.ok(known.state.copy().put("cache_age_seconds", known.ageSeconds()));
  }

  private static JsonObject state(RowSet<Row> rows, LocalDateTime now) {
    if (rows.size() < FEWEST) {
      return new JsonObject().put("insufficient_data", true).put("trade_count", rows.size());
    }
    double[] multiples = new double[rows.size()];
    LocalDateTime[] exits = new LocalDateTime[rows.size()];
    double pnl = 0;
    double risk = 0;
    int n = 0;
    for (Row row : rows) {
      LocalDateTime exit = row.getLocalDateTime(3);
      if (!exit.isBefore(now.minusDays(DAYS))) {
        multiples[n] = row.getDouble(0);
        exits[n++] = exit;
        pnl += row.getLong(1);
        risk += row.getLong(2);
      }
    }
    JsonObject state =
        new JsonObject()
            .put("trade_count", n)
            .put("window", DAYS + "D")
            .put("version", "1.0.0")
            .put("computed_at", Moments.iso(now));
    return n < FEWEST
        ? unknown(state)
        : with(state, Arrays.copyOf(multiples, n), Arrays.copyOf(exits, n), pnl / risk);
  }

  private static JsonObject unknown(JsonObject state) {
    for (String figure :
        new String[] {"cii", "ltc", "skew", "rocpr", "drawdown_volatility", "max_drawdown_depth"}) {
      state.putNull(figure);
    }
    return state;
  }

  private static JsonObject with(
      JsonObject state, double[] multiples, LocalDateTime[] exits, double returnOnRisk) {
    double skew = skewness(multiples);
    double contained = containedLosses(multiples);
    Drawdowns drawdowns = Drawdowns.of(multiples, exits);
    return state
        .put("cii", integrity(skew, contained, returnOnRisk, drawdowns.volatility()))
        .put("ltc", contained)
        .put("skew", skew)
        .put("rocpr", returnOnRisk)
        .put("drawdown_volatility", drawdowns.volatility())
        .put("max_drawdown_depth", drawdowns.deepest());
  }

  /** One figure for whether small losses pay for large wins. */
  static double integrity(double skew, double contained, double returnOnRisk, double volatility) {
    return clamp(
        0.35 * clamp((skew + 1) / 2)
            + 0.30 * contained
            + 0.20 * clamp(returnOnRisk / 2)
            - 0.15 * clamp(volatility));
  }

  /** Of the population; 0 where nothing differs. */
  static double skewness(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    double deviation = Math.sqrt(variance);
    return deviation == 0
        ? 0
        : Arrays.stream(values).map(v -> Math.pow((v - mean) / deviation, 3)).average().orElse(0);
  }

  /** The share of losses that stayed within the risk taken. */
  static double containedLosses(double[] values) {
    long losses = Arrays.stream(values).filter(v -> v < 0).count();
    return losses == 0
        ? 1
        : (double) Arrays.stream(values).filter(v -> v < 0 && v >= -1).count() / losses;
  }

  private static double clamp(double x) {
    return Math.max(0, Math.min(1, x));
  }
}
