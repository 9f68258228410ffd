package io.marketswarm.journal.orders;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.api.JsonText;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;

/** An order as it stands in the database. */
record Order(Row row) {
  static Future<Order> read(SqlClient client, long id, int user) {
    return client
        .preparedQuery(OrderSql.GET)
        .execute(Tuple.of(id, user))
        .map(
            rows -> {
              RowIterator<Row> found = rows.iterator();
              if (!found.hasNext()) {
                throw notFound();
              }
              return new Order(found.next());
            });
  }

  static ApiError notFound() {
    return ApiError.notFound("Order not found");
  }

  long id() {
    return row.getLong(0);
  }

  int version() {
    return row.getInteger("version");
  }

  boolean isEntry() {
    return row.getString("order_type").equals("entry");
  }

  Buffer json() {
    return JsonText.of(this::write);
  }

  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    OrderSql.ORDER.fields(row, out);
    OrderSql.TWIN.fields(row, OrderSql.ORDER.count(), out);
    out.writeEndObject();
  }
}
