package io.marketswarm.journal.orders;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.journal.events.Outbox;
import io.marketswarm.journal.money.Cents;
import io.marketswarm.journal.positions.PositionRoutes;
import io.marketswarm.store.Assignments;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.JsonText;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The routes of the order queue. */
public final class OrderRoutes {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int PAGE = 200;
  private static final List<String> PRICES = List.of("limit_price", "stop_loss", "take_profit");

  private final Database database;
  private final OrderFilling filling;

  public OrderRoutes(Database database, Outbox outbox, PositionRoutes positions) {
    this.database = database;
    this.filling = new OrderFilling(outbox, positions);
  }

  public void on(ApiRoutes api) {
    api.read("listOrders", this::list)
        .read("listActiveOrders", this::active)
        .write("createOrder", this::create)
        .write("patchOrder", this::patch)
        .write("cancelOrder", this::cancel)
        .write("executeOrder", this::execute);
  }

  /** Cancels what waits for a trade that is about to be removed. */
  public Future<Void> cancelForTrade(SqlConnection transaction, int user, String trade) {
    return cancelAll(transaction, OrderSql.PENDING_FOR_TRADE, user, trade);
  }

  /** Cancels what waits for the trades of an import that is about to be reverted. */
  public Future<Void> cancelForBatch(SqlConnection transaction, int user, String batch) {
    return cancelAll(transaction, OrderSql.PENDING_FOR_BATCH, user, batch);
  }

  private Future<Void> cancelAll(SqlConnection transaction, String pending, int user, String id) {
    return transaction
        .preparedQuery(pending)
        .execute(Tuple.of(user, id))
        .compose(
            orders -> {
              Future<?> all = Future.succeededFuture();
              for (Row order : orders) {
                long one = order.getLong(0);
                all = all.compose(done -> filling.end(transaction, one, user, "cancelled"));
              }
              return all.mapEmpty();
            });
  }

  private Future<Reply> list(Call call) {
    StringBuilder sql = new StringBuilder(OrderSql.LIST);
    Tuple values = Tuple.of(call.userId());
    for (String[] filter :
        new String[][] {{"status", "status"}, {"type", "order_type"}, {"symbol", "symbol"}}) {
      call.find(filter[0])
          .ifPresent(
              wanted -> {
                sql.append(" AND o.").append(filter[1]).append(" = ?");
                values.addValue(wanted);
              });
    }
    values.addValue(call.integer("limit", PAGE)).addValue(call.integer("offset", 0));
    return database
        .pool()
        .preparedQuery(sql.append(OrderSql.NEWEST_FIRST).toString())
        .execute(values)
        .map(
            orders ->
                new Reply(
                    OK,
                    JsonText.of(
                        out -> {
                          out.writeStartObject();
                          out.writeBooleanField("success", true);
                          out.writeFieldName("data");
                          array(orders(orders), out);
                          out.writeNumberField("count", orders.size());
                          out.writeEndObject();
                        })));
  }

  private Future<Reply> active(Call call) {
    return database
        .pool()
        .preparedQuery(OrderSql.ACTIVE)
        .execute(Tuple.of(call.userId()))
        .map(OrderRoutes::orders)
        .map(
            orders ->
                new Reply(
                    OK,
                    JsonText.data(
                        out -> {
                          out.writeStartObject();
                          out.writeFieldName("pending_entries");
                          array(orders.stream().filter(Order::isEntry).toList(), out);
                          out.writeFieldName("pending_exits");
                          array(orders.stream().filter(order -> !order.isEntry()).toList(), out);
                          out.writeNumberField("total", orders.size());
                          out.writeEndObject();
                        })));
  }

  private static List<Order> orders(RowSet<Row> rows) {
    List<Order> orders = new ArrayList<>(rows.size());
    rows.forEach(row -> orders.add(new Order(row)));
    return orders;
  }

