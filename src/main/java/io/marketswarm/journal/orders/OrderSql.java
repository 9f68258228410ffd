package io.marketswarm.journal.orders;

import io.marketswarm.web.api.Columns;

/** The statements about orders; each asks whose order it is. */
final class OrderSql {
  static final Columns ORDER =
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

  /** The same again in camel case, for a client that reads those names. */
  static final Columns TWIN =
      Columns.inCamelCase("o")
          .integer("user_id")
          .text("trade_id", "order_type")
          .number("limit_price", "stop_loss", "take_profit")
          .instant("created_at", "expires_at", "filled_at")
          .number("filled_price");

  private static final String SELECT =
      "SELECT " + ORDER.select() + ", " + TWIN.select() + ", o.version FROM order_queue o";

  static final String GET = SELECT + " WHERE o.id = ? AND o.user_id = ?";

  static final String LIST = SELECT + " WHERE o.user_id = ?";

  static final String NEWEST_FIRST = " ORDER BY o.created_at DESC, o.id DESC LIMIT ? OFFSET ?";

  static final String ACTIVE =
      SELECT
          + " WHERE o.user_id = ? AND o.status = 'pending' ORDER BY o.created_at, o.id LIMIT 500";

  static final String INSERT =
      "INSERT INTO order_queue (user_id, trade_id, order_type, symbol, direction, limit_price,"
          + " quantity, strategy, stop_loss, take_profit, notes, created_at, expires_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String OPEN_TRADE =
      "SELECT 1 FROM trades t JOIN trade_logs l ON l.id = t.log_id"
          + " WHERE t.id = ? AND l.user_id = ? AND t.status = 'open'";

  static final String UPDATE =
      "UPDATE order_queue SET %s WHERE id = ? AND user_id = ? AND status = 'pending'";

  static final String FILL =
      "UPDATE order_queue SET status = 'filled', filled_at = ?, filled_price = ?,"
          + " version = version + 1 WHERE id = ? AND user_id = ? AND status = 'pending'";

  /** The new status, the order, its user. */
  static final String END =
      "UPDATE order_queue SET status = ?, version = version + 1"
          + " WHERE id = ? AND user_id = ? AND status = 'pending'";

  static final String EXPIRED =
      "SELECT id, user_id FROM order_queue WHERE status = 'pending' AND expires_at < ?"
          + " ORDER BY expires_at, id LIMIT 500";

  /** Exits of trades that closed by other means. */
  static final String POINTLESS =
      "SELECT o.id, o.user_id FROM order_queue o JOIN trades t ON t.id = o.trade_id WHERE o.status"
          + " = 'pending' AND o.order_type = 'exit' AND t.status = 'closed' LIMIT 500";

  /** What the queue waits for; of an exit, with what its trade holds. */
  static final String WAITING =
      "SELECT o.id, o.user_id, o.order_type, o.symbol, o.direction, o.limit_price, o.stop_loss,"
          + " o.take_profit, o.strategy, o.created_at, t.strategy held_strategy, t.side, t.strike,"
          + " t.width, t.quantity held, t.expiration_date"
          + " FROM order_queue o LEFT JOIN trades t ON t.id = o.trade_id"
          + " WHERE o.status = 'pending' ORDER BY o.symbol, o.id LIMIT 5000";

  private static final String PENDING_FOR =
      "SELECT o.id FROM order_queue o JOIN trades t ON t.id = o.trade_id"
          + " WHERE o.user_id = ? AND o.status = 'pending' AND ";

  static final String PENDING_FOR_TRADE = PENDING_FOR + "t.id = ? ORDER BY o.id";

  static final String PENDING_FOR_BATCH = PENDING_FOR + "t.import_batch_id = ? ORDER BY o.id";

  private OrderSql() {}
}
