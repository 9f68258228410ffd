package io.marketswarm.journal.exports;

/** The statements of the export. */
final class ExportSql {
  static final String LOG = "SELECT name FROM trade_logs WHERE id = ? AND user_id = ?";

  static final String TRADES =
      "SELECT "
          + String.join(", ", Sheet.COLUMNS)
          + " FROM trades WHERE log_id = ? ORDER BY entry_time, id";

  private ExportSql() {}
}
