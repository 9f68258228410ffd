package io.marketswarm.gateway.admin;

import io.marketswarm.gateway.trades.TradeRows;

/** The statements about people and how they do. */
final class UserSql {
  private static final String COLUMNS =
      "id, issuer, wp_user_id, email, display_name, roles_json, is_admin, subscription_tier,"
          + " created_at, last_login_at";

  private static final String ORDER = " ORDER BY last_login_at DESC, id LIMIT ? OFFSET ?";

  private static final String MATCHING =
      " WHERE email LIKE ? OR display_name LIKE ? OR wp_user_id = ?";

  static final String ALL = "SELECT " + COLUMNS + " FROM users" + ORDER;
  static final String FOUND = "SELECT " + COLUMNS + " FROM users" + MATCHING + ORDER;
  static final String COUNT_ALL = "SELECT COUNT(*) AS n FROM users";
  static final String COUNT_FOUND = "SELECT COUNT(*) AS n FROM users" + MATCHING;
  static final String ONE = "SELECT " + COLUMNS + " FROM users WHERE id = ?";

  static final String LOGINS_OF_A_DAY =
      "SELECT COUNT(*) AS n FROM users WHERE last_login_at >= UTC_TIMESTAMP() - INTERVAL 1 DAY";

  static final String LATEST_LOGINS =
      "SELECT id, display_name, last_login_at FROM users ORDER BY last_login_at DESC, id LIMIT 5";

  static final String LOGS =
      "SELECT l.id, l.name, l.starting_capital, l.is_active, l.created_at, l.updated_at,"
          + " COUNT(t.id) AS trades FROM trade_logs l LEFT JOIN trades t ON t.log_id = l.id"
          + " WHERE l.user_id = ? GROUP BY l.id, l.name, l.starting_capital, l.is_active,"
          + " l.created_at, l.updated_at ORDER BY l.created_at, l.id";

  private static final String OF_USER =
      " FROM trades t JOIN trade_logs l ON l.id = t.log_id WHERE l.user_id = ?";

  static final String BY_STRATEGY =
      "SELECT t.strategy, COUNT(*) AS trades,"
          + " SUM(t.status = 'closed') AS closed, SUM(t.status = 'open') AS open,"
          + " SUM(CASE WHEN t.status = 'closed' AND t.pnl > 0 THEN t.pnl ELSE 0 END) AS won,"
          + " SUM(CASE WHEN t.status = 'closed' AND t.pnl < 0 THEN -t.pnl ELSE 0 END) AS lost,"
          + " SUM(t.status = 'closed' AND COALESCE(t.pnl, 0) > 0) AS winners,"
          + " SUM(t.status = 'closed' AND COALESCE(t.pnl, 0) < 0) AS losers"
          + OF_USER
          + " GROUP BY t.strategy";

  static final String RECENT =
      "SELECT t.id, t.symbol, t.strategy, t.side, t.pnl, t.r_multiple, t.status, t.entry_time,"
          + " t.exit_time"
          + OF_USER
          + " ORDER BY t.entry_time DESC, t.id LIMIT 10";

  static final String COUNT_TRADES = "SELECT COUNT(*) AS n" + OF_USER;

  static final String TRADES =
      "SELECT "
          + TradeRows.columns()
          + ", l.name AS log_name"
          + OF_USER
          + " ORDER BY t.entry_time DESC, t.id LIMIT ? OFFSET ?";

  private UserSql() {}
}
