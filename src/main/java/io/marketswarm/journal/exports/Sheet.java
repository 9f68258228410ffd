package io.marketswarm.journal.exports;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.List;

/** A file that grows by rows. Whatever a call returns is the next part of the file. */
interface Sheet {
  /** The columns of an export, in order; also those of {@link ExportSql#TRADES}. */
  List<String> COLUMNS =
      List.of(
          "entry_time",
          "symbol",
          "underlying",
          "strategy",
          "side",
          "strike",
          "width",
          "dte",
          "quantity",
          "entry_price",
          "entry_spot",
          "exit_time",
          "exit_price",
          "exit_spot",
          "pnl",
          "r_multiple",
          "status",
          "planned_risk",
          "max_profit",
          "max_loss",
          "notes",
          "tags",
          "source");

  Buffer begin();

  Buffer rows(Iterable<Row> trades);

  Buffer end();
}
