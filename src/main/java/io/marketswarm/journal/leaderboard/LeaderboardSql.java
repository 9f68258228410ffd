package io.marketswarm.journal.leaderboard;

import io.marketswarm.web.api.Columns;

/** The statements of the leaderboard. */
final class LeaderboardSql {
  /** What everybody may see of a score. */
  static final Columns SCORE =
      Columns.of("a")
          .integer("user_id")
          .number("afi_score", "robustness")
          .text("trend")
          .bool("is_provisional")
          .integer("trade_count")
          .instant("calculated_at")
          .number("afi_m", "afi_r", "composite", "confidence")
          .integer("afi_version");

  /** What only its owner sees besides. */
  static final Columns OWN =
      Columns.of("a")
          .number("afi_raw", "wss")
          .integer("active_days")
          .jsonText("wss_history")
          .number("cps", "repeatability")
          .text("capital_status")
          .bool("leaderboard_eligible")
          .number("raw_afi_m", "raw_afi_r", "raw_sharpe_lifetime");

  static final Columns COMPONENTS =
      Columns.of("a")
          .number("comp_r_slope", "comp_sharpe", "comp_ltc", "comp_dd_containment")
          .number("comp_daily_sharpe", "comp_drawdown_resilience")
          .number("comp_payoff_asymmetry", "comp_recovery_velocity");

  private static final String SCORES =
      "SELECT "
          + SCORE.select()
          + ", "
          + OWN.select()
          + ", "
          + COMPONENTS.select()
          + ", a.rank_position, u.screen_name, u.show_screen_name, u.display_name"
          + " FROM afi_scores a LEFT JOIN users u ON u.id = a.user_id";

  static final String RANKED =
      SCORES + " WHERE a.rank_position > 0 ORDER BY a.rank_position LIMIT ? OFFSET ?";

  static final String OF_USER = SCORES + " WHERE a.user_id = ?";

  static final String PARTICIPANTS = "SELECT COUNT(*) n FROM afi_scores WHERE rank_position > 0";

  static final String TRADERS =
      "SELECT l.user_id, MAX(l.starting_capital) capital FROM trade_logs l"
          + " WHERE l.lifecycle_state = 'active' AND EXISTS (SELECT 1 FROM trades t"
          + " WHERE t.log_id = l.id AND t.status = 'closed') GROUP BY l.user_id ORDER BY l.user_id";

  /** With r as a float, which is cheaper to read; user, user. */
  static final String TRADES =
      "SELECT t.r_multiple + 0E0, t.pnl, t.planned_risk, t.entry_price, t.quantity,"
          + " COALESCE((SELECT s.multiplier FROM symbols s WHERE s.symbol = t.symbol"
          + " AND s.owner_user_id IN (0, ?) ORDER BY s.owner_user_id DESC LIMIT 1), 100),"
          + " t.exit_time"
          + " FROM trades t JOIN trade_logs l ON l.id = t.log_id"
          + " WHERE l.user_id = ? AND l.lifecycle_state = 'active' AND t.status = 'closed'"
          + " AND t.pnl IS NOT NULL AND t.exit_time IS NOT NULL ORDER BY t.exit_time, t.id";

  static final String HISTORY = "SELECT wss_history FROM afi_scores WHERE user_id = ?";

  static final String KEEP =
      "REPLACE INTO afi_scores (user_id, afi_score, afi_raw, wss, robustness, trend,"
          + " is_provisional, trade_count, active_days, calculated_at, wss_history, afi_version,"
          + " capital_status, leaderboard_eligible, afi_m, afi_r, composite, comp_daily_sharpe,"
          + " comp_drawdown_resilience, comp_payoff_asymmetry, comp_recovery_velocity, confidence,"
          + " raw_afi_m, raw_afi_r, raw_sharpe_lifetime)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 5, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String RANK =
      "UPDATE afi_scores a LEFT JOIN (SELECT user_id, ROW_NUMBER() OVER (ORDER BY"
          + " COALESCE(composite, afi_r, afi_score) DESC, afi_score DESC, user_id) place"
          + " FROM afi_scores WHERE leaderboard_eligible = 1) r ON r.user_id = a.user_id"
          + " SET a.rank_position = COALESCE(r.place, 0)";

  private LeaderboardSql() {}
}
