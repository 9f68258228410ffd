package io.marketswarm.web.api;

import io.marketswarm.web.Reply;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;

/** Answers made of rows alone. */
public final class Rows {
  private static final int OK = 200;

  private Rows() {}

  public static Reply list(Columns columns, RowSet<Row> rows) {
    return list(OK, columns, rows);
  }

  public static Reply list(int status, Columns columns, Iterable<Row> rows) {
    return new Reply(
        status,
        JsonText.of(
            out -> {
              int count = 0;
              out.writeStartObject();
              out.writeBooleanField("success", true);
              out.writeArrayFieldStart("data");
              for (Row row : rows) {
                columns.object(row, out);
                count++;
              }
              out.writeEndArray();
              out.writeNumberField("count", count);
              out.writeEndObject();
            }));
  }

  public static Reply one(int status, Columns columns, Row row) {
    return new Reply(status, JsonText.data(out -> columns.object(row, out)));
  }

  /** The first row, if there is any. */
  public static Optional<Row> first(RowSet<Row> rows) {
    RowIterator<Row> found = rows.iterator();
    return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
  }
}
