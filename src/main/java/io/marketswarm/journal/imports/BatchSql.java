package io.marketswarm.journal.imports;

import io.marketswarm.web.api.Columns;

/** The statements about import batches; each asks whose batch it is. */
final class BatchSql {
  static final Columns BATCH =
      Columns.inCamelCase("b")
          .text("id")
          .integer("user_id")
          .text("source", "source_label")
          .json("source_metadata")
          .integer("trade_count", "position_count")
          .text("status")
          .instant("created_at", "reverted_at");

  private static final String BATCHES =
      "SELECT " + BATCH.select() + " FROM import_batches b WHERE b.user_id = ?";

  static final String LIST =
      BATCHES
          + " AND b.status = COALESCE(?, b.status) ORDER BY b.created_at DESC, b.id LIMIT ? OFFSET"
          + " ?";

  static final String GET = BATCHES + " AND b.id = ?";

  static final String LOCK = GET + " FOR UPDATE";

  static final String INSERT =
      "INSERT INTO import_batches (id, user_id, log_id, source, source_label, source_metadata,"
          + " trade_count, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  static final String COUNTS =
      "UPDATE import_batches SET trade_count = COALESCE(?, trade_count),"
          + " position_count = COALESCE(?, position_count) WHERE user_id = ? AND id = ?";

  static final String REVERT =
      "UPDATE import_batches SET status = 'reverted', reverted_at = ? WHERE user_id = ? AND id = ?";

  static final String DELETE_TRADES =
      "DELETE t FROM trades t JOIN trade_logs l ON l.id = t.log_id"
          + " WHERE l.user_id = ? AND t.import_batch_id = ?";

  static final String POSITIONS =
      "SELECT id FROM positions WHERE user_id = ? AND import_batch_id = ? FOR UPDATE";

  static final String LEG_POSITIONS =
      "SELECT id FROM leg_positions WHERE user_id = ? AND import_batch_id = ? FOR UPDATE";

  static final String DELETE_LEG_POSITIONS =
      "DELETE FROM leg_positions WHERE user_id = ? AND import_batch_id = ?";

  private BatchSql() {}
}
