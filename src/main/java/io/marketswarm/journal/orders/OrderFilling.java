package io.marketswarm.journal.orders;

import io.marketswarm.journal.events.Outbox;
import io.marketswarm.journal.events.Outbox.TradeLogEvent;
import io.marketswarm.journal.money.Cents;
import io.marketswarm.journal.positions.NewPosition;
import io.marketswarm.journal.positions.PositionRoutes;
import io.marketswarm.journal.trades.NewTrade.Dealt;
import io.marketswarm.journal.trades.TradeClosing;
import io.marketswarm.journal.trades.TradeReader;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.JsonText;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDateTime;

/** Ends orders: fills them once, whoever asks, or tells that they are no more. */
final class OrderFilling {
  private static final int OK = 200;
  private static final int CONFLICT = 409;

  private final Outbox outbox;
  private final PositionRoutes positions;

  OrderFilling(Outbox outbox, PositionRoutes positions) {
    this.outbox = outbox;
    this.positions = positions;
  }

  /**
   * Fills a pending order: an entry opens a position, an exit closes its trade.
   *
   * @param price in dollars; null for the limit of the order
   */
  Future<Reply> fill(
      SqlConnection transaction, long id, int user, BigDecimal price, LocalDateTime at) {
    return Order.read(transaction, id, user)
        .compose(
            order -> {
              BigDecimal paid = price == null ? order.row().getBigDecimal("limit_price") : price;
              return transaction
                  .preparedQuery(OrderSql.FILL)
                  .execute(Tuple.of(at, paid, id, user))
                  .compose(
                      filled -> {
                        if (filled.rowCount() == 0) {
                          throw new ApiError(CONFLICT, "The order is not pending any more");
                        }
                        return tell(transaction, id, user, "OrderFilled");
                      })
                  .compose(
                      done ->
                          done.isEntry()
                              ? open(transaction, user, done)
                              : close(transaction, user, done, paid, at));
            });
  }

  private Future<Reply> open(SqlConnection transaction, int user, Order order) {
    return positions
        .open(transaction, user, NewPosition.ofOrder(order.row().getString("symbol"), order.id()))
        .map(position -> new Reply(OK, JsonText.data(raw(position))));
  }

  private static Future<Reply> close(
      SqlConnection transaction, int user, Order order, BigDecimal price, LocalDateTime at) {
    String trade = order.row().getString("trade_id");
    return TradeClosing.close(
            transaction, trade, user, new Dealt(at, Cents.ofDollars(price), null), null)
        .compose(done -> TradeReader.json(transaction, trade, user))
        .map(
            closed ->
                new Reply(
                    OK,
                    JsonText.data(
                        out -> {
                          out.writeStartObject();
                          out.writeFieldName("order");
                          order.write(out);
                          out.writeFieldName("trade");
                          raw(closed).write(out);
                          out.writeEndObject();
                        })));
  }

  /** Ends a pending order unfilled; false when it was not pending any more. */
  Future<Boolean> end(SqlConnection transaction, long id, int user, String status) {
    return transaction
        .preparedQuery(OrderSql.END)
        .execute(Tuple.of(status, id, user))
        .compose(
            ended ->
                ended.rowCount() == 0
                    ? Future.succeededFuture(false)
                    : tell(transaction, id, user, "OrderCancelled").map(true));
  }

  /** Tells what became of an order, which it returns. */
  Future<Order> tell(SqlConnection transaction, long id, int user, String type) {
    return Order.read(transaction, id, user)
        .compose(
            order ->
                outbox
                    .add(
                        transaction,
                        user,
                        TradeLogEvent.ofOrder(type, id, order.version(), order.json()))
                    .map(order));
  }

  private static JsonText.Body raw(Buffer json) {
    return out -> out.writeRawValue(json.toString());
  }
}
