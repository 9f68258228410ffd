package io.marketswarm.journal.trades;

import io.marketswarm.web.api.Columns;

/** The statements about trades. A trade belongs to whom its log belongs. */
public final class TradeSql {
  /** How many trades are expired or settled in one go. */
  static final int PORTION = 500;

  static final Columns TRADE =
      Columns.of("t")
          .text("id", "log_id", "symbol", "underlying", "strategy", "side")
          .number("strike")
          .integer("width", "dte", "quantity")
          .instant("entry_time")
          .cents("entry_price")
          .number("entry_spot", "entry_iv")
          .instant("exit_time")
          .cents("exit_price")
          .number("exit_spot")
          .cents("planned_risk", "max_profit", "max_loss", "pnl")
          .number("r_multiple")
          .text("status", "entry_mode")
          .instant("immutable_at", "expiration_date")
          .text("auto_close_reason", "settlement_source", "notes")
          .list("tags")
          .text("source", "playbook_id", "import_batch_id")
          .integer("commission", "fees", "version")
          .instant("created_at", "updated_at");

  static final Columns EVENT =
      Columns.of("e")
          .text("id", "trade_id", "event_type")
          .instant("event_time")
          .cents("price")
          .number("spot")
          .integer("quantity_change")
          .text("notes")
          .instant("created_at");

  private static final String OWNED = " FROM trades t JOIN trade_logs l ON l.id = t.log_id";

  static final String LIST = "SELECT " + TRADE.select() + OWNED + " WHERE l.user_id = ?";

  static final String NEWEST_FIRST = " ORDER BY t.entry_time DESC, t.id LIMIT ? OFFSET ?";

  static final String BY_DAY =
      "SELECT "
          + TRADE.select()
          + ", l.name log_name"
          + OWNED
          + " WHERE l.user_id = ? AND l.lifecycle_state <> 'retired' AND t.entry_time < ?"
          + " AND COALESCE(t.exit_time, CASE t.status WHEN 'expired' THEN t.expiration_date END, ?)"
          + " >= ? ORDER BY t.entry_time, t.id";

  static final String OF_BATCH =
      LIST + " AND t.import_batch_id = ? ORDER BY t.entry_time DESC, t.id LIMIT 20000";

  static final String GET =
      "SELECT " + TRADE.select() + OWNED + " WHERE t.id = ? AND l.user_id = ?";

  static final String EVENTS =
      "SELECT "
          + EVENT.select()
          + " FROM trade_events e WHERE e.trade_id = ? ORDER BY e.event_time, e.created_at, e.id";

  static final String EVENT_BY_ID =
      "SELECT " + EVENT.select() + " FROM trade_events e WHERE e.id = ?";

  /**
   * The trade with what closing and editing need to know besides; user, trade, user. Its log is
   * asked in subqueries, which lock nothing: else all changes within a log would wait for each
   * other.
   */
  static final String LOCK =
      "SELECT "
          + TRADE.select()
          + ", t.realized_pnl,"
          + " (SELECT o.lifecycle_state FROM trade_logs o WHERE o.id = t.log_id) lifecycle_state,"
          + " (SELECT s.multiplier FROM symbols s WHERE s.symbol = t.symbol"
          + " AND s.owner_user_id IN (0, ?) ORDER BY s.owner_user_id DESC LIMIT 1) multiplier"
          + " FROM trades t WHERE t.id = ? AND EXISTS"
          + " (SELECT 1 FROM trade_logs l WHERE l.id = t.log_id AND l.user_id = ?) FOR UPDATE";

  static final String MULTIPLIER =
      "SELECT multiplier FROM symbols WHERE symbol = ? AND owner_user_id IN (0, ?)"
          + " ORDER BY owner_user_id DESC LIMIT 1";

  static final String INSERT =
      "INSERT INTO trades (id, log_id, symbol, underlying, strategy, side, strike, width, dte,"
          + " quantity, entry_time, entry_price, entry_spot, entry_iv, exit_time, exit_price,"
          + " exit_spot, planned_risk, max_profit, max_loss, pnl, r_multiple, commission, fees,"
          + " status, entry_mode, immutable_at, expiration_date, notes, tags, source, playbook_id,"
          + " import_batch_id, created_at, updated_at)";

  static final String VALUES =
      "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?, ?, ?, ?, ?)";

  static final String INSERT_EVENT =
      "INSERT INTO trade_events (id, trade_id, event_type, event_time, price, spot,"
          + " quantity_change, notes, created_at)";

  static final String EVENT_VALUES = "(?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String UPDATE =
      "UPDATE trades SET %s, version = version + 1 WHERE id = ? AND version = ?";

  static final String CORRECTION =
      "INSERT INTO trade_corrections (trade_id, field_name, original_value, corrected_value,"
          + " correction_reason, corrected_by) VALUES (?, ?, ?, ?, ?, ?)";

  static final String DELETE =
      "DELETE t FROM trades t JOIN trade_logs l ON l.id = t.log_id"
          + " WHERE t.id = ? AND l.user_id = ? AND l.lifecycle_state = 'active'";

  static final String LOG_STATE =
      "SELECT l.lifecycle_state" + OWNED + " WHERE t.id = ? AND l.user_id = ?";

  /** Shared with other writers, but not with whoever archives the log. */
  static final String LOG_BY_ID =
      "SELECT id, lifecycle_state FROM trade_logs WHERE id = ? AND user_id = ? LOCK IN SHARE MODE";

  static final String DEFAULT_LOG =
      "SELECT id, lifecycle_state FROM trade_logs WHERE user_id = ? AND lifecycle_state = 'active'"
          + " ORDER BY is_default DESC, created_at DESC, id LIMIT 1";

  static final String LOG_EXISTS = "SELECT 1 FROM trade_logs WHERE id = ? AND user_id = ?";

  static final String BATCH =
      "SELECT status, source_metadata, log_id FROM import_batches WHERE id = ? AND user_id = ?"
          + " LOCK IN SHARE MODE";

  static final String EXPIRE_CANDIDATES =
      "SELECT id FROM trades WHERE status = 'open' AND expiration_date < ?"
          + " ORDER BY expiration_date, id LIMIT "
          + PORTION;

  static final String EXPIRE =
      "UPDATE trades SET status = 'expired', auto_close_reason = 'expiration',"
          + " version = version + 1 WHERE id = ? AND status = 'open' AND expiration_date < ?";

  static final String EXPIRED_EVENT =
      "INSERT INTO trade_events (id, trade_id, event_type, event_time, created_at)"
          + " SELECT ?, id, 'auto_expired', expiration_date, ? FROM trades WHERE id = ?";

  /**
   * What comes after the expiration, underlying and id of the last. Iron condors are none: they
   * cannot be settled from one strike and a width.
   */
  static final String SETTLEMENT_CANDIDATES =
      "SELECT t.id, l.user_id, t.underlying, t.expiration_date, t.strategy, t.side, t.strike,"
          + " t.width"
          + OWNED
          + " WHERE t.status = 'expired' AND t.exit_price IS NULL AND t.settlement_source IS NULL"
          + " AND t.strategy <> 'iron_condor'"
          + " AND (t.expiration_date, t.underlying, t.id) > (?, ?, ?)"
          + " ORDER BY t.expiration_date, t.underlying, t.id LIMIT "
          + PORTION;

  private TradeSql() {}
}
