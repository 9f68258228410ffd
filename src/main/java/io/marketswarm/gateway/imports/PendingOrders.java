package io.marketswarm.gateway.imports;

import io.marketswarm.web.api.Columns;
import io.marketswarm.web.api.JsonText;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Orders that wait for trades of an import. They go with their trades, so they are cancelled before
 * and told of as the journal tells of them, which publishes what is written here.
 */
final class PendingOrders {
  private static final Columns ORDER =
      Columns.of("o")
          .integer("id", "user_id")
          .text("trade_id", "order_type", "symbol", "direction")
          .number("limit_price")
          .integer("quantity")
          .text("strategy")
          .number("stop_loss", "take_profit")
          .text("notes", "status")
          .instant("created_at", "expires_at", "filled_at")
          .number("filled_price");

  private static final Columns TWIN =
      Columns.inCamelCase("o")
          .integer("user_id")
          .text("trade_id", "order_type")
          .number("limit_price", "stop_loss", "take_profit")
          .instant("created_at", "expires_at", "filled_at")
          .number("filled_price");

  private static final String OF_BATCH =
      " FROM order_queue o JOIN trades t ON t.id = o.trade_id"
          + " WHERE t.import_batch_id = ? AND o.user_id = ? AND o.status = 'pending' ORDER BY o.id";

  /** Locked, so that none is filled meanwhile. */
  private static final String WAITING = "SELECT o.id" + OF_BATCH + " FOR UPDATE";

  private static final String CANCEL =
      "UPDATE order_queue SET status = 'cancelled', version = version + 1 WHERE id = ?";

  private static final String CANCELLED =
      "SELECT "
          + ORDER.select()
          + ", "
          + TWIN.select()
          + ", o.version FROM order_queue o WHERE o.id = ?";

  private PendingOrders() {}

  static Future<Void> cancel(SqlConnection connection, int userId, String batch) {
    return connection
        .preparedQuery(WAITING)
        .execute(Tuple.of(batch, userId))
        .compose(
            orders -> {
              Future<?> all = Future.succeededFuture();
              for (Row order : orders) {
                long id = order.getLong(0);
                all = all.compose(before -> cancel(connection, userId, id));
              }
              return all.mapEmpty();
            });
  }

  private static Future<?> cancel(SqlConnection connection, int userId, long id) {
    return connection
        .preparedQuery(CANCEL)
        .execute(Tuple.of(id))
        .compose(done -> connection.preparedQuery(CANCELLED).execute(Tuple.of(id)))
        .compose(
            rows -> {
              Row order = rows.iterator().next();
              return TradeLog.tell(
                  connection,
                  userId,
                  new TradeLog.Event(
                      "OrderCancelled",
                      "order",
                      Long.toString(id),
                      order.getInteger("version"),
                      json(order)));
            });
  }

  private static Buffer json(Row order) {
    return JsonText.of(
        out -> {
          out.writeStartObject();
          ORDER.fields(order, out);
          TWIN.fields(order, ORDER.count(), out);
          out.writeEndObject();
        });
  }
}
