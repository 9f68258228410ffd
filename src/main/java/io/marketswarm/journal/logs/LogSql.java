package io.marketswarm.journal.logs;

import io.marketswarm.web.api.Columns;

/** The statements about trade logs. Every one of them asks whose log it is. */
final class LogSql {
  /** How many logs are retired in one go. */
  static final int PORTION = 200;

  static final Columns LOG =
      Columns.of("l")
          .text("id")
          .integer("user_id")
          .text("name")
          .cents("starting_capital", "risk_per_trade")
          .integer("max_position_size")
          .text("intent", "description", "constraints", "regime_assumptions", "notes")
          .text("lifecycle_state")
          .integer("is_active")
          .instant("archived_at", "retired_at", "retire_scheduled_at")
          .integer("ml_included", "is_default")
          .boolFrom("is_read_only", "l.lifecycle_state <> 'active'")
          .boolFrom("can_receive_imports", "l.lifecycle_state <> 'retired'")
          .instant("created_at", "updated_at");

  private static final String SUMMARY =
      ", COALESCE(s.total, 0) total_trades, COALESCE(s.open, 0) open_trades,"
          + " COALESCE(s.closed, 0) closed_trades, COALESCE(s.pnl, 0) total_pnl,"
          + " s.last_trade_at";

  /** Counted once for all logs of the user. */
  private static final String COUNTED =
      " FROM trade_logs l LEFT JOIN (SELECT t.log_id, COUNT(*) total,"
          + " SUM(t.status = 'open') open, SUM(t.status = 'closed') closed,"
          + " SUM(CASE WHEN t.status = 'closed' THEN t.pnl END) pnl,"
          + " MAX(t.entry_time) last_trade_at"
          + " FROM trades t JOIN trade_logs o ON o.id = t.log_id";

  /** User, user, and whether archived and retired ones are wanted. */
  static final String LIST =
      "SELECT "
          + LOG.select()
          + SUMMARY
          + COUNTED
          + " WHERE o.user_id = ? GROUP BY t.log_id) s ON s.log_id = l.id"
          + " WHERE l.user_id = ? AND ((l.lifecycle_state = 'active' AND ?)"
          + " OR (l.lifecycle_state = 'archived' AND ?) OR (l.lifecycle_state = 'retired' AND ?))"
          + " ORDER BY l.lifecycle_state, l.created_at DESC, l.id";

  /** Log, log, user. */
  static final String GET =
      "SELECT "
          + LOG.select()
          + SUMMARY
          + COUNTED
          + " WHERE o.id = ? GROUP BY t.log_id) s ON s.log_id = l.id"
          + " WHERE l.id = ? AND l.user_id = ?";

  static final String INSERT =
      "INSERT INTO trade_logs (id, user_id, name, starting_capital, risk_per_trade,"
          + " max_position_size, intent, description, `constraints`, regime_assumptions, notes,"
          + " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String LOCK =
      "SELECT id, name, lifecycle_state, starting_capital, retire_scheduled_at FROM trade_logs"
          + " WHERE id = ? AND user_id = ? FOR UPDATE";

  static final String UPDATE = "UPDATE trade_logs SET %s WHERE id = ? AND user_id = ?";

  static final String CAPITAL_CHANGED =
      "INSERT INTO log_capital_changes (log_id, old_capital, new_capital, changed_by)"
          + " VALUES (?, ?, ?, ?)";

  /** Makes the row whose lock keeps two requests of a user from passing the cap together. */
  static final String TOUCH_CAPS = "INSERT IGNORE INTO user_log_settings (user_id) VALUES (?)";

  static final String LOCK_CAPS =
      "SELECT active_log_soft_cap, active_log_hard_cap FROM user_log_settings"
          + " WHERE user_id = ? FOR UPDATE";

  static final String COUNT_ACTIVE =
      "SELECT COUNT(*) n FROM trade_logs WHERE user_id = ? AND lifecycle_state = 'active'";

