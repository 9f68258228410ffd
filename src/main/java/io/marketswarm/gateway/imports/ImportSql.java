package io.marketswarm.gateway.imports;

import io.marketswarm.gateway.trades.TradeRows;

/** The statements about import batches; each asks for the owner. */
final class ImportSql {
  private static final String COLUMNS =
      "id, user_id, source, source_label, source_metadata, trade_count, position_count, status,"
          + " created_at, reverted_at";

  static final String LIST =
      "SELECT "
          + COLUMNS
          + " FROM import_batches WHERE user_id = ?"
          + " ORDER BY created_at DESC, id LIMIT ? OFFSET ?";

  static final String LIST_OF_STATUS =
      "SELECT "
          + COLUMNS
          + " FROM import_batches WHERE user_id = ? AND status = ?"
          + " ORDER BY created_at DESC, id LIMIT ? OFFSET ?";

  static final String ONE =
      "SELECT " + COLUMNS + " FROM import_batches WHERE id = ? AND user_id = ?";

  static final String ADD =
      "INSERT INTO import_batches (id, user_id, log_id, source, source_label, source_metadata)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  static final String COUNT =
      "UPDATE import_batches SET trade_count = COALESCE(?, trade_count),"
          + " position_count = COALESCE(?, position_count) WHERE id = ? AND user_id = ?";

  static final String EXISTS = "SELECT 1 FROM import_batches WHERE id = ? AND user_id = ?";

  /** Nobody else reverts it, or adds to it, meanwhile. */
  static final String LOCK =
      "SELECT status FROM import_batches WHERE id = ? AND user_id = ? FOR UPDATE";

  static final String TRADES =
      "SELECT "
          + TradeRows.columns()
          + " FROM trades t JOIN trade_logs l ON l.id = t.log_id"
          + " WHERE t.import_batch_id = ? AND l.user_id = ? ORDER BY t.entry_time DESC, t.id";

  static final String DELETE_TRADE_EVENTS =
      "DELETE e FROM trade_events e JOIN trades t ON t.id = e.trade_id"
          + " JOIN trade_logs l ON l.id = t.log_id"
          + " WHERE t.import_batch_id = ? AND l.user_id = ?";

  static final String DELETE_TRADES =
      "DELETE t FROM trades t JOIN trade_logs l ON l.id = t.log_id"
          + " WHERE t.import_batch_id = ? AND l.user_id = ?";

  static final String BOOK_POSITIONS =
      "SELECT id, version FROM positions WHERE import_batch_id = ? AND user_id = ? FOR UPDATE";

  /** Legs, fills and journal entries go with it. */
  static final String DELETE_BOOK_POSITIONS =
      "DELETE FROM positions WHERE import_batch_id = ? AND user_id = ?";

  static final String LEG_POSITIONS =
      "SELECT id FROM leg_positions WHERE import_batch_id = ? AND user_id = ? FOR UPDATE";

  static final String DELETE_LEG_POSITIONS =
      "DELETE FROM leg_positions WHERE import_batch_id = ? AND user_id = ?";

  static final String REVERTED =
      "UPDATE import_batches SET status = 'reverted', reverted_at = UTC_TIMESTAMP(3)"
          + " WHERE id = ? AND user_id = ?";

  private ImportSql() {}
}
