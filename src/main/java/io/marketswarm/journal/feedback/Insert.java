package io.marketswarm.journal.feedback;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Writes a row of what a checked body says under the names of columns. */
final class Insert {
  private final String table;
  private final List<String> columns = new ArrayList<>();
  private final Tuple values = Tuple.tuple();

  private Insert(String table) {
    this.table = table;
  }

  /** Of the fields that are there; the others stay as the table has them. */
  static Insert into(String table, JsonObject body, Collection<String> fields) {
    Insert insert = new Insert(table);
    for (String field : fields) {
      Object value = body.getValue(field);
      if (value != null) {
        insert.with(field, value);
      }
    }
    return insert;
  }

  Insert with(String column, Object value) {
    columns.add(column);
    values.addValue(
        value instanceof JsonArray list
            ? (Object) list.encode()
            : value instanceof JsonObject object
                ? (Object) object.encode()
                : value instanceof Boolean flag ? (Object) (flag ? 1 : 0) : value);
    return this;
  }

  /** Returns the id of the row. */
  Future<Long> run(SqlConnection transaction) {
    String sql =
        "INSERT INTO %s (%s) VALUES (%s)"
            .formatted(
                table,
                String.join(", ", columns),
                String.join(", ", Collections.nCopies(columns.size(), "?")));
    return transaction
        .preparedQuery(sql)
        .execute(values)
        .map(inserted -> inserted.property(MySQLClient.LAST_INSERTED_ID));
  }
}
