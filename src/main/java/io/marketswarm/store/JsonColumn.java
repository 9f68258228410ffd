package io.marketswarm.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** Reads JSON columns: MySQL's arrive parsed, MariaDB's as text. */
public final class JsonColumn {
  private JsonColumn() {}

  /** The object in a column, or null when the column is. */
  public static JsonObject object(Row row, String column) {
    Object value = row.getValue(column);
    if (value == null || value == Tuple.JSON_NULL || value instanceof JsonObject) {
      return value instanceof JsonObject object ? object : null;
    }
    return new JsonObject(text(value, column));
  }

  /** The array in a column, or null when the column is. */
  public static JsonArray array(Row row, String column) {
    Object value = row.getValue(column);
    if (value == null || value == Tuple.JSON_NULL || value instanceof JsonArray) {
      return value instanceof JsonArray array ? array : null;
    }
    return new JsonArray(text(value, column));
  }

  private static String text(Object value, String column) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(
        "column " + column + " holds a " + value.getClass().getSimpleName() + ", not JSON");
  }
}