  private static void array(List<Order> orders, JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (Order order : orders) {
      order.write(out);
    }
    out.writeEndArray();
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    int user = call.userId();
    JsonObject body = call.body();
    return requireTrade(transaction, user, body)
        .compose(found -> transaction.preparedQuery(OrderSql.INSERT).execute(values(user, body)))
        .compose(
            inserted ->
                filling.tell(
                    transaction,
                    inserted.property(MySQLClient.LAST_INSERTED_ID),
                    user,
                    "OrderCreated"))
        .map(order -> reply(CREATED, order));
  }

  private static Future<Void> requireTrade(SqlConnection transaction, int user, JsonObject body) {
    String trade = body.getString("trade_id");
    if (trade == null) {
      if (body.getString("order_type").equals("exit")) {
        throw ApiError.badRequest("trade_id is required for exits");
      }
      return Future.succeededFuture();
    }
    return transaction
        .preparedQuery(OrderSql.OPEN_TRADE)
        .execute(Tuple.of(trade, user))
        .map(
            open -> {
              if (open.size() == 0) {
                throw ApiError.notFound("There is no such open trade");
              }
              return null;
            });
  }

  private static Tuple values(int user, JsonObject body) {
    Integer quantity = body.getInteger("quantity");
    return Tuple.from(
        Arrays.asList(
            user,
            body.getString("trade_id"),
            body.getString("order_type"),
            body.getString("symbol").strip().toUpperCase(Locale.ROOT),
            body.getString("direction"),
            dollars(body, "limit_price"),
            quantity == null ? 1 : quantity,
            body.getString("strategy"),
            dollars(body, "stop_loss"),
            dollars(body, "take_profit"),
            body.getString("notes"),
            Moments.now(),
            time(body, "expires_at")));
  }

  private Future<Reply> patch(Call call, SqlConnection transaction) {
    long id = call.whole("id", 0);
    int user = call.userId();
    Assignments changes = changes(call.body());
    Future<?> changed =
        changes.isEmpty()
            ? Future.succeededFuture()
            : transaction
                .preparedQuery(OrderSql.UPDATE.formatted(changes.clause()))
                .execute(changes.valuesAnd(id, user));
    return changed
        .compose(done -> Order.read(transaction, id, user))
        .map(
            order -> {
              if (!order.row().getString("status").equals("pending")) {
                throw Order.notFound();
              }
              return reply(OK, order);
            });
  }

  private static Assignments changes(JsonObject body) {
    Assignments changes = new Assignments();
    PRICES.stream()
        .filter(body::containsKey)
        .forEach(price -> changes.set(price, dollars(body, price)));
    if (body.containsKey("quantity")) {
      changes.set("quantity", body.getInteger("quantity"));
    }
    if (body.containsKey("notes")) {
      changes.set("notes", body.getString("notes"));
    }
    if (body.containsKey("expires_at")) {
      changes.set("expires_at", time(body, "expires_at"));
    }
    return changes;
  }

  private Future<Reply> cancel(Call call, SqlConnection transaction) {
    return filling
        .end(transaction, call.whole("id", 0), call.userId(), "cancelled")
        .map(
            cancelled -> {
              if (!cancelled) {
                throw Order.notFound();
              }
              return Reply.done("Order cancelled");
            });
  }

  private Future<Reply> execute(Call call, SqlConnection transaction) {
    LocalDateTime at = time(call.body(), "filled_at");
    return filling.fill(
        transaction,
        call.whole("id", 0),
        call.userId(),
        dollars(call.body(), "fill_price"),
        at == null ? Moments.now() : at);
  }

  private static BigDecimal dollars(JsonObject body, String field) {
    Number number = (Number) body.getValue(field);
    return number == null ? null : Cents.decimal(number);
  }

  private static LocalDateTime time(JsonObject body, String field) {
    String text = body.getString(field);
    return text == null ? null : Moments.parse(text);
  }

  private static Reply reply(int status, Order order) {
    return new Reply(status, JsonText.data(order::write));
  }
}