  static final String COUNT_OPEN_TRADES =
      "SELECT COUNT(*) n FROM trades WHERE log_id = ? AND status = 'open'";

  static final String ARCHIVE =
      "UPDATE trade_logs SET lifecycle_state = 'archived', is_active = 0, ml_included = 0,"
          + " archived_at = ? WHERE id = ? AND user_id = ?";

  static final String REACTIVATE =
      "UPDATE trade_logs SET lifecycle_state = 'active', is_active = 1, ml_included = 1,"
          + " archived_at = NULL, retire_scheduled_at = NULL WHERE id = ? AND user_id = ?";

  static final String SCHEDULE_RETIREMENT =
      "UPDATE trade_logs SET retire_scheduled_at = ? WHERE id = ? AND user_id = ?";

  static final String RETIRE =
      "UPDATE trade_logs SET lifecycle_state = 'retired', is_active = 0, is_default = 0,"
          + " ml_included = 0, retired_at = ?, retire_scheduled_at = NULL"
          + " WHERE id = ? AND user_id = ?";

  static final String DUE_FOR_RETIREMENT =
      "SELECT id, user_id FROM trade_logs WHERE lifecycle_state = 'archived'"
          + " AND retire_scheduled_at <= ? LIMIT "
          + PORTION;

  static final String CLEAR_DEFAULT =
      "UPDATE trade_logs SET is_default = 0 WHERE user_id = ? AND is_default <> 0";

  static final String SET_DEFAULT =
      "UPDATE trade_logs SET is_default = 1 WHERE id = ? AND user_id = ?";

  static final String FOR_IMPORT =
      "SELECT l.id, l.name, l.description, l.lifecycle_state, l.ml_included, l.retire_scheduled_at,"
          + " COALESCE(s.open, 0) open_trades, COALESCE(s.total, 0) total_trades"
          + " FROM trade_logs l LEFT JOIN (SELECT t.log_id, COUNT(*) total,"
          + " SUM(t.status = 'open') open FROM trades t JOIN trade_logs o ON o.id = t.log_id"
          + " WHERE o.user_id = ? GROUP BY t.log_id) s ON s.log_id = l.id"
          + " WHERE l.user_id = ? AND l.lifecycle_state <> 'retired'"
          + " ORDER BY l.lifecycle_state, l.updated_at DESC, l.id";

  static final String IMPORT_PREFERENCES =
      "SELECT recommend_archive_historical, historical_import_days_threshold"
          + " FROM user_log_settings WHERE user_id = ?";

  /** The span of a log's trades, and how many of them lie within the two dates. */
  static final String SPAN =
      "SELECT l.lifecycle_state, MIN(t.entry_time) earliest, MAX(t.entry_time) latest,"
          + " COUNT(t.id) total, SUM(t.entry_time BETWEEN ? AND ?) overlap"
          + " FROM trade_logs l LEFT JOIN trades t ON t.log_id = l.id"
          + " WHERE l.id = ? AND l.user_id = ? GROUP BY l.lifecycle_state";

  static final String HEALTH =
      "SELECT l.id, l.name, l.lifecycle_state, l.ml_included, l.created_at, l.retire_scheduled_at,"
          + " COUNT(t.id) total_trades, COALESCE(SUM(t.status = 'open'), 0) open_trades,"
          + " MAX(t.entry_time) last_trade_at, MAX(b.created_at) last_import_at"
          + " FROM trade_logs l LEFT JOIN trades t ON t.log_id = l.id"
          + " LEFT JOIN import_batches b ON b.id = t.import_batch_id"
          + " WHERE l.user_id = ? GROUP BY l.id, l.name, l.lifecycle_state, l.ml_included,"
          + " l.created_at, l.retire_scheduled_at ORDER BY l.created_at, l.id";

  static final String USERS_WITH_LOGS =
      "SELECT DISTINCT user_id FROM trade_logs WHERE lifecycle_state <> 'retired' ORDER BY user_id";

  private LogSql() {}
}
