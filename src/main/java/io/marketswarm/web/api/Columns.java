package io.marketswarm.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns of a table that clients see and how each is told in JSON: both the select list and
 * the answer come from this one list.
 */
public final class Columns {
  private static final double CENTS_PER_DOLLAR = 100;

  @FunctionalInterface
  private interface Teller {
    /** Writes a value that is not null. */
    void tell(Row row, int index, JsonGenerator out) throws IOException;
  }

  private record Column(String sql, String name, Teller teller, String whenNull) {}

  private final String table;
  private final boolean camelCase;
  private final List<Column> columns = new ArrayList<>();

  private Columns(String table, boolean camelCase) {
    this.table = table;
    this.camelCase = camelCase;
  }

  /** Columns told under their own names. */
  public static Columns of(String table) {
    return new Columns(table, false);
  }

  /** Columns told in camel case. */
  public static Columns inCamelCase(String table) {
    return new Columns(table, true);
  }

  public Columns text(String... names) {
    return add((row, i, out) -> out.writeString(row.getString(i)), names);
  }

  public Columns integer(String... names) {
    return add((row, i, out) -> out.writeNumber(row.getLong(i)), names);
  }

  public Columns number(String... names) {
    return add((row, i, out) -> JsonText.number(out, row.getDouble(i)), names);
  }

  /** Kept as 0 and 1, told as true and false. */
  public Columns bool(String... names) {
    return add((row, i, out) -> out.writeBoolean(row.getInteger(i) != 0), names);
  }

  public Columns instant(String... names) {
    return add((row, i, out) -> out.writeString(Moments.iso(row.getLocalDateTime(i))), names);
  }

  public Columns date(String... names) {
    return add((row, i, out) -> out.writeString(row.getLocalDate(i).toString()), names);
  }

  /** JSON kept as text or as JSON, told as text. */
  public Columns jsonText(String... names) {
    return add((row, i, out) -> out.writeString(row.getValue(i).toString()), names);
  }

  /** JSON kept as text or as JSON, told as it is. */
  public Columns json(String... names) {
    return add(Columns::raw, names);
  }

  /** A list kept as JSON; an empty one where there is none. */
  public Columns list(String... names) {
    for (String name : names) {
      columns.add(new Column(quoted(name), told(name), Columns::raw, "[]"));
    }
    return this;
  }

  /** Cents, beside the same in dollars. */
  public Columns cents(String... names) {
    for (String name : names) {
      String twin = told(name) + "_dollars";
      columns.add(
          new Column(
              quoted(name),
              told(name),
              (row, i, out) -> {
                long cents = row.getLong(i);
                out.writeNumber(cents);
                out.writeFieldName(twin);
                JsonText.number(out, cents / CENTS_PER_DOLLAR);
              },
              null));
    }
    return this;
  }

  /** What SQL makes of the row, for example {@code "lifecycle_state <> 'active'"}. */
  public Columns boolFrom(String name, String expression) {
    columns.add(
        new Column(
            expression, name, (row, i, out) -> out.writeBoolean(row.getInteger(i) != 0), null));
    return this;
  }

  private Columns add(Teller teller, String... names) {
    for (String name : names) {
      columns.add(new Column(quoted(name), told(name), teller, null));
    }
    return this;
  }

  /** The select list. */
  public String select() {
    return columns.stream().map(Column::sql).collect(Collectors.joining(", "));
  }

  /** How many columns the select list has: what follows them begins there. */
  public int count() {
    return columns.size();
  }

  /** Writes the columns as an object. */
  public void object(Row row, JsonGenerator out) throws IOException {
    out.writeStartObject();
    fields(row, out);
    out.writeEndObject();
  }

  /** Writes the columns as fields of an object that has begun. */
  public void fields(Row row, JsonGenerator out) throws IOException {
    fields(row, 0, out);
  }

  /** As {@link #fields(Row, JsonGenerator)}, where other columns come first. */
  public void fields(Row row, int first, JsonGenerator out) throws IOException {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      out.writeFieldName(column.name);
      if (row.getValue(first + i) != null) {
        column.teller.tell(row, first + i, out);
      } else if (column.whenNull == null) {
        out.writeNull();
      } else {
        out.writeRawValue(column.whenNull);
      }
    }
  }

  private static void raw(Row row, int index, JsonGenerator out) throws IOException {
    Object value = row.getValue(index);
    if (value instanceof JsonObject object) {
      out.writeRawValue(object.encode());
    } else {
      out.writeRawValue(value.toString());
    }
  }

  private String quoted(String name) {
    return table + ".`" + name + "`";
  }

  private String told(String name) {
    if (!camelCase) {
      return name;
    }
    StringBuilder camel = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        camel.append(Character.toUpperCase(name.charAt(++i)));
      } else {
        camel.append(c);
      }
    }
    return camel.toString();
  }
}
