package io.marketswarm.journal.analytics;

/** The statements of the analysis. */
final class AnalyticsSql {
  static final String LOG =
      "SELECT id, name, starting_capital FROM trade_logs WHERE id = ? AND user_id = ?";

  static final String DEFAULT_LOG =
      "SELECT id, name, starting_capital FROM trade_logs WHERE user_id = ?"
          + " AND lifecycle_state = 'active' ORDER BY is_default DESC, created_at DESC, id LIMIT 1";

  /**
   * All trades of a log, each state's in the order of exits, as the index has them. The symbol is
   * read only where it is needed, and r as a float: both are costly to decode.
   */
  static final String TRADES =
      "SELECT status = 'closed' AND exit_time IS NOT NULL, status = 'open', entry_time, exit_time,"
          + " pnl, planned_risk, r_multiple + 0E0, max_profit, entry_price, quantity,"
          + " CASE WHEN max_profit > 0 AND entry_price > 0 THEN symbol END"
          + " FROM trades WHERE log_id = ? ORDER BY status, exit_time, id";

  static final String CURVE =
      "SELECT id, exit_time, pnl FROM trades WHERE log_id = ? AND status = 'closed'"
          + " AND exit_time IS NOT NULL AND exit_time >= COALESCE(?, exit_time)"
          + " AND exit_time < COALESCE(?, exit_time + INTERVAL 1 SECOND) ORDER BY exit_time, id";

  static final String RANGE =
      "SELECT MIN(pnl) least, MAX(pnl) most FROM trades WHERE log_id = ? AND status = 'closed'"
          + " AND exit_time IS NOT NULL";

  static final String BINS =
      "SELECT FLOOR(pnl / ?) bin, COUNT(*) n FROM trades WHERE log_id = ? AND status = 'closed'"
          + " AND exit_time IS NOT NULL AND pnl IS NOT NULL GROUP BY bin";

  private AnalyticsSql() {}
}
