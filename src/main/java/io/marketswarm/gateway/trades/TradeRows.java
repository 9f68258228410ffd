package io.marketswarm.gateway.trades;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.web.api.Columns;
import io.vertx.sqlclient.Row;
import java.io.IOException;

/** Trades as clients know them from the journal. */
public final class TradeRows {
  private static final Columns TRADE =
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
          .integer("commission", "fees")
          .instant("created_at", "updated_at");

  private TradeRows() {}

  /** The select list of trades that are called {@code t} in the statement. */
  public static String columns() {
    return TRADE.select();
  }

  /** How many columns that are: what else a statement selects comes behind them. */
  public static int count() {
    return TRADE.count();
  }

  /** Writes a trade as fields of an object that has begun. */
  public static void fields(Row row, JsonGenerator out) throws IOException {
    TRADE.fields(row, out);
  }
}
