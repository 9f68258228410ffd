package io.marketswarm.journal.positions;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.api.JsonText;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A position with its legs and fills, as it stands in the database. */
record Position(Row row, List<Row> legs, List<Row> fills) {

  /** The owner's position, as others may be changing it. */
  static Future<Position> read(SqlConnection connection, String id, int user) {
    return read(connection, PositionSql.GET, id, user);
  }

  /** The owner's position, which nobody else changes until the transaction ends. */
  static Future<Position> lock(SqlConnection transaction, String id, int user) {
    return read(transaction, PositionSql.LOCK, id, user);
  }

  private static Future<Position> read(SqlClient client, String sql, String id, int user) {
    Future<RowSet<Row>> position = client.preparedQuery(sql).execute(Tuple.of(id, user));
    Future<RowSet<Row>> legs = client.preparedQuery(PositionSql.LEGS).execute(Tuple.of(id));
    Future<RowSet<Row>> fills = client.preparedQuery(PositionSql.FILLS).execute(Tuple.of(id));
    return Future.all(position, legs, fills)
        .map(
            read -> {
              RowIterator<Row> found = position.result().iterator();
              if (!found.hasNext()) {
                throw notFound();
              }
              return new Position(found.next(), list(legs.result()), list(fills.result()));
            });
  }

  static ApiError notFound() {
    return ApiError.notFound("Position not found");
  }

  String id() {
    return row.getString("id");
  }

  int version() {
    return row.getInteger("version");
  }

  String status() {
    return row.getString("status");
  }

  List<LegShape> shapes() {
    return legs.stream().map(LegShape::of).toList();
  }

  Buffer json() {
    return JsonText.of(this::write);
  }

  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    fields(row, legs, out);
    array(out, "fills", fills, PositionSql.FILL::object);
    out.writeEndObject();
  }

  /** Position, legs and what they are called; without fills. */
  static void fields(Row position, List<Row> legs, JsonGenerator out) throws IOException {
    PositionSql.POSITION.fields(position, out);
    array(out, "legs", legs, PositionSql.LEG::object);
    Recognition known = Recognition.of(legs.stream().map(LegShape::of).toList());
    out.writeStringField("positionType", known.type());
    out.writeStringField("direction", known.direction());
  }

  /** Writes a row. */
  interface RowWriter {
    void write(Row row, JsonGenerator out) throws IOException;
  }

  static void array(JsonGenerator out, String name, List<Row> rows, RowWriter each)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (Row row : rows) {
      each.write(row, out);
    }
    out.writeEndArray();
  }

  static List<Row> list(RowSet<Row> rows) {
    List<Row> list = new ArrayList<>(rows.size());
    rows.forEach(list::add);
    return list;
  }
}
